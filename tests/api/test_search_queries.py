"""How many queries a search costs, and by which index what is asked for most is found (speed.md 4)."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from annotations_app.models import Status
from tests.api.asking import Script, script_of
from tests.api.searching import Json, body, data, shaped
from tests.api.test_queries import POSTGRESQL, fill_another_app, statements
from tests.conftest import Team
from tests.make import box, make_annotation, make_input

FREQUENT: dict[str, Json] = {
    "all": {}, "input": {"annotation": {"input_id": "picture"}}, "user": {"annotation": {"user_id": "annotator"}},
    "status": {"annotation": {"status": {"code": "ANNOTATION_PENDING"}}}, "task": {"annotation": {"task_id": "t1"}},
    "model": {"annotation": {"model_version_id": "v1"}}, "concept": data(concepts=[{"id": "tree"}]),
    "no concept": {**data(concepts=[{"id": "bike"}]), "negate": True}, "shape": shaped("bounding_box"),
    "another shape": shaped("polygon"), "track": data(regions=[{"track_id": "t"}]),
}  # fmt: skip


@pytest.fixture
def script(team: Team) -> Script:
    """Put a crowd of annotations beside some of the team's. Return a script of the owner, whose key was used."""
    pictures = [make_input(team.app, "picture"), *(make_input(team.app) for _ in range(5))]
    for picture in pictures:
        make_annotation(team.app, picture, user=team.annotator, status=Status.PENDING, task_id="t1", data=box("tree"))
        make_annotation(team.app, picture, model="v1", data=box("tree"))
    place = {"bounding_box": {"top_row": 0.1, "left_col": 0.1, "bottom_row": 0.5, "right_col": 0.5}}
    fill_another_app(regions=[{"region_info": place}])
    script = script_of(team.owner, team.app)
    assert script.get("/myscopes").http == 200
    return script


@pytest.mark.parametrize("path", ["/annotations/searches", "/inputs/searches"])
def test_search_costs_the_same_queries_whatever_it_finds(script: Script, path: str) -> None:
    for name, wanted in FREQUENT.items():
        one, many = (statements(script, "POST", path, body(wanted, pagination={"per_page": n})) for n in (1, 1000))

        # What is named (a user, an input, a concept), the look for what is rare, the page, its inputs and their data.
        assert len(one) == len(many) <= 6, "\n".join([name, *many])


@pytest.mark.parametrize("rare", [2000, 0])
@pytest.mark.parametrize("path", ["/annotations/searches", "/inputs/searches"])
@pytest.mark.skipif(not POSTGRESQL, reason="plans are PostgreSQL's")
def test_what_is_asked_most_is_found_by_an_index_that_begins_with_the_app(
    script: Script, monkeypatch: pytest.MonkeyPatch, path: str, rare: int
) -> None:
    monkeypatch.setattr("annotations_app.models.searching.RARE", rare)
    asked = [sql for wanted in FREQUENT.values() for sql in statements(script, "POST", path, body(wanted))]

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for way in ("seqscan", "bitmapscan", "mergejoin", "hashjoin"):  # which pay only where tables are small
            cursor.execute(f"SET LOCAL enable_{way} = off")
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            for table in ("annotation", "region", "annotationconcept", "input"):
                assert not re.search(rf"Seq Scan on annotations_app_{table}\b", plan), plan
                # By the app, or by the key of a row that was found so.
                for condition in re.findall(rf"on annotations_app_{table}\b[^\n]*\n\s*([^\n]*)", plan):
                    assert re.match(r"Index Cond: .*\b(app_id|id|annotation_id|input_id) = ", condition), plan
