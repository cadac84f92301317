"""An app that its owner deletes while others are at work in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotations_app.errors import Missing
from annotations_app.models import Concept, Member, Role
from annotations_app.models.inviting import Person, add_collaborators
from annotations_app.models.removing import delete_app
from tests.conftest import Team
from tests.make import make_user, the_member

ACTS: dict[str, Callable[[Member], object]] = {
    "delete": delete_app,
    "describe": lambda member: member.app.change(name="Other"),
    "admit": lambda member: member.app.admit(make_user(), Role.VIEWER),
    "invite": lambda member: add_collaborators(member, [Person(user_id="newcomer", role=Role.VIEWER)]),
    "define": lambda member: Concept.objects.add(member.app, [("new", "New")]),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_who_comes_after_the_end_of_an_app_is_told_that_it_is_not_there(
    team: Team, act: Callable[[Member], object]
) -> None:
    make_user("newcomer")
    here, there = the_member(team.app, team.owner), the_member(type(team.app).objects.get(pk=team.app.pk), team.owner)
    delete_app(there)

    with pytest.raises(Missing, match="no such app"):
        act(here)
