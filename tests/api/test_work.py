"""Who works in an app, and the status of all the work of a task."""

from __future__ import annotations

from typing import Any

import pytest

from annotations_app.models import Annotation, Change, Status
from tests.api.asking import Script, everything, path_of, script_of
from tests.conftest import Team
from tests.make import box, make_annotation, make_app, make_input, make_user

Json = dict[str, Any]


@pytest.fixture
def busy(team: Team) -> Script:
    """Let three people, one of whom has left, a model in two versions and a workflow work on two inputs."""
    one, two = make_input(team.app, "one"), make_input(team.app, "two")
    team.reviewer.first_name, team.reviewer.last_name = "Ruth", "Viewer"
    team.reviewer.save()
    make_annotation(team.app, one, id="a", user=team.annotator, task_id="t1", status=Status.PENDING)
    make_annotation(team.app, two, id="b", user=team.annotator, task_id="t1", status=Status.AWAITING_REVIEW)
    make_annotation(team.app, two, id="c", user=team.reviewer, task_id="t1", status=Status.SUCCESS)
    make_annotation(team.app, two, id="d", user=team.annotator, task_id="t2", status=Status.PENDING)
    make_annotation(team.app, two, id="e", model="v2", task_id="t1", status=Status.PENDING)
    make_annotation(team.app, one, id="f", model="v1")
    script = script_of(team.owner, team.app)
    worker = {"workflow": {"id": "flow", "version": {"id": "v1"}}}
    assert script.post("/annotations", {"annotations": [{"input_id": "two", "worker": worker}]}).http == 200
    team.app.dismiss(team.reviewer)
    return script


def workers(script: Script, query: str = "", path: str = "/annotations/workers") -> list[Json]:
    """List the workers."""
    answer = script.get(f"{path}?{query}")
    assert answer.verdict == (200, 10000), answer.content
    return list(answer.json["workers"])


MODELS = [
    {"model": {"model_version": {"id": "v1"}}}, {"model": {"model_version": {"id": "v2"}}},
    {"workflow": {"version": {"id": "v1"}, "id": "flow"}},
]  # fmt: skip


def test_workers_are_all_who_made_something_also_those_who_left(busy: Script) -> None:
    people = [{"user": {"id": "annotator"}}, {"user": {"id": "reviewer"}}]

    assert workers(busy) == [*people, *MODELS]
    assert workers(busy, "trusted_only=True") == people
    assert workers(busy, "per_page=2&page=2") == MODELS[:2]
    assert workers(busy, "page=9") == []


@pytest.mark.parametrize("query", ["additional_fields=names", "additional_fields=all&additional_fields=other"])
def test_workers_have_names_where_they_are_asked_for(busy: Script, query: str) -> None:
    assert workers(busy, query)[1] == {"user": {"id": "reviewer", "first_name": "Ruth", "last_name": "Viewer"}}


def test_workers_follow_a_cursor(busy: Script) -> None:
    found, cursor = [], ""
    while True:
        answer = busy.get(f"/annotations/workers?per_page=2&cursor={cursor}").json
        found += answer["workers"]
        if not (cursor := answer.get("next_cursor", "")):
            break

    assert found == workers(busy)


def test_person_of_another_app_is_no_worker_here(busy: Script, team: Team) -> None:
    other = make_app(team.owner, "other")
    make_annotation(other, make_input(other), user=team.owner, data=box("cat"))

    assert {"user": {"id": "owner"}} not in workers(busy)
    assert workers(script_of(team.owner), path=path_of(other, "/annotations/workers")) == [{"user": {"id": "owner"}}]


def test_blind_annotator_learns_no_names_before_their_own_work_is_in(team: Team) -> None:
    team.app.change(blind=True)
    here = make_input(team.app, "here")
    make_annotation(team.app, here, user=team.manager)
    script, path = script_of(team.annotator), path_of(team.app, "/annotations/workers")

    before = workers(script, path=path)
    make_annotation(team.app, here, user=team.annotator, status=Status.AWAITING_REVIEW)

    assert before == []
    assert workers(script, path=path) == [{"user": {"id": "annotator"}}, {"user": {"id": "manager"}}]


def test_workers_cost_the_same_queries_however_many(busy: Script, team: Team, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):  # the key, the people, the machines
        workers(busy)
    for number in range(5):
        make_annotation(team.app, model=f"more{number}")
        team.app.admit(person := make_user(), "annotator")
        make_annotation(team.app, user=person)
    with django_assert_num_queries(3):
        assert len(workers(busy)) == 15


# --- the status of a task -------------------------------------------------------------------------------------------


def settle(team: Team, script: Script, task: str = "t1", **members: Any) -> Any:
    """Set the status of a task."""
    return script.patch(path_of(team.app, f"/task/{task}/annotations/status"), {"action": "overwrite", **members})


def statuses() -> dict[str, int]:
    """Return what is stored."""
    rows = Annotation.objects.filter(input_level=False, public_id__in="abcdef").order_by("public_id")
    return dict(rows.values_list("public_id", "status"))


@pytest.mark.parametrize(
    ("members", "changed", "people"),
    [({}, "abe", ["annotator"]), ({"user_ids": ["annotator"]}, "ab", ["annotator"]), ({"user_ids": ["nobody"]}, "", []),
     ({"status_codes": ["ANNOTATION_PENDING"]}, "ae", ["annotator"]),
     ({"status_codes": [24151], "user_ids": ["annotator", "reviewer"]}, "a", ["annotator"]),
     ({"status_codes": [0]}, "", []), ({"status_codes": ["INPUT_SUCCESS"]}, "", []),
     ({"user_ids": ["reviewer"]}, "", [])],
)  # fmt: skip
def test_status_of_a_task_is_set_on_what_the_filters_name(
    team: Team, busy: Script, members: Json, changed: str, people: list[str]
) -> None:
    before = statuses()

    answer = settle(team, busy, status_code="ANNOTATION_SUCCESS", **members)

    assert answer.verdict == (200, 10000), answer.content
    assert {name for name, status in statuses().items() if status != before[name]} == set(changed)
    assert all(statuses()[name] == Status.SUCCESS for name in changed)
    assert answer.json["updated_count"] == len(changed)
    assert answer.json["user_ids"] == people


def test_status_of_a_task_leaves_a_line_of_history_and_a_new_revision(team: Team, busy: Script) -> None:
    etag = busy.get("/inputs/two/annotations/b").headers["ETag"]

    settle(team, busy, status_code=24158, user_ids=["annotator"])

    assert set(Change.objects.values_list("annotation_id", "act")) == {("a", "changed"), ("b", "sent back")}
    assert busy.get("/inputs/two/annotations/b").headers["ETag"] != etag


@pytest.mark.parametrize(
    ("members", "http", "code"),
    [({}, 400, 11102), ({"status_code": 0}, 400, 11102), ({"status_code": "NO_SUCH"}, 400, 11100),
     ({"status_code": 30000}, 400, 24155), ({"status_code": 24150, "action": "merge"}, 400, 11102),
     ({"status_code": 24150, "action": None}, 400, 11102), ({"status_code": 24150, "user_ids": "x"}, 400, 11100),
     ({"status_code": 24150, "status_codes": [None]}, 400, 11100),
     ({"status_code": 24150, "status_codes": ["NO_SUCH"]}, 400, 11100),
     ({"status_code": 24150, "user_ids": ["annotator"] * 129}, 400, 11102)],
)  # fmt: skip
def test_bad_status_of_a_task_changes_nothing(team: Team, busy: Script, members: Json, http: int, code: int) -> None:
    before = everything()

    assert settle(team, busy, **members).verdict == (http, code)
    assert everything() == before


def test_more_codes_than_a_statement_takes_mean_those_that_annotations_have(team: Team, busy: Script) -> None:
    codes = [24151, *range(10**6, 10**6 + 300_000)]

    answer = settle(team, busy, status_code=24158, status_codes=codes)

    assert (answer.verdict, answer.json["user_ids"]) == ((200, 10000), ["annotator"])


def test_unknown_task_has_nothing_to_set(team: Team, busy: Script) -> None:
    answer = settle(team, busy, "t9", status_code=24150)

    assert (answer.code, answer.json["updated_count"], answer.json["user_ids"]) == (10000, 0, [])


@pytest.mark.parametrize(("role", "code"), [("manager", 24156), ("annotator", 24156), ("viewer", 11007)])
def test_only_the_owner_sets_the_status_of_a_task(team: Team, busy: Script, role: str, code: int) -> None:
    before = everything()

    answer = settle(team, script_of(team.everybody()[role]), status_code=24150)

    assert answer.verdict == (403, code)
    assert everything() == before
