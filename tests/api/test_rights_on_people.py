"""Who may let people into an app, and who not."""

from __future__ import annotations

import pytest

from annotations_app.models import User
from tests.api.asking import everything, script_of
from tests.api.test_collaborators import end, patch, post, roles
from tests.api.test_rights import FINE, ROLES, SCOPE
from tests.conftest import Team
from tests.make import make_app, make_user


@pytest.mark.parametrize("role", ROLES)
def test_owner_and_managers_decide_who_works_here(team: Team, role: str) -> None:
    for person in (team.annotator, team.reviewer, team.viewer):
        team.app.admit(person, person.handle, ["All", "Collaborators:Add", "Collaborators:Delete"])
    make_user("newcomer")
    asking, before = script_of(team.everybody()[role]), everything()
    leaving = make_user("leaving")

    expected = FINE if role in ("owner", "manager") else SCOPE
    assert post(team, asking, {"user": {"id": "newcomer"}, "role": "viewer"}).verdict == expected
    assert patch(team, asking, {"user": {"id": "viewer"}, "role": "annotator"}).verdict == expected
    assert (everything() == before) == (expected == SCOPE)
    team.app.admit(leaving, "viewer")
    assert end(team, asking, user_ids=["leaving"]).verdict == expected
    assert ("leaving" in roles(team)) == (expected == SCOPE)


def test_strangers_and_narrow_keys_change_nobody(team: Team, stranger: User) -> None:
    own = script_of(stranger, make_app(stranger, "own"))
    before = everything()

    for asking, verdict in (
        (script_of(stranger), (404, 11101)),
        (script_of(team.owner, scopes=["Collaborators:Get"]), SCOPE),
        (own, (401, 11008)),
    ):
        assert post(team, asking, {"user": {"id": "stranger"}, "role": "manager"}).verdict == verdict
        assert patch(team, asking, {"user": {"id": "viewer"}, "role": "manager"}).verdict == verdict
        assert end(team, asking, user_ids=["viewer"]).verdict == verdict
    assert everything() == before
