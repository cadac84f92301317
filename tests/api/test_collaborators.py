"""Who works in an app, by script: letting people in, other roles, and the end."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Collaborator, User
from annotations_app.models.membership import role_of_scopes
from tests.api.asking import Answer, Json, Script, everything, path_of, script_of
from tests.api.test_rights import FINE
from tests.conftest import Team
from tests.make import make_app, make_user

ANNOTATING = ["Annotations:Add", "Annotations:Delete", "Annotations:Get", "Apps:Get", "Collaborators:Get",
              "Concepts:Get", "Inputs:Get", "Search"]  # fmt: skip


@pytest.fixture
def token(team: Team) -> Script:
    """Return a script with a personal access token of the owner."""
    make_user("newcomer", email="New@example.com")
    return script_of(team.owner)


def roles(team: Team) -> dict[str, str]:
    """Return who works in the app now, with the role."""
    return dict(Collaborator.objects.filter(app=team.app, until=None).values_list("user__handle", "role"))


def id_of(user: User) -> str:
    """Return the id of a collaborator."""
    return str(Collaborator.objects.get(user=user, until=None).pk)


def post(team: Team, script: Script, *people: Json) -> Answer:
    """Let people in."""
    return script.post(path_of(team.app, "/collaborators"), {"collaborators": people})


def patch(team: Team, script: Script, *people: Json) -> Answer:
    """Give people other roles and scopes."""
    body = {"action": "overwrite", "collaborators": people}
    return script.patch(path_of(team.app, "/collaborators"), body)


def end(team: Team, script: Script, **body: Any) -> Answer:
    """End people's work."""
    return script.delete(path_of(team.app, "/collaborators"), body)


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ({"scopes": ["Annotations:Add"]}, "annotator"),
        ({"scopes": ["All"]}, "annotator"),
        ({"scopes": ["Inputs:Get"]}, "viewer"),
        ({}, "viewer"),
        *(({"role": role}, role) for role in ("manager", "reviewer", "annotator", "viewer")),
        ({"role": "reviewer", "scopes": ["Inputs:Add"]}, "reviewer"),
    ],
    ids=str,
)
def test_person_is_let_in_with_the_role_of_the_name_or_of_the_scopes(
    team: Team, token: Script, said: Json, role: str
) -> None:
    answer = post(team, token, {"user": {"id": "newcomer"}, **said})

    assert answer.verdict == FINE
    (made,) = answer.json["collaborators"]
    assert (made["user"]["id"], made["role"]) == ("newcomer", role)
    assert made["app"] == {"id": "street", "user_id": "owner"}
    assert set(said.get("scopes", [])) - {"All"} <= set(made["scopes"])
    assert roles(team)["newcomer"] == role
    mine = script_of(User.objects.get(handle="newcomer")).get(path_of(team.app, "/myscopes")).json["scopes"]
    assert mine == made["scopes"]


@pytest.mark.parametrize(
    "user",
    [
        {"primary_email": "new@example.com"},
        {"email_addresses": [{"email": "NEW@EXAMPLE.COM"}]},
        {"user_detail": {"primary_email": "new@example.com"}},
        {"user_detail": {"email_addresses": [{}, {"email": "new@example.com"}]}},
    ],
    ids=str,
)
def test_person_is_named_by_an_address_in_any_of_its_places(team: Team, token: Script, user: Json) -> None:
    assert post(team, token, {"user": user, "role": "annotator"}).json["collaborators"][0]["user"]["id"] == "newcomer"


def test_same_invitation_again_changes_nothing_and_another_is_refused(team: Team, token: Script) -> None:
    body = {"user": {"id": "newcomer"}, "scopes": ["Annotations:Add"]}
    first = post(team, token, body)
    before = everything()

    again = post(team, token, body)
    other = post(team, token, {"user": {"id": "reviewer"}, "scopes": ["Annotations:Add"]})

    assert again.json["collaborators"] == first.json["collaborators"]
    assert other.verdict == (400, 11102)
    assert "collaborators[0].user.id: 'reviewer' works here already, as reviewer" in other.details
    assert everything() == before


BAD: list[tuple[Json, tuple[int, int], str]] = [
    ({"user": {"id": "nobody"}}, (404, 11101), "collaborators[1].user.id: there is no user 'nobody'"),
    ({"user": {"id": "idle"}}, (404, 11101), "collaborators[1].user.id: there is no user 'idle'"),
    ({"user": {"primary_email": "no@example.com"}}, (404, 11101), "collaborators[1].user.primary_email: nobody"),
    ({"user": {"primary_email": "twin@example.com"}}, (400, 11102), "collaborators[1].user.primary_email: several"),
    ({"user": {"id": "owner"}}, (400, 11102), "collaborators[1]: The owner"),
    ({"user": {"id": "me"}}, (404, 11101), "collaborators[1].user.id: "),
    ({"user": {"id": "newcomer"}}, (400, 11102), "collaborators[1].user.id: 'newcomer' stands twice"),
    ({"user": {"id": "\0"}}, (404, 11101), "collaborators[1].user.id: "),
    ({"user": {}}, (400, 11102), "collaborators[1].user.id: name the person"),
    ({}, (400, 11102), "collaborators[1].user.id: name the person"),
    ({"user": {"id": "other"}, "role": "king"}, (400, 11102), "collaborators[1].role: 'king'"),
    ({"user": {"id": "other"}, "role": "owner"}, (400, 11102), "collaborators[1].role: 'owner'"),
    ({"user": {"id": "other"}, "scopes": ["Everything"]}, (400, 11102), "collaborators[1].scopes: 'Everything'"),
    ({"user": {"id": "other"}, "scopes": "All"}, (400, 11100), ""),
    ({"user": "other"}, (400, 11100), ""),
]


@pytest.mark.parametrize(("bad", "verdict", "said"), BAD, ids=[str(row[0]) for row in BAD])
def test_one_bad_person_keeps_everybody_out(
    team: Team, token: Script, bad: Json, verdict: tuple[int, int], said: str
) -> None:
    make_user("other")
    make_user("idle", is_active=False)
    make_user("twin1", email="twin@example.com")
    make_user("twin2", email="Twin@example.com")
    before = everything()

    answer = post(team, token, {"user": {"id": "newcomer"}, "role": "annotator"}, bad)

    assert answer.verdict == verdict, answer.content
    assert said in answer.details
    assert answer.json["collaborators"] == []
    assert everything() == before


@pytest.mark.parametrize("people", [[], [{"user": {"id": "newcomer"}}] * 129])
def test_none_or_too_many_people_are_refused(team: Team, token: Script, people: list[Json]) -> None:
    assert post(team, token, *people).verdict == patch(team, token, *people).verdict == (400, 11102)


def test_role_is_changed_by_collaborator_id_user_id_or_address(team: Team, token: Script) -> None:
    team.viewer.email = "viewer@example.com"
    team.viewer.save()

    answer = patch(
        team, token,
        {"id": id_of(team.annotator), "role": "reviewer"}, {"user": {"id": "reviewer"}, "role": "manager"},
        {"user": {"primary_email": "viewer@example.com"}, "scopes": ["Annotations:Add", "Inputs:Add"]},
    )  # fmt: skip

    assert answer.verdict == FINE
    assert [one["role"] for one in answer.json["collaborators"]] == ["reviewer", "manager", "annotator"]
    assert "Inputs:Add" in answer.json["collaborators"][2]["scopes"]
    assert all(one["modified_at"] > one["created_at"] for one in answer.json["collaborators"])
    assert roles(team) == {
        "manager": "manager", "annotator": "reviewer", "reviewer": "manager", "viewer": "annotator"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("scopes", "present", "role"),
    [
        (["Annotations:Get"], "annotator", "viewer"),
        (["Annotations:Get"], "manager", "viewer"),
        (["Annotations:Add"], "reviewer", "annotator"),
        (["Annotations:Add"], "viewer", "annotator"),
        ([*ANNOTATING, "Inputs:Add"], "reviewer", "reviewer"),
        ([*ANNOTATING, "Inputs:Add"], "manager", "annotator"),
        (["All"], "manager", "manager"),
        (["All"], "annotator", "annotator"),
        ([], "annotator", "viewer"),
    ],
)
def test_scopes_alone_never_leave_more_than_they_name(scopes: list[str], present: str, role: str) -> None:
    assert role_of_scopes(scopes, present) == role


def test_scopes_of_a_manager_can_be_sent_back_as_they_were_listed(team: Team, token: Script) -> None:
    listed = token.get(path_of(team.app, "/collaborators")).json["collaborators"]
    manager = next(one for one in listed if one["role"] == "manager")
    del manager["role"]

    answer = patch(team, token, manager)

    assert answer.json["collaborators"][0]["role"] == "manager"


@pytest.mark.parametrize(
    ("bad", "verdict"),
    [
        ({"id": "999"}, (404, 11101)),
        ({"id": "9" * 40}, (404, 11101)),
        ({"id": "x"}, (404, 11101)),
        ({"user": {"id": "newcomer"}}, (404, 11101)),
        ({"user": {"id": "owner"}}, (404, 11101)),
        ({"user": {"id": "viewer"}}, (400, 11102)),
        ({"user": {"id": "annotator"}, "role": "king"}, (400, 11102)),
        ({}, (400, 11102)),
    ],
    ids=str,
)
def test_bad_change_leaves_everybody_as_they_were(
    team: Team, token: Script, bad: Json, verdict: tuple[int, int]
) -> None:
    before = everything()

    answer = patch(team, token, {"user": {"id": "viewer"}, "role": "manager"}, {"scopes": ["Annotations:Add"], **bad})

    assert answer.verdict == verdict
    assert "collaborators[1]" in answer.details
    assert everything() == before


def test_collaborator_of_another_app_is_unknown(team: Team, token: Script, stranger: User) -> None:
    elsewhere = make_app(stranger, "far")
    foreign = str(elsewhere.admit(make_user("far-worker"), "annotator").pk)
    before = everything()

    assert patch(team, token, {"id": foreign, "role": "manager"}).verdict == (404, 11101)
    assert end(team, token, collaborator_ids=[foreign]).verdict == (404, 11101)
    assert everything() == before


@pytest.mark.parametrize(
    ("members", "http", "details"),
    [
        ({"collaborator_ids": ["x"]}, 404, "collaborator_ids[0]: there is no collaborator 'x' in this app."),
        ({"user_emails": ["a@b.c"]}, 404, "user_emails[0]: nobody has the address 'a@b.c' in this app."),
        ({"user_ids": ["viewer", "nobody"]}, 404, "user_ids[1]: there is no user 'nobody' in this app."),
        ({"user_ids": ["viewer", ""]}, 400, "user_ids[1]: name the person by user id or e-mail address."),
        ({}, 400, "collaborator_ids, user_emails, user_ids: send at least one."),
    ],
    ids=str,
)
def test_who_cannot_leave_is_named_by_the_place_in_the_call(
    team: Team, token: Script, members: Json, http: int, details: str
) -> None:
    before = everything()

    answer = end(team, token, **members)

    assert (answer.http, answer.details) == (http, details)
    assert everything() == before


@pytest.mark.parametrize("action", ["", None, "merge", "remove"])
def test_collaborators_know_only_overwrite(team: Team, token: Script, action: str | None) -> None:
    body = {"action": action, "collaborators": [{"user": {"id": "viewer"}, "role": "manager"}]}

    assert token.patch(path_of(team.app, "/collaborators"), body).verdict == (400, 11102)


def test_many_people_cost_as_many_statements_as_one(team: Team, token: Script) -> None:
    names = [f"p{number}" for number in range(128)]
    User.objects.bulk_create(User(handle=name) for name in names)
    token.get("/users/me")
    counts = []

    for some in (names[:1], names[1:]):
        people = [{"user": {"id": name}, "role": "viewer"} for name in some]
        for ask in (post, patch):
            with CaptureQueriesContext(
                connection,
            ) as caught:
                assert ask(team, token, *people).verdict == FINE
            counts.append(len(caught))
        with CaptureQueriesContext(connection) as caught:
            assert end(team, token, user_ids=some).verdict == FINE
        counts.append(len(caught))

    assert counts[:3] == counts[3:]
