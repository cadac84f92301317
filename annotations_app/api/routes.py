"""Every call of the API in one table: verb, path, name, scope and what runs; and how a path finds its line.

A path that begins with F exists only below /v2/users/{user_id}/apps/{app_id}, one that begins with = only as it stands;
the others have both forms (contract 1.1). Fixed words win over ids.
"""

from collections.abc import Callable

import msgspec
from django.conf import settings

from annotations_app.api import (
    about,
    add_jobs,
    annotations,
    apps,
    bodies,
    collaborators,
    concepts,
    envelopes,
    inputs,
    media,
    own_keys,
    queries,
    scopes,
    searches,
    status_codes,
    tracks,
    unbuilt,
    users,
    work,
)
from annotations_app.api.replies import Call, Reply
from annotations_app.structs import ready_for_threads


class Route(msgspec.Struct, frozen=True):
    """One call: what it reads and answers, how it judges many items, and whether it is about an app."""

    verb: str
    path: str
    run: Callable[[Call], Reply] | None
    scope: str = ""
    body: type[bodies.Body] = bodies.Body
    query: type[queries.Query] = queries.Query
    answer: type[envelopes.BaseResponse] = envelopes.BaseResponse
    judges: str = "whole"  # or "all": all or none, each told its reason; or "each": those that are good are done
    app: str = "needed"  # or "allowed" or "none"
    key: bool = True
    takes_if_match: bool = False
    answers_secrets: bool = False
    file: str = ""  # the kind of file that is its answer instead

    @property
    def name(self) -> str:
        """Return the call's name in the service."""
        return "".join(word.capitalize() for word in self.run.__name__.split("_")) if self.run else ""

    @property
    def body_limit(self) -> int:
        """Return how many bytes one call may send: only pictures need many (contract 1.2)."""
        limit: int = settings.API_INPUTS_BODY_LIMIT if self.name == "PostInputs" else settings.API_BODY_LIMIT
        return limit

    @property
    def paths(self) -> list[str]:
        """List the forms of its path, behind /v2: the full one, that of an app's key, or both."""
        if self.path.startswith("="):
            return [self.path[1:]]
        full = FULL + self.path.removeprefix("F")
        return [full] if self.path.startswith("F") else [full, self.path]

    @property
    def lists(self) -> tuple[str, ...]:
        """Name the lists that are in every answer."""
        return envelopes.lists_of(self.answer)

    @property
    def writes(self) -> bool:
        """Tell whether it stores something; searches are asked by POST and store nothing."""
        return self.verb != "GET" and self.scope != "Search" and not self.scope.endswith(":Get")


FULL = "/users/{user_id}/apps/{app_id}"
ALL = "/annotations"
BULK = "/inputs/annotations"
ONE = "/inputs/{input_id}/annotations/{annotation_id}"
TRACKS = "/inputs/{input_id}/annotation_tracks"
PEOPLE = "F/collaborators"
KEYS = "=/users/{user_id}/keys"
KEY = f"{KEYS}/{{key_id}}"
TASK = "F/task/{task_id}/annotations/status"

ROUTES = (
    Route("POST", ALL, annotations.post_annotations, "Annotations:Add",
          body=bodies.PostAnnotations, answer=envelopes.MultiAnnotationResponse, judges="all"),
    Route("GET", ALL, annotations.list_annotations, "Annotations:Get",
          query=queries.ListAnnotations, answer=envelopes.MultiAnnotationResponse),
    Route("PATCH", ALL, annotations.patch_annotations, "Annotations:Add",
          body=bodies.PatchAnnotations, answer=envelopes.MultiAnnotationResponse, judges="all", takes_if_match=True),
    Route("DELETE", ALL, annotations.delete_annotations, "Annotations:Delete", body=bodies.DeleteAnnotations),
    Route("DELETE", BULK, annotations.delete_annotations, "Annotations:Delete", body=bodies.DeleteAnnotations),
    Route("GET", ONE, annotations.get_annotation, "Annotations:Get", answer=envelopes.SingleAnnotationResponse),
    Route("DELETE", ONE, annotations.delete_annotation, "Annotations:Delete", takes_if_match=True),
    Route("GET", TRACKS, tracks.list_annotation_tracks, "Annotations:Get",
          query=queries.ListAnnotationTracks, answer=envelopes.MultiAnnotationTrackResponse),
    Route("POST", TRACKS, tracks.post_annotation_tracks, "Annotations:Add",
          body=bodies.PostAnnotationTracks, answer=envelopes.MultiAnnotationTrackResponse),
    Route("PATCH", TRACKS, tracks.patch_annotation_tracks, "Annotations:Add",
          body=bodies.PatchAnnotationTracks, answer=envelopes.MultiAnnotationTrackResponse),
    Route("DELETE", f"={TRACKS}", tracks.delete_annotation_tracks, "Annotations:Delete",
          body=bodies.DeleteAnnotationTracks),
    Route("DELETE", "F/annotation_tracks", tracks.delete_annotation_tracks, "Annotations:Delete",
          body=bodies.DeleteAnnotationTracks),
    Route("POST", "/annotations/searches", searches.post_annotations_searches, "Search",
          body=bodies.PostSearches, answer=envelopes.MultiSearchResponse),
    Route("GET", "/annotations/workers", work.list_annotation_workers, "Annotations:Get",
          query=queries.ListAnnotationWorkers, answer=envelopes.MultiWorkerResponse),
    Route("PATCH", TASK, work.patch_annotations_status, "Annotations:Add",
          body=bodies.PatchAnnotationsStatus, answer=envelopes.PatchAnnotationsStatusResponse),
    Route("POST", "/inputs", inputs.post_inputs, "Inputs:Add",
          body=bodies.PostInputs, answer=envelopes.MultiInputResponse, judges="each"),
    Route("GET", "/inputs", inputs.list_inputs, "Inputs:Get",
          query=queries.ListInputs, answer=envelopes.MultiInputResponse),
    Route("PATCH", "/inputs", inputs.patch_inputs, "Inputs:Add",
          body=bodies.PatchInputs, answer=envelopes.MultiInputResponse, judges="all"),
    Route("DELETE", "/inputs", inputs.delete_inputs, "Inputs:Delete", body=bodies.DeleteInputs),
    Route("GET", "/inputs/status", inputs.get_input_count, "Inputs:Get", answer=envelopes.SingleInputCountResponse),
    Route("GET", "/inputs/jobs/add", add_jobs.list_inputs_add_jobs, "Inputs:Get",
          query=queries.Paged, answer=envelopes.MultiInputsAddJobResponse),
    Route("GET", "/inputs/jobs/add/{id}", add_jobs.get_inputs_add_job, "Inputs:Get",
          answer=envelopes.SingleInputsAddJobResponse),
    Route("PATCH", "/inputs/jobs/add/{id}", add_jobs.cancel_inputs_add_job, "Inputs:Add",
          answer=envelopes.SingleInputsAddJobResponse),
    Route("GET", "/inputs/stream", inputs.stream_inputs, "Inputs:Get",
          query=queries.StreamInputs, answer=envelopes.MultiInputResponse),
    Route("POST", "/inputs/searches", searches.post_inputs_searches, "Search",
          body=bodies.PostInputsSearches, answer=envelopes.MultiSearchResponse),
    Route("GET", "/inputs/{input_id}", inputs.get_input, "Inputs:Get", answer=envelopes.SingleInputResponse),
    Route("DELETE", "/inputs/{input_id}", inputs.delete_input, "Inputs:Delete"),
    Route("GET", "F/inputs/{input_id}/image", media.get_input_file, "Inputs:Get", file="*/*"),
    Route("GET", "F/masks/{file}", media.get_mask, "Annotations:Get", file="image/png"),
    Route("POST", "/concepts", concepts.post_concepts, "Concepts:Add",
          body=bodies.PostConcepts, answer=envelopes.MultiConceptResponse),
    Route("GET", "/concepts", concepts.list_concepts, "Concepts:Get",
          query=queries.ListConcepts, answer=envelopes.MultiConceptResponse),
    Route("PATCH", "/concepts", concepts.patch_concepts, "Concepts:Add",
          body=bodies.PatchConcepts, answer=envelopes.MultiConceptResponse),
    Route("POST", "/concepts/searches", concepts.post_concepts_searches, "Concepts:Get",
          body=bodies.PostConceptsSearches, answer=envelopes.MultiConceptResponse),
    Route("GET", "/concepts/status", concepts.get_concept_counts, "Concepts:Get",
          query=queries.Paged, answer=envelopes.MultiConceptCountResponse),
    Route("GET", "/concepts/{concept_id}", concepts.get_concept, "Concepts:Get",
          answer=envelopes.SingleConceptResponse),
    Route("GET", "=/users/{user_id}", users.get_user, answer=envelopes.SingleUserResponse, app="none"),
    Route("GET", "=/users/{user_id}/apps", apps.list_apps, "Apps:Get",
          query=queries.Paged, answer=envelopes.MultiAppResponse, app="none"),
    Route("GET", "=/apps", apps.list_apps, "Apps:Get",
          query=queries.Paged, answer=envelopes.MultiAppResponse, app="none"),
    Route("GET", "F", apps.get_app, "Apps:Get", answer=envelopes.SingleAppResponse),
    Route("GET", "=/app", apps.get_app, "Apps:Get", answer=envelopes.SingleAppResponse),
    Route("POST", "=/users/{user_id}/apps", apps.post_apps, "Apps:Add",
          body=bodies.PostApps, answer=envelopes.MultiAppResponse, app="none"),
    Route("PATCH", "=/users/{user_id}/apps", apps.patch_apps, "Apps:Add",
          body=bodies.PatchApps, answer=envelopes.MultiAppResponse, app="none"),
    Route("PATCH", "F", apps.patch_app, "Apps:Add", body=bodies.PatchApp, answer=envelopes.SingleAppResponse),
    Route("DELETE", "F", apps.delete_app, "Apps:Delete"),
    Route("GET", PEOPLE, collaborators.list_collaborators, "Collaborators:Get",
          query=queries.Paged, answer=envelopes.MultiCollaboratorsResponse),
    Route("POST", PEOPLE, collaborators.post_collaborators, "Collaborators:Add",
          body=bodies.PostCollaborators, answer=envelopes.MultiCollaboratorsResponse),
    Route("PATCH", PEOPLE, collaborators.patch_collaborators, "Collaborators:Add",
          body=bodies.PatchCollaborators, answer=envelopes.MultiCollaboratorsResponse),
    Route("DELETE", PEOPLE, collaborators.delete_collaborators, "Collaborators:Delete",
          body=bodies.DeleteCollaborators),
    Route("GET", "=/users/{user_id}/collaborations", collaborators.list_collaborations, "Collaborators:Get",
          query=queries.Paged, answer=envelopes.MultiCollaborationsResponse, app="none"),
    Route("GET", KEYS, own_keys.list_keys, "Keys:Get",
          query=queries.ListKeys, answer=envelopes.MultiKeyResponse, app="none"),
    Route("POST", KEYS, own_keys.post_keys, "Keys:Add",
          body=bodies.PostKeys, answer=envelopes.MultiKeyResponse, app="none", answers_secrets=True),
    Route("PATCH", KEYS, own_keys.patch_keys, "Keys:Add",
          body=bodies.PatchKeys, answer=envelopes.MultiKeyResponse, app="none"),
    Route("GET", KEY, own_keys.get_key, "Keys:Get", answer=envelopes.SingleKeyResponse, app="none"),
    Route("DELETE", KEY, own_keys.delete_key, "Keys:Delete", app="none"),
    Route("GET", "F/keys", own_keys.list_app_keys, "Keys:Get", query=queries.Paged, answer=envelopes.MultiKeyResponse),
    Route("GET", "/myscopes", scopes.my_scopes, answer=envelopes.MultiScopeResponse, app="allowed"),
    Route("GET", "=/my_scopes", scopes.my_scopes, answer=envelopes.MultiScopeResponse, app="allowed"),
    Route("GET", "=/status_codes", status_codes.list_status_codes,
          answer=envelopes.MultiStatusCodeResponse, app="none", key=False),
    Route("GET", "=/status_codes/{status_code_id}", status_codes.get_status_code,
          answer=envelopes.SingleStatusCodeResponse, app="none", key=False),
    Route("GET", "=/openapi.json", about.get_openapi, app="none", key=False, file="application/json"),
)  # fmt: skip


class Node:
    """A place in the tree of paths: what may follow, and the calls that end here."""

    def __init__(self) -> None:
        self.words: dict[str, Node] = {}
        self.any: Node | None = None
        self.ends: dict[str, tuple[Route, tuple[str, ...]]] = {}

    def add(self, path: str, route: Route) -> None:
        """Hang a call under its path; what hangs there already stays."""
        node, names = self, []
        for part in path.strip("/").split("/"):
            if part.startswith("{"):
                names.append(part[1:-1])
                node.any = node.any or Node()
                node = node.any
            else:
                node = node.words.setdefault(part, Node())
        node.ends.setdefault(route.verb, (route, tuple(names)))


class Found(msgspec.Struct):
    """What stands under a path: calls by verb, with the ids of the path in order."""

    ends: dict[str, tuple[Route, tuple[str, ...]]]
    values: list[str]


def find(parts: list[str]) -> Found | None:
    """Find what stands under a path (the parts behind /v2), or None."""
    node, values = _root, []
    for part in parts:
        following = node.words.get(part)
        if following is None:
            following = node.any
            values.append(part)
        if following is None or not part:
            return None
        node = following
    return Found(node.ends, values) if node.ends else None


def _grow() -> Node:
    root = Node()
    for route in (*ROUTES, *(Route(verb, path, None) for verb, path in unbuilt.calls())):
        ready_for_threads(route.body)
        for path in route.paths:
            root.add(path, route)
    return root


_root = _grow()
