"""Calls on apps, people, tracks and jobs that meet: one effect, and every count is right."""

from __future__ import annotations

from collections import Counter

import pytest

from annotations_app.models import AnnotationTrack, App, Collaborator, InputsAddJob
from tests.api.asking import path_of, script_of
from tests.api.test_races import at_once, together
from tests.conftest import Team
from tests.make import make_input, make_user

pytestmark = [together, pytest.mark.django_db(transaction=True)]


def test_app_of_one_id_is_made_once(team: Team) -> None:
    answers = at_once(
        lambda script, _: script.post("/users/me/apps", {"apps": [{"id": "fresh"}]}), script_of(team.owner)
    )

    assert Counter(answer.verdict for answer in answers) == {(200, 10000): 1, (400, 11102): 11}
    assert App.objects.filter(public_id="fresh").count() == 1


def test_person_is_let_in_once(team: Team) -> None:
    make_user("newcomer")
    body = {"collaborators": [{"user": {"id": "newcomer"}, "role": "annotator"}]}

    answers = at_once(lambda script, _: script.post(path_of(team.app, "/collaborators"), body), script_of(team.owner))

    assert {answer.verdict for answer in answers} == {(200, 10000)}
    assert Collaborator.objects.filter(user__handle="newcomer").count() == 1


def test_job_counts_every_item_of_calls_that_meet(team: Team) -> None:
    def post(number: int) -> dict[str, object]:
        return {"inputs": [{"id": f"i{number}", "data": {"text": {"raw": "x"}}}, {}], "inputs_add_job_id": "j1"}

    answers = at_once(lambda script, number: script.post("/inputs", post(number)), script_of(team.owner, team.app))

    assert {answer.verdict for answer in answers} == {(207, 10010)}
    (job,) = InputsAddJob.objects.all()
    progress = InputsAddJob.objects.progress(team.app, [job])[job.pk]
    assert (progress.success, progress.failed) == (12, 12)


def test_track_of_one_id_is_stored_once_with_its_new_concept(team: Team) -> None:
    make_input(team.app, "film")
    body = {"annotation_tracks": [{"id": "t1", "concept": {"id": "fresh"}}]}

    answers = at_once(
        lambda script, _: script.post("/inputs/film/annotation_tracks", body), script_of(team.owner, team.app)
    )

    assert {answer.verdict for answer in answers} == {(200, 10000)}
    assert AnnotationTrack.objects.count() == 1
