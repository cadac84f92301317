"""If-Match: a script changes or deletes only the revision that it has seen."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from annotations_app.models import Annotation, Change, Input
from tests.api.asking import Answer, Script, path_of, script_of
from tests.api.state import State, make_state
from tests.conftest import Team
from tests.make import make_annotation

ONE = "/inputs/first/annotations/of-owner"
OWN = {"input_id": "first", "id": "of-owner"}
SEVERAL = [OWN, {"input_id": "second", "id": "of-annotator"}]


@pytest.fixture
def state(team: Team) -> State:
    """Make the fixed state."""
    return make_state(team)


def change(*items: dict[str, Any], action: str = "merge", **said: Any) -> dict[str, Any]:
    """Write a patch."""
    return {"action": action, "annotations": [{**item, **said} for item in items or (OWN,)]}


def says(*concepts: str) -> dict[str, Any]:
    """Write data."""
    return {"data": {"concepts": [{"id": concept} for concept in concepts]}}


def test_change_of_the_seen_revision_is_stored_and_of_an_older_one_refused(state: State) -> None:
    script = state.script
    seen = script.get(ONE).headers["ETag"]

    first = script.patch("/annotations", change(**says("new")), HTTP_IF_MATCH=seen)
    late = script.patch("/annotations", change(**says("late")), HTTP_IF_MATCH=seen)
    after = script.patch("/annotations", change(**says("later")), HTTP_IF_MATCH=first.headers["ETag"])

    assert first.verdict == after.verdict == (200, 10000)
    assert late.verdict == (412, 24155)
    assert late.item_codes() == [24155]
    assert late.json["annotations"][0]["id"] == "of-owner"
    assert first.headers["ETag"].strip('"') in late.details
    assert "ETag" not in late.headers
    concepts = script.get(ONE).json["annotation"]["data"]["concepts"]
    assert [one["id"] for one in concepts] == ["new", "later"]


def test_refused_condition_changes_nothing(state: State) -> None:
    for tag in (f'"{uuid4()}"', '""', "x", f'W/"{uuid4()}", "y"', "ü", '"*"'):
        for answer in (
            state.script.patch("/annotations", change(**says("brand-new")), HTTP_IF_MATCH=tag),
            state.script.patch("/annotations", change(action="overwrite", **says("brand-new")), HTTP_IF_MATCH=tag),
            state.script.delete(ONE, HTTP_IF_MATCH=tag),
        ):
            state.check_refused(answer, 412, 24155)


@pytest.mark.parametrize(
    "form", ['"{}"', 'W/"{}"', "{}", '"other", "{}"', '"a",W/"{}" , "b"', "*", ' "{}" ', "other, {}"]
)
def test_revision_is_recognised_in_every_form(state: State, form: str) -> None:
    script = state.script
    tag = form.format(script.get(ONE).headers["ETag"].strip('"'))

    patched = script.patch("/annotations", change(**says("new")), HTTP_IF_MATCH=tag)
    tag = form.format(patched.headers["ETag"].strip('"'))
    deleted = script.delete(ONE, HTTP_IF_MATCH=tag)

    assert patched.verdict == deleted.verdict == (200, 10000)
    assert script.get(ONE).verdict == (404, 11101)


@pytest.mark.parametrize("tag", ["", " ", ",", ", ,"])
def test_condition_that_names_nothing_is_refused(state: State, tag: str) -> None:
    state.check_refused(state.script.patch("/annotations", change(**says("x")), HTTP_IF_MATCH=tag), 400, 11102)
    state.check_refused(state.script.delete(ONE, HTTP_IF_MATCH=tag), 400, 11102)


@pytest.mark.parametrize("tag", ["*", '"x"'])
def test_condition_on_anything_else_is_refused_and_never_ignored(state: State, tag: str) -> None:
    several = change(*SEVERAL, **says("x"))
    pair = {"input_ids": ["first"], "ids": ["of-owner"]}

    for verb, path, body in (
        ("PATCH", "/annotations", several),
        ("POST", "/annotations", {"annotations": [{"input_id": "first"}]}),
        ("DELETE", "/annotations", pair),
        ("DELETE", "/inputs/annotations", pair),
        ("PATCH", "/inputs", {"action": "merge", "inputs": [{"id": "first", **says("x")}]}),
        ("DELETE", "/inputs/first", None),
        ("POST", "/concepts", {"concepts": [{"id": "x"}]}),
    ):
        answer = state.script.ask(verb, path, body, HTTP_IF_MATCH=tag)
        state.check_refused(answer, 400, 11102)
        assert "If-Match" in answer.details
    assert state.script.get(ONE, HTTP_IF_MATCH=tag).http == 200


def test_who_may_not_change_it_is_told_that_and_not_its_revision(state: State, team: Team) -> None:
    path, one = path_of(team.app, "/annotations"), path_of(team.app, ONE)
    reader = script_of(team.annotator)

    for tag in ("*", '"x"'):
        assert reader.patch(path, change(**says("x")), HTTP_IF_MATCH=tag).verdict == (403, 10020)
        assert reader.delete(one, HTTP_IF_MATCH=tag).verdict == (403, 24156)
        unknown = change({"input_id": "first", "id": "nothing"}, **says("x"))
        assert state.script.patch("/annotations", unknown, HTTP_IF_MATCH=tag).verdict == (404, 10020)
        assert state.script.delete("/inputs/first/annotations/nothing", HTTP_IF_MATCH=tag).verdict == (404, 11101)


def test_etag_moves_with_every_change_whoever_makes_it(state: State, team: Team) -> None:
    seen = state.script.get(ONE).headers["ETag"]

    status = change(status={"code": "ANNOTATION_PENDING"})
    assert script_of(team.manager).patch(path_of(team.app, "/annotations"), status).http == 200

    assert state.script.delete(ONE, HTTP_IF_MATCH=seen).verdict == (412, 24155)
    assert state.script.delete(ONE, HTTP_IF_MATCH=state.script.get(ONE).headers["ETag"]).http == 200


@pytest.mark.parametrize("deletes", [False, True])
def test_of_many_with_the_same_etag_one_succeeds(
    transactional_db: None, team: Team, picture: Input, deletes: bool
) -> None:
    script = script_of(team.owner, team.app)
    made = make_annotation(team.app, picture, id="x")
    barrier, tag = Barrier(8), script.get("/inputs/picture/annotations/x").headers["ETag"]

    def ask(number: int) -> Answer:
        asker = Script(**script.headers, HTTP_IF_MATCH=tag)
        body = change({"input_id": "picture", "id": "x"}, action="overwrite", **says(f"c{number}"))
        try:
            barrier.wait(timeout=20)
            if deletes and number == 0:
                return asker.delete("/inputs/picture/annotations/x")
            return asker.patch("/annotations", body)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))

    told = Counter(answer.verdict for answer in answers)
    assert told[200, 10000] == 1
    assert set(told) <= {(200, 10000), (412, 24155), (404, 10020)}
    assert Change.objects.count() == 1
    winner = next(place for place, answer in enumerate(answers) if answer.http == 200)
    if deletes and winner == 0:
        assert not Annotation.objects.filter(pk=made.pk).exists()
    else:
        concepts = script.get("/inputs/picture/annotations/x").json["annotation"]["data"]["concepts"]
        assert [one["id"] for one in concepts] == [f"c{winner}"]
