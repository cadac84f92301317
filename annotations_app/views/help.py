"""What people read: how to label, with the keys, and the calls of the API."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET


class Endpoint(NamedTuple):
    """One call of the API as the page shows it."""

    verb: str
    path: str
    does: str


#: A test compares this table with the routes of the API, so that neither promises what the other lacks.
ENDPOINTS: dict[str, tuple[Endpoint, ...]] = {
    "Annotations": (
        Endpoint("POST", "/annotations", "Save up to 128 annotations, all or none."),
        Endpoint("GET", "/annotations", "List annotations, oldest first; filter by input, worker, status."),
        Endpoint("PATCH", "/annotations", "Change up to 128: merge, overwrite or remove."),
        Endpoint("DELETE", "/annotations", "Delete annotations by id, or all of some inputs."),
        Endpoint("DELETE", "/inputs/annotations", "The same, under the path that older clients use."),
        Endpoint("GET", "/inputs/{input_id}/annotations/{annotation_id}", "Read one annotation."),
        Endpoint("DELETE", "/inputs/{input_id}/annotations/{annotation_id}", "Delete one annotation."),
        Endpoint("POST", "/annotations/searches", "Find annotations by what they say, where and by whom."),
        Endpoint("GET", "/annotations/workers", "List the people and models that made annotations."),
        Endpoint("PATCH", "/task/{task_id}/annotations/status", "Set the status of all work of a task."),
        Endpoint("GET", "/masks/{file}", "Fetch the picture of a mask."),
    ),
    "Tracks of annotations on videos": (
        Endpoint("GET", "/inputs/{input_id}/annotation_tracks", "List the tracks of an input."),
        Endpoint("POST", "/inputs/{input_id}/annotation_tracks", "Save up to 128 tracks, all or none."),
        Endpoint("PATCH", "/inputs/{input_id}/annotation_tracks", "Overwrite what is said of tracks."),
        Endpoint("DELETE", "/annotation_tracks", "Delete tracks; the body names the input and the ids."),
        Endpoint("DELETE", "/v2/inputs/{input_id}/annotation_tracks", "The same, with the key of an app."),
    ),
    "Inputs": (
        Endpoint("POST", "/inputs", "Add up to 128 pictures, as base64 or by URL."),
        Endpoint("GET", "/inputs", "List inputs."),
        Endpoint("PATCH", "/inputs", "Change concepts, metadata and geo of inputs."),
        Endpoint("DELETE", "/inputs", "Delete inputs with their annotations."),
        Endpoint("GET", "/inputs/status", "Count inputs by status."),
        Endpoint("GET", "/inputs/jobs/add", "List jobs: what became of inputs posted under one inputs_add_job_id."),
        Endpoint("GET", "/inputs/jobs/add/{id}", "Read how far one job is."),
        Endpoint("PATCH", "/inputs/jobs/add/{id}", "Cancel a job: inputs that wait end as failed."),
        Endpoint("GET", "/inputs/stream", "List the inputs that follow one, by age or id."),
        Endpoint("POST", "/inputs/searches", "Find or count inputs by what their annotations say."),
        Endpoint("GET", "/inputs/{input_id}", "Read one input."),
        Endpoint("DELETE", "/inputs/{input_id}", "Delete one input."),
        Endpoint("GET", "/inputs/{input_id}/image", "Fetch an input's picture."),
    ),
    "Concepts": (
        Endpoint("POST", "/concepts", "Add concepts."),
        Endpoint("GET", "/concepts", "List concepts."),
        Endpoint("PATCH", "/concepts", "Rename concepts."),
        Endpoint("POST", "/concepts/searches", "Find concepts by name; * stands for any letters."),
        Endpoint("GET", "/concepts/status", "Count the inputs that each concept is on."),
        Endpoint("GET", "/concepts/{concept_id}", "Read one concept."),
    ),
    "The app and its people": (
        Endpoint("GET", "", "Read the app."),
        Endpoint("PATCH", "", "Give the app another name or description; its owner only."),
        Endpoint("DELETE", "", "Delete the app with everything in it; its owner only."),
        Endpoint("GET", "/keys", "List the keys of the app; its owner only, with a personal access token."),
        Endpoint("GET", "/collaborators", "List who works in the app."),
        Endpoint("POST", "/collaborators", "Let people in, by user id or e-mail address, with a role or scopes."),
        Endpoint("PATCH", "/collaborators", "Give people other roles or scopes."),
        Endpoint("DELETE", "/collaborators", "End people's work in the app; what they made stays."),
        Endpoint("GET", "/myscopes", "List what your key may do."),
    ),
    "Beside apps": (
        Endpoint("GET", "/v2/users/{user_id}", "Read a person."),
        Endpoint("GET", "/v2/users/{user_id}/apps", "List the apps that you share with somebody; me: your own."),
        Endpoint("POST", "/v2/users/{user_id}/apps", "Make an app; with a personal access token."),
        Endpoint("PATCH", "/v2/users/{user_id}/apps", "Give several of your apps other names or descriptions."),
        Endpoint("GET", "/v2/users/{user_id}/collaborations", "List the apps that you were invited to."),
        Endpoint("GET", "/v2/users/{user_id}/keys", "List your keys; with a personal access token, as the next four."),
        Endpoint("POST", "/v2/users/{user_id}/keys", "Make keys; the answer has each secret, this once, as its id."),
        Endpoint("PATCH", "/v2/users/{user_id}/keys", "Give keys other names, scopes or ends."),
        Endpoint("GET", "/v2/users/{user_id}/keys/{key_id}", "Read one key."),
        Endpoint("DELETE", "/v2/users/{user_id}/keys/{key_id}", "End a key."),
        Endpoint("GET", "/v2/apps", "List your apps."),
        Endpoint("GET", "/v2/app", "Read the app of an app's key."),
        Endpoint("GET", "/v2/my_scopes", "List what your key may do."),
        Endpoint("GET", "/v2/status_codes", "List what the status codes mean; needs no key."),
        Endpoint("GET", "/v2/status_codes/{status_code_id}", "Read what one status code means."),
        Endpoint("GET", "/v2/openapi.json", "Read the description of all calls, as OpenAPI 3.1; needs no key."),
    ),
}


@login_not_required
@require_GET
def annotators(request: HttpRequest) -> HttpResponse:
    """Explain labelling to annotators, with the table of keys."""
    return render(request, "help/annotators.html")


@login_not_required
@require_GET
def api(request: HttpRequest) -> HttpResponse:
    """List the calls of the API, with examples that can be pasted."""
    base = request.build_absolute_uri("/")[:-1]
    return render(request, "help/api.html", {"endpoints": ENDPOINTS, "base": base})


urls = [
    path("help/", annotators, name="help-annotators"),
    path("help/api/", api, name="help-api"),
]
