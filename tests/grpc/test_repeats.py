"""Sending again and conditions over gRPC: the same as over HTTP, in the metadata."""

from __future__ import annotations

from typing import Any

import pytest
from clarifai_grpc.grpc.api import service_pb2
from clarifai_grpc.grpc.api.service_pb2 import PostAnnotationsRequest, PostAppsRequest

from annotations_app.models import Annotation, ApiKey, IdempotencyKey
from tests.api.asking import Script
from tests.conftest import Team
from tests.grpc.conftest import key
from tests.make import make_input

WHAT = {
    "input_id": "one",
    "data": {"concepts": [{"id": "tree", "value": 0.6}], "metadata": {"created_at": "2020-01-01"}},
}
POST = PostAnnotationsRequest(annotations=[WHAT])


@pytest.fixture
def secret(team: Team) -> str:
    """Return a key of the owner, whose app has one input."""
    make_input(team.app, "one")
    return ApiKey.issue(team.owner, team.app)[1]


def test_call_that_is_sent_again_has_one_effect_and_the_same_answer(secret: str, stub: Any) -> None:
    sent = (*key(secret), ("idempotency-key", "a"))

    first, of_first = stub.PostAnnotations.with_call(POST, metadata=sent)
    again, of_again = stub.PostAnnotations.with_call(POST, metadata=sent)
    other = stub.PostAnnotations(PostAnnotationsRequest(annotations=[{"input_id": "one"}]), metadata=sent)

    assert first.status.code == 10000
    assert first == again
    assert first.annotations[0].created_at.seconds
    beside = dict(of_again.trailing_metadata())
    assert beside == {**dict(of_first.trailing_metadata()), "idempotency-replayed": "true"}
    assert beside["etag"]
    assert other.status.code == 11102
    assert Annotation.objects.filter(input_level=False).count() == 1


def test_the_other_door_answers_what_the_first_one_did(secret: str, stub: Any) -> None:
    over_http = Script(secret, HTTP_IDEMPOTENCY_KEY="a").post("/annotations", {"annotations": [WHAT]})

    again = stub.PostAnnotations(POST, metadata=(*key(secret), ("idempotency-key", "a")))

    assert over_http.http == 200
    assert again.status.code == 10000
    assert again.status.req_id == over_http.json["status"]["req_id"]
    assert again.annotations[0].id == over_http.json["annotations"][0]["id"]
    assert again.annotations[0].created_at.ToJsonString()[:19] == over_http.json["annotations"][0]["created_at"][:19]
    assert again.annotations[0].data.metadata["created_at"] == "2020-01-01"
    assert IdempotencyKey.objects.count() == 1


def test_conditions_of_several_lines_are_one(secret: str, stub: Any) -> None:
    _, made = stub.PostAnnotations.with_call(
        PostAnnotationsRequest(annotations=[{**WHAT, "id": "x"}]), metadata=key(secret)
    )
    revision = dict(made.trailing_metadata())["etag"]
    gone = service_pb2.DeleteAnnotationRequest(input_id="one", annotation_id="x")

    stale = stub.DeleteAnnotation(gone, metadata=(*key(secret), ("if-match", '"a"'), ("if-match", '"b"')))
    fresh = stub.DeleteAnnotation(gone, metadata=(*key(secret), ("if-match", '"a"'), ("if-match", revision)))

    assert (stale.status.code, fresh.status.code) == (24155, 10000)


def test_app_that_one_door_made_is_answered_by_the_other(team: Team, stub: Any) -> None:
    token = ApiKey.issue(team.owner, None)[1]
    over_http = Script(token, HTTP_IDEMPOTENCY_KEY="a").post("/users/me/apps", {"apps": [{"id": "fresh"}]})

    by_name = Script(token, HTTP_IDEMPOTENCY_KEY="a").post("/users/owner/apps", {"apps": [{"id": "fresh"}]})
    sent = PostAppsRequest(apps=[{"id": "fresh"}])
    again = stub.PostApps(sent, metadata=(*key(token), ("idempotency-key", "a")))

    assert over_http.http == 200
    assert by_name.json == over_http.json
    assert (again.status.code, again.status.req_id) == (10000, over_http.json["status"]["req_id"])
