"""Keys: which are taken, which app a call is about, and what a wrong one learns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from annotations_app.models import ApiKey, Input
from tests.api.asking import Script, everything, path_of, script_of
from tests.conftest import Team
from tests.make import make_app, make_input

TEXT = "Invalid API key or Invalid API key/application pair"
BODY = {"annotations": [{"input_id": "picture"}]}
CALLS: list[tuple[str, Any]] = [("GET", None), ("POST", BODY), ("DELETE", {"input_ids": ["picture"]})]


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


WRONG = [
    "", "Key", "Key ", "Key unknown", "{secret}", "Basic {secret}", "Key {start}", "Key {swapped}", "Key {changed}",
    "Key {secret},Key {secret}", "Key {secret}, {secret}", "Key ' OR 1=1 --", "Key %00", "Key *", "Key " + "x" * 8192,
    "None", "Key None", "Key null", 'Key {{"$ne":1}}', "Token {secret}", "Key a\0b", "Key \xe9\xff", "Key {secret} x",
]  # fmt: skip


@pytest.mark.parametrize("header", WRONG, ids=repr)
@pytest.mark.parametrize(("verb", "body"), CALLS)
def test_wrong_key_is_refused_in_the_tested_words(
    team: Team, picture: Input, header: str, verb: str, body: Any
) -> None:
    secret = ApiKey.issue(team.owner, team.app)[1]
    changed = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    before = everything()

    filled = header.format(secret=secret, start=secret[:8], swapped=secret.swapcase(), changed=changed)

    answer = Script(HTTP_AUTHORIZATION=filled).ask(verb, "/annotations", body)

    assert answer.verdict == (401, 11008)
    assert answer.json["status"]["description"] == TEXT
    assert everything() == before


@pytest.mark.parametrize("scheme", ["Key", "key", "KEY", "Bearer", "bearer"])
def test_scheme_is_compared_without_case(team: Team, picture: Input, scheme: str) -> None:
    secret = ApiKey.issue(team.owner, team.app)[1]

    assert Script(HTTP_AUTHORIZATION=f"{scheme} {secret}").get("/annotations").verdict == (200, 10000)


def test_key_elsewhere_than_in_its_header_is_none(team: Team) -> None:
    secret = ApiKey.issue(team.owner, team.app)[1]
    script = Script(
        HTTP_X_API_KEY=secret, HTTP_X_FORWARDED_USER="owner", HTTP_REMOTE_USER="owner", HTTP_COOKIE=f"key={secret}"
    )

    answer = script.get(f"/annotations?key={secret}&api_key={secret}&authorization=Key+{secret}")

    assert answer.verdict == (401, 11008)


def test_session_token_header_is_not_supported(team: Team) -> None:
    assert Script(HTTP_X_CLARIFAI_SESSION_TOKEN="x").get("/annotations").verdict == (401, 11008)


def test_deleted_expired_and_idle_peoples_keys_end_at_once(team: Team) -> None:
    key, secret = ApiKey.issue(team.owner, team.app)
    script = Script(secret)
    late = script_of(team.owner, team.app, expires_at=timezone.now() - timedelta(seconds=1))
    annotators = script_of(team.annotator)
    assert script.get("/annotations").http == annotators.get(path_of(team.app, "/annotations")).http == 200

    key.delete()
    team.annotator.is_active = False
    team.annotator.save()

    assert script.get("/annotations").verdict == (401, 11008)
    assert late.get("/annotations").verdict == (401, 11008)
    assert annotators.get(path_of(team.app, "/annotations")).verdict == (401, 11008)


def test_dismissed_collaborator_finds_the_app_no_more(team: Team) -> None:
    script = script_of(team.annotator)

    team.app.dismiss(team.annotator)

    assert script.get(path_of(team.app, "/annotations")).verdict == (404, 11101)


def test_foreign_and_missing_apps_are_told_in_the_same_words(team: Team, stranger: Any) -> None:
    script = script_of(stranger)

    foreign = script.get(path_of(team.app, "/annotations"))
    missing = script.get("/users/owner/apps/nothing/annotations")

    assert foreign.verdict == missing.verdict == (404, 11101)
    assert foreign.details == missing.details


def test_key_of_one_app_is_refused_in_another(team: Team, script: Script) -> None:
    mine = make_app(team.owner, "second")

    for path in (
        path_of(mine, "/annotations"),
        "/users/nobody/apps/nothing/annotations",
        "/users/owner/apps/x/annotations",
    ):
        assert script.get(path).verdict == (401, 11008)
    body = {**BODY, "user_app_id": {"app_id": "second"}}
    assert script.post("/annotations", body).verdict == (401, 11008)


def test_app_is_named_by_path_then_body_then_key(team: Team, picture: Input) -> None:
    second = make_app(team.owner, "second")
    make_input(second, "picture")
    token = script_of(team.owner)

    by_path = token.post(path_of(team.app, "/annotations"), {**BODY, "user_app_id": {"app_id": "second"}})
    by_me = token.post("/users/me/apps/second/annotations", BODY)
    by_body = token.post("/annotations", {**BODY, "user_app_id": {"user_id": "me", "app_id": "second"}})
    by_nothing = token.post("/annotations", BODY)

    assert by_path.http == by_me.http == by_body.http == 200
    assert by_nothing.verdict == (400, 11102)
    assert "app" in by_nothing.details
    assert len(token.get(path_of(second, "/annotations")).json["annotations"]) == 2


def test_scopes_of_the_key_are_named_when_they_miss(team: Team, picture: Input) -> None:
    reader = script_of(team.owner, team.app, scopes=["Annotations:Get"])

    answer = reader.post("/annotations", BODY)

    assert reader.get("/annotations").http == 200
    assert answer.verdict == (403, 11007)
    assert "Annotations:Add" in answer.details
    assert reader.get("/inputs").verdict == (403, 11007)
    assert reader.get("/users/me/apps").verdict == (403, 11007)
    assert reader.get("/myscopes").json["scopes"] == ["Annotations:Get"]


def test_many_wrong_keys_from_one_address_wait_while_right_ones_go_on(team: Team, script: Script) -> None:
    wrong = Script("wrong")

    verdicts = [wrong.get("/annotations").verdict for _ in range(201)]
    without = Script().get("/annotations")

    assert verdicts[:200] == [(401, 11008)] * 200
    assert verdicts[200] == (429, 11005)
    assert without.verdict == (401, 11008)
    assert wrong.get("/annotations").headers["Retry-After"]
    assert script.get("/annotations", REMOTE_ADDR="192.0.2.7").http == 200


def test_limit_of_calls_a_second_is_off_unless_set(team: Team, script: Script, settings: Any) -> None:
    settings.RATE_LIMIT = 3

    verdicts = {script.get("/annotations").verdict for _ in range(20)}

    assert verdicts == {(200, 10000), (429, 11005)}


def test_secret_is_stored_as_a_hash_only(team: Team) -> None:
    key, secret = ApiKey.issue(team.owner, team.app)

    assert secret not in repr(ApiKey.objects.filter(pk=key.pk).values())
