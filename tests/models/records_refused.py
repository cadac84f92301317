"""What the database refuses of plain records: jobs of adding inputs, and tracks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotations_app.models import AnnotationTrack, Input, InputsAddJob
from annotations_app.models.track import NUMBERS
from tests.conftest import Team
from tests.make import make_input

LONG_ID = "x" * 129


def _same_job(team: Team) -> None:
    for _ in range(2):
        InputsAddJob.objects.create(app=team.app, public_id="j")


def _track(team: Team, on: Input | None = None, **fields: Any) -> None:
    values = {"app": team.app, "input": on or make_input(team.app), "public_id": "t", "user": team.owner}
    AnnotationTrack.objects.create(**{**values, **fields})


def _same_track(team: Team) -> None:
    on = make_input(team.app)
    _track(team, on)
    _track(team, on)


RECORDS_REFUSED: dict[str, list[Callable[[Team], object]]] = {
    "inputs_add_job_id_is_unique_in_its_app": [_same_job],
    "inputs_add_job_id_has_1_to_128_characters": [
        lambda team: InputsAddJob.objects.create(app=team.app, public_id=LONG_ID),
        lambda team: InputsAddJob.objects.create(app=team.app, public_id=""),
    ],
    "track_id_is_unique_on_its_input": [_same_track],
    "track_has_an_id_of_1_to_128_characters": [
        lambda team: _track(team, public_id=LONG_ID),
        lambda team: _track(team, public_id=""),
    ],
    "track_status_is_known": [lambda team: _track(team, status=24150)],
    "track_value_lies_within_0_and_1": [lambda team: _track(team, value=1.01), lambda team: _track(team, value=-0.01)],
    "numbers_of_a_track_have_32_bits": [
        lambda team, name=name: _track(team, **{name: 2**32}) for name in NUMBERS if not name.startswith("start")
    ],
    "track_ends_no_earlier_than_it_begins": [
        lambda team: _track(team, start_frame_nr=2, end_frame_nr=1),
        lambda team: _track(team, start_frame_ms=2, end_frame_ms=1),
    ],
}
