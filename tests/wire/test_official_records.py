"""Apps, people, keys, jobs and tracks, as the official client asks for them over its JSON channel."""

from __future__ import annotations

from typing import Any

import pytest
from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc
from clarifai_grpc.grpc.api.status import status_code_pb2, status_pb2

from annotations_app.models import ApiKey, App, Collaborator
from tests.make import make_app, make_input, make_user

pytestmark = pytest.mark.django_db(transaction=True)


class Client:
    """Somebody with the official client and a personal access token."""

    def __init__(self, address: str, handle: str) -> None:
        self.person = make_user(handle)
        self.stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_json_channel(base_url=address))
        self.metadata = (("authorization", f"Key {ApiKey.issue(self.person)[1]}"),)

    def ask(self, call: str, app_id: str = "", **members: Any) -> Any:
        """Ask as the owner of an app and return the answer, which must be a success."""
        named = resources_pb2.UserAppIDSet(user_id="owner", app_id=app_id)
        request = getattr(service_pb2, f"{call}Request")(user_app_id=named, **members)
        answer = getattr(self.stub, call)(request, metadata=self.metadata)
        assert answer.status.code == status_code_pb2.SUCCESS, answer.status
        return answer


@pytest.fixture
def owner(live_server: Any) -> Client:
    """Return the owner's client."""
    client = Client(live_server.url, "owner")
    make_app(client.person, "street")
    return client


def test_app_is_made_described_listed_and_deleted(owner: Client) -> None:
    flow = resources_pb2.Workflow(id="Universal")
    made = owner.ask("PostApps", apps=[resources_pb2.App(id="fresh", default_workflow=flow)])
    named = resources_pb2.App(id="fresh", name="Fresh", description="words")
    one = owner.ask("PatchApp", "fresh", app=named, action="overwrite", reindex=True)
    several = owner.ask("PatchApps", apps=[resources_pb2.App(id="fresh", name="Other")], action="overwrite")

    assert [app.id for app in made.apps] == ["fresh"]
    assert (one.app.name, one.app.description, several.apps[0].name) == ("Fresh", "words", "Other")
    assert [app.id for app in owner.ask("ListApps").apps] == ["street", "fresh"]

    owner.ask("DeleteApp", "fresh")

    assert [app.id for app in owner.ask("ListApps").apps] == ["street"]


def test_people_are_let_in_changed_and_let_go(owner: Client) -> None:
    make_user("annotator", email="annotator@example.com")
    user = resources_pb2.User(primary_email="annotator@example.com")
    wanted = resources_pb2.Collaborator(user=user, scopes=["Annotations:Add", "Inputs:Add"])

    (made,) = owner.ask("PostCollaborators", "street", collaborators=[wanted]).collaborators
    fewer = resources_pb2.Collaborator(id=made.id, scopes=["Annotations:Get"])
    (changed,) = owner.ask("PatchCollaborators", "street", collaborators=[fewer], action="overwrite").collaborators

    assert (made.user.id, made.app.id) == ("annotator", "street")
    assert {"Annotations:Add", "Inputs:Add"} <= set(made.scopes)
    assert "Annotations:Add" not in changed.scopes
    assert owner.ask("ListCollaborators", "street").collaborators[0].id == made.id

    owner.ask("DeleteCollaborators", "street", collaborator_ids=[made.id])

    assert not Collaborator.objects.filter(until=None).exists()


def test_collaborations_are_listed(owner: Client) -> None:
    make_app(make_user("other"), "shared").admit(owner.person, "annotator")

    (one,) = owner.ask("ListCollaborations").collaborations

    assert (one.app.id, one.app.user_id, one.app_owner.id) == ("shared", "other", "other")
    assert "Annotations:Add" in one.scopes


def test_key_is_made_used_renamed_listed_and_deleted_as_the_service_names_it(owner: Client) -> None:
    apps = [resources_pb2.App(id="street", user_id="owner")]
    wanted = [
        resources_pb2.Key(description="camera", scopes=["Inputs:Get"], apps=apps),
        resources_pb2.Key(description="all", type="personal_access_token", scopes=["All"]),
    ]

    of_app, access = owner.ask("PostKeys", keys=wanted).keys
    request = service_pb2.ListInputsRequest()
    inputs = owner.stub.ListInputs(request, metadata=(("authorization", f"Key {of_app.id}"),))
    renamed = owner.ask("PatchKeys", keys=[resources_pb2.Key(id=of_app.id, description="lens")], action="overwrite")

    assert inputs.status.code == status_code_pb2.SUCCESS
    assert (of_app.apps[0].id, access.type) == ("street", "personal_access_token")
    assert renamed.keys[0].description == "lens"
    assert [key.description for key in owner.ask("ListKeys", not_expired=True).keys] == ["", "lens", "all"]
    assert [key.description for key in owner.ask("ListAppKeys", "street").keys] == ["lens"]
    assert owner.ask("GetKey", key_id=access.id).key.description == "all"

    owner.ask("DeleteKey", key_id=of_app.id)

    assert [key.description for key in owner.ask("ListKeys").keys] == ["", "all"]


def test_upload_is_watched_by_its_job_and_cancelled(owner: Client) -> None:
    text = resources_pb2.Data(text=resources_pb2.Text(raw="hello"))
    inputs = [resources_pb2.Input(id="one", data=text), resources_pb2.Input(id="two", data=text)]

    posted = owner.ask("PostInputs", "street", inputs=inputs, inputs_add_job_id="j1")
    job = owner.ask("GetInputsAddJob", "street", id="j1").inputs_add_job
    cancelled = owner.ask("CancelInputsAddJob", "street", id="j1").inputs_add_job

    assert posted.inputs_add_job == job == cancelled
    assert (job.id, job.status.code) == ("j1", status_code_pb2.JOB_COMPLETED)
    assert (job.progress.pending_count, job.progress.in_progress_count, job.progress.success_count) == (0, 0, 2)
    assert [one.id for one in owner.ask("ListInputsAddJobs", "street").inputs_add_jobs] == ["j1"]


@pytest.mark.parametrize("app_id", ["", "street"], ids=["short path", "full path"])
def test_tracks_are_posted_listed_overwritten_and_deleted(owner: Client, app_id: str) -> None:
    app = App.objects.get(public_id="street")
    make_input(app, "film")
    metadata = (("authorization", f"Key {ApiKey.issue(owner.person, app)[1]}"),)
    named = resources_pb2.UserAppIDSet(user_id="owner", app_id=app_id) if app_id else None

    def ask(call: str, **members: Any) -> Any:
        request = getattr(service_pb2, f"{call}Request")(user_app_id=named, input_id="film", **members)
        answer = getattr(owner.stub, call)(request, metadata=metadata)
        assert answer.status.code == status_code_pb2.SUCCESS, answer.status
        return answer

    concept = resources_pb2.Concept(id="tree", value=1)
    wanted = [resources_pb2.AnnotationTrack(id="t", concept=concept, start_frame_nr=1, end_frame_nr=50)]
    (made,) = ask("PostAnnotationTracks", annotation_tracks=wanted).annotation_tracks
    approved = status_pb2.Status(code=status_code_pb2.ANNOTATION_TRACK_APPROVED)
    change = resources_pb2.AnnotationTrack(id="t", status=approved, end_frame_nr=60)
    (after,) = ask("PatchAnnotationTracks", annotation_tracks=[change], action="overwrite").annotation_tracks

    assert (made.id, made.input_id, made.concept.id, made.status.code) == ("t", "film", "tree", 24300)
    assert (after.start_frame_nr, after.end_frame_nr, after.status.code) == (1, 60, 24303)
    assert list(ask("ListAnnotationTracks", ids=["t"]).annotation_tracks) == [after]

    ask("DeleteAnnotationTracks", ids=["t"])

    assert not ask("ListAnnotationTracks").annotation_tracks
