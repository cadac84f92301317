"""What the database refuses of plain records: jobs of adding inputs."""

from __future__ import annotations

from collections.abc import Callable

from annotations_app.models import InputsAddJob
from tests.conftest import Team

LONG_ID = "x" * 129


def _same_job(team: Team) -> None:
    for _ in range(2):
        InputsAddJob.objects.create(app=team.app, public_id="j")


RECORDS_REFUSED: dict[str, list[Callable[[Team], object]]] = {
    "inputs_add_job_id_is_unique_in_its_app": [_same_job],
    "inputs_add_job_id_has_1_to_128_characters": [
        lambda team: InputsAddJob.objects.create(app=team.app, public_id=LONG_ID),
        lambda team: InputsAddJob.objects.create(app=team.app, public_id=""),
    ],
}
