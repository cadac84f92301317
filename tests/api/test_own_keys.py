"""Keys by script: with a personal access token, each secret shown once, none mightier than the one that asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations_app.models import ApiKey, User
from tests.api.asking import Answer, Json, Script, path_of, script_of
from tests.api.test_rights import FINE, ROLES, SCOPE
from tests.conftest import Team
from tests.make import make_app

PATH = "/users/me/keys"
TOKEN = {"type": "personal_access_token", "description": "nightly", "scopes": ["Annotations:Get", "Inputs:Get"]}
FOR_APP = {"description": "camera", "scopes": ["Inputs:Add"], "apps": [{"id": "street", "user_id": "owner"}]}


@pytest.fixture
def token(team: Team) -> Script:
    """Return a script with a personal access token of the owner."""
    return script_of(team.owner)


def keys() -> list[Json]:
    """Return all keys as they are stored, but for when they were used."""
    return [{**row, "last_used_at": None} for row in ApiKey.objects.order_by("pk").values()]


def post(token: Script, *wanted: Json) -> Answer:
    """Make keys."""
    return token.post(PATH, {"keys": wanted})


def patch(token: Script, *wanted: Json) -> Answer:
    """Change keys."""
    return token.patch(PATH, {"action": "overwrite", "keys": wanted})


def test_secrets_are_the_ids_of_the_answer_that_made_the_keys_and_never_shown_again(team: Team, token: Script) -> None:
    answer = post(token, TOKEN, FOR_APP)

    assert answer.verdict == FINE
    assert answer.headers["Cache-Control"] == "no-store"
    access, of_app = answer.json["keys"]
    assert (access["type"], access["description"], access["scopes"]) == (
        "personal_access_token", "nightly", ["Annotations:Get", "Inputs:Get"],
    )  # fmt: skip
    assert "apps" not in access
    assert (of_app["type"], of_app["apps"]) == ("app_specific_key", [{"id": "street", "user_id": "owner"}])
    assert Script(access["id"]).get(path_of(team.app, "/inputs")).verdict == FINE
    assert Script(of_app["id"]).get("/inputs").verdict == SCOPE
    listed = token.get(PATH)
    assert [one["id"] for one in listed.json["keys"]][1:] == [access["key_id"], of_app["key_id"]]
    for secret in (access["id"], of_app["id"]):
        assert secret.encode() not in listed.content
        assert secret not in repr(keys())


def test_key_is_read_changed_and_deleted_by_its_id_or_by_its_secret(team: Team, token: Script) -> None:
    for name in ("id", "key_id"):
        made = post(token, TOKEN).json["keys"][0]
        read = token.get(f"{PATH}/{made[name]}")
        renamed = patch(token, {"id": made[name], "description": "weekly"})
        narrowed = patch(token, {"id": made[name], "scopes": ["Inputs:Get"]})

        assert read.json["key"]["id"] == made["key_id"]
        assert made["id"].encode() not in read.content
        assert renamed.json["keys"][0]["scopes"] == TOKEN["scopes"]
        assert (narrowed.json["keys"][0]["description"], narrowed.json["keys"][0]["scopes"]) == (
            "weekly", ["Inputs:Get"],
        )  # fmt: skip
        assert Script(made["id"]).get(path_of(team.app, "/annotations")).verdict == SCOPE
        assert token.delete(f"{PATH}/{made[name]}").verdict == FINE
        assert Script(made["id"]).get(path_of(team.app, "/inputs")).verdict == (401, 11008)
        assert token.get(f"{PATH}/{made[name]}").verdict == (404, 11101)


def test_end_of_a_key_is_set_and_moved(token: Script) -> None:
    end = (timezone.now() + timedelta(days=3)).isoformat()
    made = post(token, {**TOKEN, "expires_at": end}).json["keys"][0]
    secret = made["id"]

    past = (timezone.now() - timedelta(days=3)).isoformat()
    moved = patch(token, {"id": made["key_id"], "expires_at": past})

    assert made["expires_at"].endswith("Z")
    assert moved.json["keys"][0]["expires_at"] < made["expires_at"]
    assert Script(secret).get("/users/me").verdict == (401, 11008)
    assert [one["id"] for one in token.get(f"{PATH}?not_expired=True").json["keys"]] != [made["key_id"]]
    assert len(token.get(f"{PATH}?not_expired=True").json["keys"]) == 1


BAD: list[tuple[Json, tuple[int, int], str]] = [
    ({"scopes": []}, (400, 11102), "keys[1].scopes: name at least one"),
    ({"scopes": None}, (400, 11102), "keys[1].scopes: name at least one"),
    ({"scopes": ["Everything"]}, (400, 11102), "keys[1].scopes: 'Everything'"),
    ({"description": "two\nlines"}, (400, 11102), "keys[1].description: "),
    ({"description": "x" * 1025}, (400, 11102), "keys[1].description: "),
    ({"type": "master_key"}, (400, 11102), "keys[1].type: "),
    ({"type": None}, (400, 11102), "keys[1].apps: name the one app"),
    ({"apps": [{"id": "street"}]}, (400, 11102), "keys[1].apps: a personal_access_token is for every app"),
    ({"type": "app_specific_key", "apps": [{"id": "street"}] * 2}, (400, 11102), "keys[1].apps: name the one app"),
    ({"type": "", "apps": [{"id": "nothing"}]}, (404, 11101), "keys[1].apps[0].id: "),
    ({"type": "", "apps": [{"id": "elsewhere"}]}, (404, 11101), "keys[1].apps[0].id: "),
    ({"type": "", "apps": [{"id": "elsewhere", "user_id": "stranger"}]}, (403, 11007), "keys[1].apps[0]: "),
    ({"type": "", "apps": [{"id": "nothing", "user_id": "stranger"}]}, (403, 11007), "keys[1].apps[0]: "),
    ({"expires_at": "2001-01-01T00:00:00Z"}, (400, 11102), "keys[1].expires_at: "),
    ({"expires_at": "2101-01-01T00:00:00"}, (400, 11100), ""),
    ({"expires_at": "9999-12-31T23:59:59-23:00"}, (400, 11100), "keys[1].expires_at"),
    ({"expires_at": "tomorrow"}, (400, 11100), ""),
    ({"scopes": "All"}, (400, 11100), ""),
    ({"apps": "street"}, (400, 11100), ""),
]


@pytest.mark.parametrize(("bad", "verdict", "said"), BAD, ids=[str(row[0])[:60] for row in BAD])
@pytest.mark.usefixtures("stranger")
def test_one_bad_key_makes_none(team: Team, token: Script, bad: Json, verdict: tuple[int, int], said: str) -> None:
    before = keys()

    answer = post(token, TOKEN, {**TOKEN, **bad})

    assert answer.verdict == verdict, answer.content
    assert said in answer.details
    assert answer.json["keys"] == []
    assert keys() == before


@pytest.mark.parametrize("wanted", [[], [TOKEN] * 129], ids=len)
def test_none_or_too_many_keys_are_refused(token: Script, wanted: list[Json]) -> None:
    assert post(token, *wanted).verdict == patch(token, *wanted).verdict == (400, 11102)
    assert len(keys()) == 1


def test_key_gives_no_more_than_it_has_and_lasts_no_longer(team: Team) -> None:
    soon, late = timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=2)
    scopes = ["Keys:Add", "Keys:Get", "Inputs:Get"]
    narrow = script_of(team.owner, scopes=scopes, expires_at=soon)
    own, wide = ApiKey.objects.get(), ApiKey.issue(team.owner)[0]
    before, end = keys(), {"expires_at": soon.isoformat()}

    for wanted in ({**TOKEN, **end}, {**TOKEN, "scopes": ["All"], **end}, {**FOR_APP, **end}):
        assert post(narrow, wanted).verdict == SCOPE
    for wanted in ({**TOKEN, "scopes": ["Inputs:Get"], "expires_at": late.isoformat()},
                   {**TOKEN, "scopes": ["Inputs:Get"]}):  # fmt: skip
        assert post(narrow, wanted).verdict == (400, 11102)
    assert patch(narrow, {"id": own.public_id, "scopes": ["All"]}).verdict == SCOPE
    assert patch(narrow, {"id": own.public_id, "expires_at": late.isoformat()}).verdict == (400, 11102)
    assert patch(narrow, {"id": wide.public_id, "scopes": ["Inputs:Get"]}).verdict == (400, 11102)
    assert keys() == before

    assert post(narrow, {**TOKEN, "scopes": ["Inputs:Get"], **end}).verdict == FINE
    assert patch(narrow, {"id": wide.public_id, "description": "renamed"}).verdict == FINE


CALLS: list[tuple[str, str, Any]] = [
    ("GET", PATH, None),
    ("POST", PATH, {"keys": [TOKEN]}),
    ("PATCH", PATH, {"action": "overwrite", "keys": [{"id": "{id}", "description": "x"}]}),
    ("GET", f"{PATH}/{{id}}", None),
    ("DELETE", f"{PATH}/{{id}}", None),
]


@pytest.mark.parametrize("call", CALLS, ids=[f"{call[0]} {call[1]}" for call in CALLS])
def test_keys_of_apps_narrow_tokens_and_other_people_reach_no_keys(
    team: Team, token: Script, stranger: User, call: tuple[str, str, Any]
) -> None:
    verb, path, body = call
    mine = ApiKey.objects.get()
    path = path.format(id=mine.public_id)
    body = {**body, "keys": [{**body["keys"][0], "id": mine.public_id}]} if body else None
    of_app, narrow = script_of(team.owner, team.app), script_of(team.owner, scopes=["Annotations:Add", "Apps:Add"])
    theirs = script_of(stranger)
    before = keys()

    assert of_app.ask(verb, path, body).verdict == SCOPE
    assert narrow.ask(verb, path, body).verdict == SCOPE
    assert theirs.ask(verb, path.replace("/me/", "/owner/"), body).verdict == SCOPE
    assert theirs.ask(verb, path.replace("/me/", "/nobody/"), body).verdict == SCOPE
    assert token.ask(verb, path.replace("/me/", "/stranger/"), body).verdict == SCOPE
    assert keys() == before


def test_keys_of_others_are_unknown(token: Script, stranger: User) -> None:
    foreign, secret = ApiKey.issue(stranger)
    before = keys()

    for name in (foreign.public_id, secret, "nothing", "%00", "x" * 5000):
        assert token.get(f"{PATH}/{name}").verdict == token.delete(f"{PATH}/{name}").verdict == (404, 11101)
    for name in (foreign.public_id, secret, "nothing", ""):
        assert patch(token, {"id": name, "description": "x"}).verdict == (404, 11101)
    assert keys() == before


@pytest.mark.parametrize("action", ["", None, "merge", "remove"])
def test_keys_know_only_overwrite(token: Script, action: str | None) -> None:
    body = {"action": action, "keys": [{"id": ApiKey.objects.get().public_id, "description": "x"}]}

    assert token.patch(PATH, body).verdict == (400, 11102)


def test_one_bad_change_of_a_key_changes_none(token: Script) -> None:
    first, second = (ApiKey.issue(User.objects.get(handle="owner"))[0] for _ in range(2))
    before = keys()

    for bad, verdict in (
        ({"id": "nothing"}, (404, 11101)), ({"id": second.public_id, "scopes": []}, (400, 11102)),
        ({"id": second.public_id, "scopes": ["X"]}, (400, 11102)),
        ({"id": second.public_id, "description": "\n"}, (400, 11102)),
    ):  # fmt: skip
        answer = patch(token, {"id": first.public_id, "description": "good"}, bad)
        assert answer.verdict == verdict
        assert "keys[1]" in answer.details
    assert keys() == before


@pytest.mark.parametrize("role", ROLES)
def test_keys_of_the_app_are_listed_by_its_owner_alone(team: Team, role: str) -> None:
    for person in (team.manager, team.annotator):
        team.app.admit(person, person.handle, ["All", "Keys:Get"])
    of_app = ApiKey.issue(team.owner, team.app)[0]
    ApiKey.issue(team.owner, make_app(team.owner, "second"))

    answer = script_of(team.everybody()[role]).get(path_of(team.app, "/keys"))

    assert answer.verdict == (FINE if role == "owner" else SCOPE)
    assert [one["id"] for one in answer.json["keys"]] == ([of_app.public_id] if role == "owner" else [])
    assert script_of(team.owner, team.app).get(path_of(team.app, "/keys")).verdict == SCOPE


def test_list_of_keys_is_filtered_and_paged(team: Team, token: Script) -> None:
    post(token, TOKEN, FOR_APP)

    def names(query: str) -> list[str]:
        return [one.get("description", "") for one in token.get(f"{PATH}?{query}").json["keys"]]

    assert names("") == ["", "nightly", "camera"]
    assert names("type=app_specific_key") == ["camera"]
    assert names("type=personal_access_token") == ["", "nightly"]
    assert names("scopes=Inputs:Get&scopes=Annotations:Get") == ["nightly"]
    assert names("page=2&per_page=2") == ["camera"]
    assert names("page=9") == []
    assert token.get(f"{PATH}?type=what").verdict == token.get(f"{PATH}?per_page=1001").verdict == (400, 11102)
    assert token.get(f"{PATH}?not_expired=maybe").verdict == (400, 11102)


def test_secret_in_an_address_is_not_logged(token: Script, capsys: Any) -> None:
    Script("wrong").get(f"{PATH}/the-secret-itself")
    Script("wrong").get("/users/owner/keys/the-secret-itself/and/more")

    assert "the-secret-itself" not in capsys.readouterr().err
