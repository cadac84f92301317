"""Idempotency-Key: a call that is sent again has one effect and the first one's answer."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.utils import timezone

from annotations_app.api import repeating
from annotations_app.api.decoding import decode
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.routes import ROUTES, Route
from annotations_app.models import Annotation, ApiKey, IdempotencyKey, Input
from annotations_app.tasks import forget_old_answers
from tests import pictures
from tests.api.asking import Script, everything, path_of, script_of
from tests.conftest import Team
from tests.make import make_annotation, make_app, make_input

POST = {"annotations": [{"input_id": "picture", "data": {"concepts": [{"id": "cat"}], "metadata": {"n": 1.5}}}]}
PHOTO = base64.b64encode(pictures.picture()).decode()


def as_script(script: Script, value: str, **headers: str) -> Script:
    """Let a script send a value with each call."""
    return Script(**script.headers, HTTP_IDEMPOTENCY_KEY=value, **headers)


def test_repeated_post_answers_the_same_and_has_one_effect(script: Script, picture: Input) -> None:
    sure = as_script(script, "a")

    first, again, other = (
        sure.post("/annotations", POST),
        sure.post("/annotations", POST),
        script.post("/annotations", POST),
    )

    assert first.verdict == again.verdict == (200, 10000)
    assert first.content == again.content != other.content
    assert first.headers["ETag"] == again.headers["ETag"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Annotation.objects.filter(input_level=False).count() == 2


def test_every_call_that_writes_can_be_repeated(team: Team, script: Script, picture: Input) -> None:
    make_annotation(team.app, picture, id="x")
    tag = script.get("/inputs/picture/annotations/x").headers["ETag"]
    grown = {"action": "merge", "annotations": [{"input_id": "picture", "id": "x", "data": {"metadata": {"l": [1]}}}]}
    calls: list[tuple[str, str, Any]] = [
        ("POST", "/concepts", {"concepts": [{"id": "dog"}]}),
        ("POST", "/inputs", {"inputs": [{"data": {"image": {"base64": PHOTO}}}, {"id": "picture"}]}),
        ("PATCH", "/annotations", grown),
        ("DELETE", "/inputs/picture/annotations/x", None),
        ("DELETE", "/inputs", {"ids": ["picture"]}),
    ]

    for place, (verb, path, body) in enumerate(calls):
        condition = {"HTTP_IF_MATCH": tag} if verb == "PATCH" else {}
        sure = as_script(script, f"value {place}", **condition)
        first = sure.ask(verb, path, body)
        after = everything()
        again = sure.ask(verb, path, body)
        assert first.http in (200, 207), first.content
        assert (again.http, again.content, again.headers.get("ETag")) == (
            first.http,
            first.content,
            first.headers.get("ETag"),
        )
        assert everything() == after

    assert first.verdict == (200, 10000)
    assert Input.objects.filter(app=team.app).count() == 1


def test_value_of_another_call_is_refused(team: Team, script: Script, picture: Input) -> None:
    sure = as_script(script, "a")
    assert sure.post("/annotations", POST).http == 200
    other = make_app(team.owner, "other")
    make_input(other, "picture")
    token = as_script(script_of(team.owner), "a")
    before = everything()

    for answer in (
        sure.post("/annotations", {"annotations": [{"input_id": "picture"}]}),
        sure.post("/concepts", {"concepts": [{"id": "dog"}]}),
        sure.patch("/annotations", {**POST, "action": "merge"}),
        as_script(script, "a", HTTP_IF_MATCH='"x"').delete("/inputs/picture/annotations/x"),
        token.post(path_of(other, "/annotations"), POST),
    ):
        assert answer.verdict == (400, 11102)
        assert "Idempotency-Key" in answer.details
        assert everything() == before


def test_same_call_is_recognised_by_what_it_says(team: Team, script: Script, picture: Input) -> None:
    first = as_script(script, "a").post("/annotations", POST)
    token, about = as_script(script_of(team.owner), "a"), {"user_id": "owner", "app_id": "street"}

    other_spaces = msgspec.json.format(msgspec.json.encode(POST), indent=4)
    camel = b'{"annotations":[{"inputId":"picture","data":{"metadata":{"n":1.5},"concepts":[{"id":"cat"}]}}]}'
    answers = [
        as_script(script, "a").post("/annotations", other_spaces),
        as_script(script, "a").post("/annotations/", camel),
        token.post(path_of(team.app, "/annotations"), POST),
        token.post("/annotations", {**POST, "user_app_id": about}),
    ]

    assert [answer.content for answer in answers] == [first.content] * 4


def test_values_are_each_persons_own(team: Team, picture: Input) -> None:
    path = path_of(team.app, "/annotations")

    answers = [as_script(script_of(user), "a").post(path, POST) for user in (team.owner, team.manager, team.annotator)]

    assert {answer.verdict for answer in answers} == {(200, 10000)}
    assert len({answer.json["annotations"][0]["id"] for answer in answers}) == 3


def test_who_lost_the_right_gets_no_kept_answer(team: Team, picture: Input) -> None:
    sure, path = as_script(script_of(team.annotator), "a"), path_of(team.app, "/annotations")
    assert sure.post(path, POST).http == 200
    reader = as_script(Script(ApiKey.issue(team.annotator, scopes=["Annotations:Get"])[1]), "a")

    assert reader.post(path, POST).verdict == (403, 11007)
    team.app.collaborators.filter(user=team.annotator).update(until=timezone.now())
    assert sure.post(path, POST).verdict == (404, 11101)


def test_refused_call_is_judged_anew(script: Script, team: Team) -> None:
    sure = as_script(script, "a")

    refused = sure.post("/annotations", POST)
    make_input(team.app, "picture")
    stored, again = sure.post("/annotations", POST), sure.post("/annotations", POST)

    assert refused.verdict == (400, 10020)
    assert stored.verdict == (200, 10000)
    assert again.content == stored.content
    assert IdempotencyKey.objects.count() == 1


def test_secret_of_a_key_is_not_kept(team: Team) -> None:
    token, made = script_of(team.owner), {"keys": [{"type": "personal_access_token", "scopes": ["All"]}]}
    count = ApiKey.objects.count()

    answer = as_script(token, "a").post("/users/me/keys", made)

    assert answer.verdict == (400, 11102)
    assert ApiKey.objects.count() == count
    assert IdempotencyKey.objects.count() == 0
    assert token.post("/users/me/keys", made).http == 200


@pytest.mark.parametrize("value", ["", "x" * 256, "ü", "a\tb", "\x7f"])
def test_unfit_value_is_refused(script: Script, picture: Input, value: str) -> None:
    before = everything()

    assert as_script(script, value).post("/annotations", POST).verdict == (400, 11102)

    assert everything() == before
    assert as_script(script, value).get("/annotations").http == 200


def test_value_is_free_again_after_a_day(script: Script, picture: Input) -> None:
    sure = as_script(script, "a")
    first = sure.post("/annotations", POST)
    IdempotencyKey.objects.update(at=timezone.now() - timedelta(hours=23, minutes=59))
    assert sure.post("/annotations", POST).content == first.content
    IdempotencyKey.objects.update(at=timezone.now() - timedelta(hours=24, minutes=1))

    assert sure.post("/annotations", POST).content != first.content

    assert IdempotencyKey.objects.count() == 1
    assert Annotation.objects.filter(input_level=False).count() == 2


def test_old_answers_are_removed_by_a_job(script: Script, picture: Input, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations_app.models.idempotency.BATCH", 2)
    for number in range(6):
        assert as_script(script, f"{number}").post("/annotations", POST).http == 200
    old = IdempotencyKey.objects.exclude(value="3").values("pk")
    IdempotencyKey.objects.filter(pk__in=list(old.values_list("pk", flat=True))).update(
        at=timezone.now() - timedelta(days=2)
    )

    forget_old_answers.call_local()

    assert [one.value for one in IdempotencyKey.objects.all()] == ["3"]


def test_numbers_and_texts_of_all_sizes_come_back(script: Script, picture: Input) -> None:
    huge = b'{"inputs":[{"data":{"image":{"base64":"%s"}}},{"id":"b","data":{"metadata":{"n":%s,"t":"\xc3\xa4\\n"}}}]}'
    body = huge % (PHOTO.encode(), b"123456789012345678901234567890")
    sure = as_script(script, "a")

    first, again = sure.post("/inputs", body), sure.post("/inputs", body)

    assert first.http == again.http == 207
    assert first.content == again.content


def test_searches_are_asked_anew() -> None:
    def post_things_searches(call: Call) -> Reply:
        return success()

    assert not Route("POST", "/x", post_things_searches, "Search").writes
    assert not Route("POST", "/x", post_things_searches, "Annotations:Get").writes
    assert {route.name for route in ROUTES if route.verb == "POST" and not route.writes} <= {
        name for name in (route.name for route in ROUTES) if name.endswith("Searches")
    }


def test_hash_of_a_call_does_not_touch_it(script: Script, team: Team) -> None:
    route = next(route for route in ROUTES if route.name == "PostAnnotations")
    body = decode(msgspec.json.encode({**POST, "user_app_id": {"app_id": "street"}}), route.body)
    call = Call(route.name, None, body, {}, None, "")  # type: ignore[arg-type]

    assert repeating.hash_of(call) == repeating.hash_of(call)
    assert body.user_app_id.app_id == "street"
