"""The end of people's work in an app, by script."""

from __future__ import annotations

import pytest

from tests.api.asking import Json, everything, path_of, script_of
from tests.api.test_collaborators import end, id_of, roles
from tests.api.test_rights import FINE
from tests.conftest import Team
from tests.make import make_user


def test_work_ends_by_collaborator_id_address_or_user_id(team: Team) -> None:
    team.viewer.email = "viewer@example.com"
    team.viewer.save()
    gone = script_of(team.annotator)

    answer = end(
        team,
        script_of(team.owner),
        collaborator_ids=[id_of(team.annotator)],
        user_emails=["Viewer@example.com"],
        user_ids=["reviewer"],
    )

    assert answer.verdict == FINE
    assert set(answer.json) == {"status"}
    assert roles(team) == {"manager": "manager"}
    assert gone.get(path_of(team.app)).verdict == (404, 11101)


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ({}, (400, 11102)),
        ({"collaborator_ids": []}, (400, 11102)),
        ({"collaborator_ids": ["1"] * 129}, (400, 11102)),
        ({"collaborator_ids": [""]}, (404, 11101)),
        ({"collaborator_ids": ["*"]}, (404, 11101)),
        ({"collaborator_ids": ["999"]}, (404, 11101)),
        ({"user_emails": ["no@example.com"]}, (404, 11101)),
        ({"user_emails": [""]}, (400, 11102)),
        ({"user_ids": ["owner"]}, (404, 11101)),
        ({"user_ids": ["newcomer"]}, (404, 11101)),
        ({"user_ids": [None]}, (400, 11100)),
        ({"user_ids": "viewer"}, (400, 11100)),
    ],
    ids=lambda value: str(value)[:60],
)
def test_bad_end_ends_nobodys_work(team: Team, body: Json, verdict: tuple[int, int]) -> None:
    make_user("newcomer")
    team.viewer.email = "viewer@example.com"
    team.viewer.save()
    owner, before = script_of(team.owner), everything()

    alone = end(team, owner, **body)

    assert alone.verdict == verdict, alone.content
    if any(body.values()):
        good = ["viewer@example.com", *body.get("user_emails", [])]
        assert end(team, owner, **{**body, "user_emails": good}).verdict == verdict
    assert everything() == before
