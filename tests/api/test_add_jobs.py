"""Jobs of adding inputs: counted, listed and cancelled."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Input, InputsAddJob, InputStatus, User
from annotations_app.tasks import process_input
from tests.api.asking import Json, Script, everything, path_of, script_of
from tests.api.test_rights import FINE, ROLES, SCOPE
from tests.api.test_shapes import picture_of
from tests.conftest import Team
from tests.make import make_app, make_input

TEXT = {"text": {"raw": "hello"}}
JOB = "/inputs/jobs/add/j1"


def picture(public_id: str) -> Json:
    """Return a picture that waits for its job."""
    return {"id": public_id, "data": {"image": {"base64": picture_of()}}}


def progress_of(script: Script, path: str = JOB) -> tuple[int, list[int]]:
    """Return a job's status and its four counts."""
    job = script.get(path).json["inputs_add_job"]
    names = ("pending_count", "in_progress_count", "success_count", "failed_count")
    return job["status"]["code"], [job["progress"][name] for name in names]


def test_job_counts_what_became_of_its_inputs_over_several_calls(script: Script) -> None:
    first = script.post("/inputs", {"inputs": [picture("a"), {"id": "b", "data": TEXT}], "inputs_add_job_id": "j1"})

    assert first.verdict == FINE
    assert progress_of(script) == (64001, [1, 0, 1, 0])
    second = script.post("/inputs", {"inputs": [picture("a"), {}, picture("c")], "inputs_add_job_id": "j1"})
    assert second.verdict == (207, 10010)
    assert progress_of(script) == (64001, [2, 0, 1, 2])
    job = second.json["inputs_add_job"]
    assert job["id"] == "j1"
    assert job["modified_at"] > job["created_at"] == first.json["inputs_add_job"]["created_at"]
    assert script.get(JOB).json["inputs_add_job"] == job

    Input.objects.filter(public_id="a").update(status=InputStatus.IN_PROGRESS)
    assert progress_of(script) == (64001, [1, 1, 1, 2])
    Input.objects.filter(public_id="a").update(status=InputStatus.OVER_LIMIT)
    Input.objects.filter(public_id="c").update(status=InputStatus.SUCCESS)
    assert progress_of(script) == (64002, [0, 0, 2, 3])


def test_new_job_waits_and_one_that_only_failed_has_failed(script: Script) -> None:
    waiting = script.post("/inputs", {"inputs": [picture("a")], "inputs_add_job_id": "j1"})
    failed = script.post("/inputs", {"inputs": [{}, {}], "inputs_add_job_id": "j2"})

    assert waiting.json["inputs_add_job"]["status"] == {"code": 64000, "description": "Job queued"}
    assert failed.verdict == (400, 10020)
    assert progress_of(script, "/inputs/jobs/add/j2") == (64003, [0, 0, 0, 2])


def test_inputs_without_a_job_begin_none(script: Script) -> None:
    for extra in ({}, {"inputs_add_job_id": ""}, {"inputs_add_job_id": None}):
        answer = script.post("/inputs", {"inputs": [{"data": TEXT}], **extra})
        assert answer.verdict == FINE
        assert "inputs_add_job" not in answer.json
    assert not InputsAddJob.objects.exists()


@pytest.mark.parametrize("job_id", ["a/b", "x" * 129, "\0", "two words", 5, ["j1"]], ids=lambda value: str(value)[:9])
def test_job_id_that_cannot_be_stores_nothing(script: Script, job_id: Any) -> None:
    before = everything()

    answer = script.post("/inputs", {"inputs": [{"data": TEXT}], "inputs_add_job_id": job_id})

    assert answer.verdict == (400, 11102 if isinstance(job_id, str) else 11100)
    assert answer.json["inputs"] == []
    assert everything() == before


def test_cancelling_stops_what_nobody_has_begun(script: Script) -> None:
    script.post("/inputs", {"inputs": [picture("a"), picture("b"), {"data": TEXT}], "inputs_add_job_id": "j1"})
    script.post("/inputs", {"inputs": [picture("other")]})
    Input.objects.filter(public_id="b").update(status=InputStatus.IN_PROGRESS)

    answer = script.patch(JOB, {})

    assert answer.json["inputs_add_job"]["status"] == {"code": 64004, "description": "Job cancelled"}
    assert progress_of(script) == (64004, [0, 1, 1, 1])
    status = script.get("/inputs/a").json["input"]["status"]
    assert (status["code"], status["details"]) == (30002, "The job that added it was cancelled.")
    assert Input.objects.get(public_id="other").status == InputStatus.PENDING
    process_input.call_local(Input.objects.get(public_id="a").pk)
    assert Input.objects.get(public_id="a").status == InputStatus.FAILED
    assert script.patch(JOB).json["inputs_add_job"] == answer.json["inputs_add_job"]


def test_no_input_joins_a_cancelled_job(script: Script, settings: Any) -> None:
    script.post("/inputs", {"inputs": [picture("a")], "inputs_add_job_id": "j1"})
    script.patch(JOB)
    before = everything()

    answer = script.post("/inputs", {"inputs": [{"id": "late", "data": TEXT}], "inputs_add_job_id": "j1"})

    assert answer.verdict == (400, 11102)
    assert answer.details == "inputs_add_job_id: the job 'j1' was cancelled."
    assert everything() == before


def test_finished_job_is_not_cancelled(script: Script) -> None:
    script.post("/inputs", {"inputs": [{"data": TEXT}], "inputs_add_job_id": "j1"})
    before = everything()

    assert script.patch(JOB).json["inputs_add_job"]["status"]["code"] == 64002
    assert everything() == before


def test_unknown_and_foreign_jobs_are_told_in_the_same_words(team: Team, script: Script, stranger: User) -> None:
    InputsAddJob.objects.create(app=make_app(stranger, "other"), public_id="foreign")
    before = everything()

    for verb in ("GET", "PATCH"):
        foreign, missing = (script.ask(verb, f"/inputs/jobs/add/{name}") for name in ("foreign", "missing"))
        assert foreign.verdict == missing.verdict == (404, 11101)
        assert foreign.details.replace("foreign", "missing") == missing.details
    assert everything() == before


def test_same_job_id_in_two_apps_is_two_jobs(team: Team, script: Script) -> None:
    second = make_app(team.owner, "second")
    body = {"inputs": [{"data": TEXT}], "inputs_add_job_id": "j1"}

    script.post("/inputs", body)
    script_of(team.owner).post(path_of(second, "/inputs"), body)

    assert progress_of(script) == (64002, [0, 0, 1, 0])


def test_jobs_are_listed_oldest_first_in_as_many_queries_for_many(team: Team, script: Script) -> None:
    def make(*names: str) -> None:
        for name in names:
            job = InputsAddJob.objects.create(app=team.app, public_id=name, refused=1)
            make_input(team.app, add_job=job)

    make("j1")
    counts = []
    script.get("/inputs")
    for more in ((), ("j2", "j3", "j4", "j5")):
        make(*more)
        with CaptureQueriesContext(connection) as caught:
            answer = script.get("/inputs/jobs/add")
        counts.append(len(caught))

    assert [one["id"] for one in answer.json["inputs_add_jobs"]] == ["j1", "j2", "j3", "j4", "j5"]
    assert all(one["progress"]["success_count"] == 1 for one in answer.json["inputs_add_jobs"])
    assert counts[0] == counts[1]
    assert [one["id"] for one in script.get("/inputs/jobs/add?page=2&per_page=2").json["inputs_add_jobs"]] == [
        "j3", "j4"
    ]  # fmt: skip
    assert script.get("/inputs/jobs/add?page=9").json["inputs_add_jobs"] == []
    assert script.get("/inputs/jobs/add?per_page=1001").verdict == (400, 11102)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_jobs_and_who_adds_inputs_cancels_them(team: Team, role: str) -> None:
    make_input(team.app, status=InputStatus.PENDING, add_job=InputsAddJob.objects.create(app=team.app, public_id="j1"))
    asking = script_of(team.everybody()[role])

    assert asking.get(path_of(team.app, JOB)).verdict == FINE
    assert asking.get(path_of(team.app, "/inputs/jobs/add")).verdict == FINE
    before = everything()
    cancelled = asking.patch(path_of(team.app, JOB))
    assert cancelled.verdict == (FINE if role in ("owner", "manager") else SCOPE)
    assert (everything() == before) == (cancelled.verdict == SCOPE)


def test_stranger_finds_no_job(team: Team, stranger: User) -> None:
    InputsAddJob.objects.create(app=team.app, public_id="j1")

    for verb, path in (("GET", JOB), ("PATCH", JOB), ("GET", "/inputs/jobs/add")):
        assert script_of(stranger).ask(verb, path_of(team.app, path)).verdict == (404, 11101)
        assert script_of(team.owner, scopes=["Concepts:Get"]).ask(verb, path_of(team.app, path)).verdict == SCOPE


def test_app_with_jobs_is_deleted(team: Team, script: Script) -> None:
    script.post("/inputs", {"inputs": [picture("a")], "inputs_add_job_id": "j1"})

    assert script.delete(path_of(team.app)).verdict == FINE
    assert not InputsAddJob.objects.exists()
