"""How many queries a call costs after the look-up of its key, and by which index lists are found (speed.md 4)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Input, Status
from tests.api.asking import Script, script_of
from tests.conftest import Team
from tests.make import box, make_annotation, make_app, make_input, make_user

POSTGRESQL = connection.vendor == "postgresql"
MORE_ON_SQLITE = 0 if POSTGRESQL else 3


def statements(script: Script, verb: str, path: str, body: Any = None) -> list[str]:
    """Ask and return the statements but for the look-up of the key and the marks of transactions."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = script.ask(verb, path, body)
    assert answer.verdict == (200, 10000), answer.content[:500]
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [query["sql"] for query in caught if not query["sql"].startswith(marks)][1:]


def posts(count: int, **members: Any) -> dict[str, Any]:
    """Write a post of boxes with two concepts each."""
    place = {"bounding_box": {"top_row": 0.1, "left_col": 0.1, "bottom_row": 0.5, "right_col": 0.5}}
    said = {"concepts": [{"id": "tree"}, {"id": "bike", "value": 0}]}
    item = {"input_id": "picture", "data": {"regions": [{"region_info": place, "data": said}]}, **members}
    return {"annotations": [{**item, "id": f"n{count}-{number}"} for number in range(count)]}


@pytest.fixture
def warm(script: Script, picture: Input) -> Script:
    """Use the key once, which notes it, and make the concepts."""
    assert script.post("/annotations", posts(3)).http == 200
    return script


def test_posting_costs_the_same_for_one_and_for_128(warm: Script) -> None:
    one = statements(warm, "POST", "/annotations", posts(1))
    many = statements(warm, "POST", "/annotations", posts(128))

    assert len(one) == len(many) <= 5 + MORE_ON_SQLITE, "\n".join(query[:200] for query in many)


def test_patching_costs_the_same_for_one_and_for_128(warm: Script) -> None:
    assert warm.post("/annotations", posts(128)).http == 200

    def patch(count: int) -> dict[str, Any]:
        items = [
            {"input_id": "picture", "id": f"n128-{number}", "data": {"concepts": [{"id": "tree"}]}}
            for number in range(count)
        ]
        return {"action": "merge", "annotations": items}

    one = statements(warm, "PATCH", "/annotations", patch(1))
    many = statements(warm, "PATCH", "/annotations", patch(128))

    assert len(one) == len(many) <= 5 + MORE_ON_SQLITE, "\n".join(query[:200] for query in many)


def test_deleting_costs_the_same_for_one_and_for_128(warm: Script) -> None:
    assert warm.post("/annotations", posts(128)).http == 200
    assert warm.post("/annotations", posts(1)).http == 200

    one = statements(warm, "DELETE", "/annotations", {"input_ids": ["picture"], "ids": ["n1-0"]})
    ids = [f"n128-{number}" for number in range(128)]
    many = statements(warm, "DELETE", "/annotations", {"input_ids": ["picture"] * 128, "ids": ids})

    assert len(one) == len(many) <= 5 + MORE_ON_SQLITE, "\n".join(query[:200] for query in many)


@pytest.mark.parametrize(
    "path",
    ["/annotations?per_page={}", "/annotations?per_page={}&list_all_annotations=true",
    "/annotations?per_page={}&input_ids=picture",
     "/annotations?per_page={}&user_ids=owner", "/inputs?per_page={}", "/concepts?per_page={}"],
)  # fmt: skip
def test_a_page_costs_the_same_whatever_its_size(team: Team, warm: Script, path: str) -> None:
    assert warm.post("/annotations", posts(128)).http == 200
    for _ in range(5):
        make_input(team.app)

    small, large = statements(warm, "GET", path.format(1)), statements(warm, "GET", path.format(1000))

    # A page of inputs reads the inputs and then, as a page of annotations does, their input-level annotations.
    assert len(small) == len(large) <= (2 if path.startswith("/inputs") else 1)


def test_single_annotation_costs_one_query(warm: Script) -> None:
    assert len(statements(warm, "GET", "/inputs/picture/annotations/n3-0")) == 1


def fill_another_app(**data: Any) -> None:
    """Put a crowd beside the team, so that going through everybody's rows costs more than through the team's."""
    crowd = make_app(make_user("crowd"), "crowd")
    make_input(crowd, "picture")
    Input.objects.bulk_create(Input(app=crowd, public_id=f"crowd{number}") for number in range(1000))
    for _ in range(6):
        items = [{"input_id": "picture", "data": {"concepts": [{"id": "tree"}], **data}}] * 128
        assert script_of(crowd.owner, crowd).post("/annotations", {"annotations": items}).http == 200


def plan_of(sql: str) -> str:
    """Let PostgreSQL say how it finds these rows when it may not simply read or sort them all."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for way in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            cursor.execute(f"SET LOCAL {way} = off")
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())


FILTERS = [
    "", "list_all_annotations=true", "input_ids=picture", "input_ids=picture&list_all_annotations=true",
    "user_ids=annotator",
    "model_version_ids=v1", "workflow_version_ids=v1", "statuses.code=ANNOTATION_PENDING&list_all_annotations=true",
    "task_id=t1&list_all_annotations=true",
    "page=3&per_page=2", "page=3&per_page=2&list_all_annotations=true", "page=2&per_page=2&user_ids=annotator",
]  # fmt: skip


@pytest.mark.skipif(not POSTGRESQL, reason="plans are PostgreSQL's")
@pytest.mark.parametrize("query", FILTERS)
def test_each_filter_walks_an_index_that_begins_with_the_app(team: Team, query: str) -> None:
    pictures = [make_input(team.app, "picture"), *(make_input(team.app) for _ in range(5))]
    for picture in pictures:
        make_annotation(team.app, picture, user=team.annotator, status=Status.PENDING, task_id="t1", data=box("tree"))
        make_annotation(team.app, picture, model="v1", data=box("tree"))
    script = script_of(team.owner, team.app)
    fill_another_app()

    page = next(
        sql for sql in statements(script, "GET", f"/annotations?{query}") if '"created_at"' in sql and "LIMIT" in sql
    )

    plan = plan_of(page)
    assert "Sort" not in plan, plan
    indexes = re.findall(r"Scan using (\S+) on annotations_app_annotation\b", plan)
    assert indexes, plan
    assert all(index.startswith("annotation_") for index in indexes), plan
    assert len(re.findall(r"Index Cond: \(+app_id = ", plan)) >= len(indexes), plan


@pytest.mark.skipif(not POSTGRESQL, reason="plans are PostgreSQL's")
@pytest.mark.parametrize("query", ["", "list_all_annotations=true", "input_ids=picture", "user_ids=owner"])
def test_a_cursor_begins_inside_the_index(warm: Script, query: str) -> None:
    assert warm.post("/annotations", posts(20)).http == 200
    asked = f"/annotations?{query}&per_page=5&cursor="
    asked += warm.get(asked).json["next_cursor"]
    fill_another_app()

    page = next(sql for sql in statements(warm, "GET", asked) if '"created_at"' in sql and "LIMIT" in sql)

    plan = plan_of(page)
    assert "Sort" not in plan, plan
    assert re.search(r"Index Cond: \(+app_id = .* AND \(id > ", plan), plan
