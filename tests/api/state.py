"""The small fixed state that bad requests are played on, and what all refusals have in common (trust.md 10.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from annotations_app.models import App
from tests.api.asking import Answer, Script, everything, script_of
from tests.conftest import Team
from tests.make import box, make_annotation, make_app, make_input, make_user

INSIDES = (b"Traceback", b"django", b"SELECT ", b"psycopg", b"sqlite", b"/annotations_app/", b"secret_hash")


@dataclass
class State:
    """Two inputs of the team's app with an annotation of the owner and one of the annotator, and another app."""

    team: Team
    script: Script
    other: App
    before: dict[str, Any]

    def check_refused(self, answer: Answer, http: int, code: int, *, item: int = 0) -> None:
        """Assert that a call was refused so, in the envelope, and that nothing changed."""
        assert answer.verdict == (http, code), answer.content[:2000]
        assert next(iter(answer.json)) == "status"
        assert answer.json["status"]["req_id"]
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not [inside for inside in INSIDES if inside in answer.content]
        if item:
            assert item in answer.item_codes(), answer.content[:2000]
        assert everything() == self.before


def make_state(team: Team) -> State:
    """Make the state."""
    first, second = make_input(team.app, "first"), make_input(team.app, "second")
    make_annotation(team.app, first, id="of-owner", data=box("tree", region_id="r-owner"))
    make_annotation(team.app, second, id="of-annotator", user=team.annotator, data=box("tree"))
    other = make_app(make_user("outsider"), "other")
    make_annotation(other, make_input(other, "foreign"), id="of-outsider")
    return State(team, script_of(team.owner, team.app), other, everything())
