"""Apps by script: making, describing and deleting them, and who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from annotations_app.models import App, Input, User
from tests.api.asking import Json, Script, everything, path_of, script_of
from tests.api.test_rights import FINE, ROLES, SCOPE
from tests.conftest import Team
from tests.make import box, make_annotation, make_app, make_input

NEW = {"apps": [{"id": "fresh", "name": "Fresh", "description": "two\nlines", "default_workflow": {"id": "Universal"}}]}
RENAMED = {"action": "overwrite", "app": {"name": "Other"}}


@pytest.fixture
def token(team: Team) -> Script:
    """Return a script with a personal access token of the owner."""
    return script_of(team.owner)


@pytest.mark.parametrize("whose", ["me", "owner"])
def test_app_is_made_and_can_be_read(token: Script, whose: str) -> None:
    made = token.post(f"/users/{whose}/apps", NEW)

    assert made.verdict == FINE
    (app,) = made.json["apps"]
    assert (app["id"], app["name"], app["user_id"], app["description"]) == ("fresh", "Fresh", "owner", "two\nlines")
    assert token.get("/users/me/apps/fresh").json["app"] == app
    assert token.post("/users/me/apps/fresh/concepts", {"concepts": [{"id": "tree"}]}).verdict == FINE


def test_app_without_a_name_is_called_as_its_id(token: Script) -> None:
    assert token.post("/users/me/apps", {"apps": [{"id": "plain"}]}).json["apps"][0]["name"] == "plain"


@pytest.mark.parametrize(
    ("body", "verdict", "said"),
    [
        ({}, (400, 11102), "apps: send exactly one"),
        ({"apps": []}, (400, 11102), "apps: send exactly one"),
        ({"apps": [{"id": "a"}, {"id": "b"}]}, (400, 11102), "apps: send exactly one"),
        ({"apps": [{}]}, (400, 11102), "apps[0].id: "),
        ({"apps": [{"id": "street"}]}, (400, 11102), "apps[0].id: you have an app 'street' already"),
        ({"apps": [{"id": "a/b"}]}, (400, 11102), "apps[0].id: "),
        ({"apps": [{"id": "x" * 129}]}, (400, 11102), "apps[0].id: "),
        ({"apps": [{"id": "a", "name": "x" * 1025}]}, (400, 11102), "apps[0].name: "),
        ({"apps": [{"id": "a", "name": "two\nlines"}]}, (400, 11102), "apps[0].name: "),
        ({"apps": [{"id": "a", "description": "\0"}]}, (400, 11102), "apps[0].description: "),
        ({"apps": [{"id": "a", "description": "x" * 65537}]}, (400, 11102), "apps[0].description: "),
        ({"apps": [None]}, (400, 11100), ""),
        ({"apps": {"id": "a"}}, (400, 11100), ""),
        ({"apps": [{"id": 5}]}, (400, 11100), ""),
    ],
    ids=str,
)
def test_app_that_cannot_be_is_refused(token: Script, body: Json, verdict: tuple[int, int], said: str) -> None:
    before = everything()

    answer = token.post("/users/me/apps", body)

    assert answer.verdict == verdict
    assert said in answer.details
    assert answer.json["apps"] == []
    assert everything() == before


def test_nobody_makes_an_app_for_somebody_else_or_with_a_key_of_one_app(team: Team, script: Script) -> None:
    before = everything()

    for asking, whose in ((script_of(team.manager), "owner"), (script_of(team.manager), "nobody"), (script, "me")):
        assert asking.post(f"/users/{whose}/apps", NEW).verdict == SCOPE
    assert script_of(team.manager, scopes=["Apps:Get"]).post("/users/me/apps", NEW).verdict == SCOPE
    assert everything() == before


def test_app_gets_another_name_and_keeps_what_is_not_said(team: Team, script: Script, token: Script) -> None:
    path = path_of(team.app)

    renamed = script.patch(path, {"action": "overwrite", "app": {"id": "street", "name": "Other"}})
    described = token.patch(path, {"action": "overwrite", "app": {"description": "New words"}})

    assert renamed.json["app"]["name"] == "Other"
    assert (described.json["app"]["name"], described.json["app"]["description"]) == ("Other", "New words")
    assert described.json["app"]["modified_at"] > renamed.json["app"]["modified_at"]
    assert App.objects.get(pk=team.app.pk).needs_review


@pytest.mark.parametrize("action", ["", None, "merge", "remove", "OVERWRITE", "delete", "over\0write"])
def test_apps_know_only_overwrite(team: Team, token: Script, action: str | None) -> None:
    before = everything()

    one = token.patch(path_of(team.app), {**RENAMED, "action": action})
    several = token.patch("/users/me/apps", {"action": action, "apps": [{"id": "street", "name": "x"}]})

    assert one.verdict == several.verdict == (400, 11102)
    assert everything() == before


@pytest.mark.parametrize(
    ("app", "said"),
    [
        ({"id": "avenue"}, "app.id: "),
        ({"name": "two\nlines"}, "app.name: "),
        ({"name": "x" * 1025}, "app.name: "),
        ({"description": "\x07"}, "app.description: "),
    ],
    ids=str,
)
def test_words_that_cannot_be_stored_leave_the_app_as_it_was(team: Team, token: Script, app: Json, said: str) -> None:
    before = everything()

    answer = token.patch(path_of(team.app), {"action": "overwrite", "app": app})

    assert answer.verdict == (400, 11102)
    assert said in answer.details
    assert everything() == before


def test_several_apps_are_described_all_or_none(team: Team, token: Script, stranger: User) -> None:
    make_app(team.owner, "second")
    before = everything()

    def ask(*apps: Json) -> Any:
        return token.patch("/users/me/apps", {"action": "overwrite", "apps": apps})

    unknown = ask({"id": "street", "name": "A"}, {"id": "elsewhere", "name": "B"})
    bad = ask({"id": "street", "name": "A"}, {"id": "second", "name": "two\nlines"})
    none, many = ask(), ask(*[{"id": "street"}] * 129)
    assert (unknown.verdict, bad.verdict) == ((404, 11101), (400, 11102))
    assert "apps[1].id: " in unknown.details
    assert "apps[1].name: " in bad.details
    assert none.verdict == many.verdict == (400, 11102)
    assert everything() == before

    good = ask({"id": "second", "name": "B"}, {"id": "street", "description": "D"})

    assert [(one["id"], one["name"]) for one in good.json["apps"]] == [("second", "B"), ("street", "Street scenes")]
    assert App.objects.get(pk=team.app.pk).description == "D"


def test_deleting_an_app_takes_all_that_is_in_it(
    team: Team, script: Script, django_capture_on_commit_callbacks: Any
) -> None:
    kept = default_storage.save("app/kept/original", ContentFile(b"x"))
    on = make_input(team.app, "picture", original=kept)
    make_annotation(team.app, on, data=box("tree"))
    other = make_app(team.owner, "second")

    with django_capture_on_commit_callbacks(execute=True):
        answer = script.delete(path_of(team.app), {"user_app_id": {"user_id": "owner", "app_id": "street"}})

    assert answer.verdict == FINE
    assert set(answer.json) == {"status"}
    assert list(App.objects.all()) == [other]
    assert not Input.objects.exists()
    assert not default_storage.exists(kept)
    assert script.get("/inputs").verdict == (401, 11008)
    assert script_of(team.owner).get(path_of(team.app)).verdict == (404, 11101)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("verb", "body"), [("DELETE", None), ("PATCH", RENAMED)])
def test_settings_and_end_of_an_app_are_the_owners(team: Team, role: str, verb: str, body: Any) -> None:
    team.app.admit(team.annotator, "annotator", ["All", "Apps:Add", "Apps:Delete"])
    before = everything()

    answer = script_of(team.everybody()[role]).ask(verb, path_of(team.app), body)

    assert answer.verdict == (FINE if role == "owner" else SCOPE), answer.content
    assert (everything() == before) == (role != "owner")


def test_strangers_and_narrow_keys_neither_change_nor_delete_an_app(team: Team, stranger: User) -> None:
    before = everything()

    for verb, body in (("DELETE", None), ("PATCH", RENAMED)):
        assert script_of(stranger).ask(verb, path_of(team.app), body).verdict == (404, 11101)
        assert script_of(team.owner, scopes=["Apps:Get"]).ask(verb, path_of(team.app), body).verdict == SCOPE
        assert script_of(team.owner).ask(verb, path_of(team.app, "x"), body).verdict == (404, 11101)
    assert everything() == before
