"""The apps that one was invited to."""

from __future__ import annotations

from annotations_app.models import User
from tests.api.asking import Script, script_of
from tests.api.test_collaborators import ANNOTATING
from tests.api.test_rights import SCOPE
from tests.conftest import Team
from tests.make import make_app


def test_collaborations_are_the_apps_that_one_was_invited_to(team: Team, stranger: User) -> None:
    make_app(team.annotator, "own")
    second = make_app(stranger, "second")
    second.admit(team.annotator, "manager")
    asking = script_of(team.annotator)

    answer = asking.get("/users/me/collaborations")

    first, other = answer.json["collaborations"]
    assert (first["app"]["id"], first["app"]["user_id"], first["app_owner"]["id"]) == ("street", "owner", "owner")
    assert (first["role"], first["scopes"]) == ("annotator", ANNOTATING)
    assert (other["app"]["id"], other["role"]) == ("second", "manager")
    assert asking.get("/users/annotator/collaborations?per_page=1&page=2").json["collaborations"] == [other]
    assert asking.get("/users/me/collaborations?page=9").json["collaborations"] == []
    assert asking.get("/users/me/collaborations?per_page=1001").verdict == (400, 11102)
    assert script_of(team.owner).get("/users/me/collaborations").json["collaborations"] == []


def test_nobody_lists_the_collaborations_of_others(team: Team, script: Script) -> None:
    for whose in ("annotator", "nobody", "%00"):
        assert script.get(f"/users/{whose}/collaborations").verdict == SCOPE
    assert script.get("/users/me/collaborations").json["collaborations"] == []
    assert script_of(team.annotator, scopes=["Apps:Get"]).get("/users/me/collaborations").verdict == SCOPE


def test_work_that_ended_is_no_collaboration(team: Team) -> None:
    team.app.dismiss(team.annotator)

    assert script_of(team.annotator).get("/users/me/collaborations").json["collaborations"] == []
