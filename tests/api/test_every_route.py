"""Every call about an app is closed to roles without its scope, to strangers and to whoever has no key."""

from __future__ import annotations

import re

import pytest
from django.db import transaction

from annotations_app.api.routes import ROUTES, Route
from tests.api.asking import Script, everything, path_of, script_of
from tests.conftest import Team

OWNER = {"owner"}
MANAGERS = OWNER | {"manager"}
WORKERS = MANAGERS | {"reviewer", "annotator"}
EVERYBODY = WORKERS | {"viewer"}

#: Who has a scope. A call with a scope that is missing here fails.
HOLDERS = {
    "Annotations:Get": EVERYBODY,
    "Annotations:Add": WORKERS,
    "Annotations:Delete": WORKERS,
    "Inputs:Get": EVERYBODY,
    "Inputs:Add": MANAGERS,
    "Inputs:Delete": MANAGERS,
    "Concepts:Get": EVERYBODY,
    "Concepts:Add": MANAGERS,
    "Collaborators:Get": EVERYBODY,
    "Collaborators:Add": MANAGERS,
    "Collaborators:Delete": MANAGERS,
    "Apps:Get": EVERYBODY,
    "Apps:Add": OWNER,
    "Apps:Delete": OWNER,
    "Keys:Get": OWNER,
    "Search": EVERYBODY,
}
#: Calls beside apps: what they show is the asker's own, or nobody's.
WITHOUT_APP = {"none", "allowed"}
IN_AN_APP = [route for route in ROUTES if route.app not in WITHOUT_APP and not route.path.startswith("=")]


def name_of(route: Route) -> str:
    """Name a line in the report of the tests."""
    return f"{route.verb} {route.path}"


@pytest.mark.parametrize("route", IN_AN_APP, ids=name_of)
def test_call_is_open_to_the_holders_of_its_scope_only(route: Route, team: Team, stranger) -> None:
    path = path_of(team.app, re.sub(r"\{\w+\}", "one", route.path.removeprefix("F")))
    before = everything()

    for role, person in team.everybody().items():
        with transaction.atomic():
            answer = script_of(person).ask(route.verb, path, {})
            transaction.set_rollback(True)
        if role in HOLDERS[route.scope]:
            assert answer.code not in (11007, 11008), (role, answer.content)
            assert answer.http < 500, (role, answer.content)
        else:
            assert answer.verdict == (403, 11007), (role, answer.content)
    assert script_of(stranger).ask(route.verb, path, {}).verdict == (404, 11101)
    assert Script().ask(route.verb, path, {}).verdict == (401, 11008)
    assert everything() == before


def test_calls_without_a_key_are_these_alone() -> None:
    assert {route.path for route in ROUTES if not route.key} == {
        "=/status_codes",
        "=/status_codes/{status_code_id}",
        "=/openapi.json",
    }
    assert all(route.scope or route.app in WITHOUT_APP for route in ROUTES)
