"""Calls that meet: one effect, and nobody is told of a deadlock or a taken name that is their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection

from annotations_app.api.bodies import Body
from annotations_app.api.calling import Asker, Sent, answer
from annotations_app.api.query_strings import QueryString
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.routes import Route
from annotations_app.models import Annotation, Input
from tests.api.asking import Answer, Script, script_of
from tests.conftest import Team

POSTGRESQL = connection.vendor == "postgresql"
together = pytest.mark.skipif(not POSTGRESQL, reason="one connection holds the tests' SQLite; tests/faults tries files")


class _Cause(Exception):
    sqlstate = "40P01"


def asked(run: Callable[[Call], Reply]) -> Reply:
    """Run a call that needs no key."""
    route = Route("GET", "/x", run, app="none", key=False)
    return answer(route, Asker("", "", ""), lambda: Sent({}, QueryString(""), Body()))


@pytest.mark.parametrize("kind", [IntegrityError, OperationalError])
def test_call_that_lost_a_race_runs_once_more(kind: type[Exception]) -> None:
    tries: list[int] = []

    def unlucky_call(call: Call) -> Reply:
        tries.append(1)
        if len(tries) == 1:
            raise kind("deadlock detected") from _Cause()
        return success()

    reply = asked(unlucky_call)

    assert reply.code == 10000
    assert len(tries) == 2


def test_other_trouble_is_not_tried_again() -> None:
    tries: list[int] = []

    def broken_call(call: Call) -> Reply:
        tries.append(1)
        raise OperationalError("disk full")

    reply = asked(broken_call)

    assert reply.code == 10030
    assert len(tries) == 1


def at_once(ask: Callable[[Script, int], Answer], script: Script, count: int = 12) -> list[Answer]:
    """Let many ask at the same moment."""
    barrier = Barrier(count)

    def one(number: int) -> Answer:
        try:
            barrier.wait(timeout=20)
            return ask(Script(**script.headers), number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.fixture
def script(transactional_db: None, team: Team) -> Script:
    """Return a script of the owner; what it stores is seen by other connections."""
    return script_of(team.owner, team.app)


def post(*items: dict[str, Any]) -> dict[str, Any]:
    """Write a post."""
    return {"annotations": [{"input_id": "picture", **item} for item in items]}


@together
def test_same_post_at_once_is_one_annotation(script: Script, picture: Input) -> None:
    body = post({"id": "x", "data": {"concepts": [{"id": "brand-new"}]}})

    answers = at_once(lambda asker, _: asker.post("/annotations", body), script)

    assert {answer.verdict for answer in answers} == {(200, 10000)}
    assert Annotation.objects.filter(public_id="x").count() == 1


@together
def test_of_bulks_with_one_common_id_one_is_stored_whole(script: Script, picture: Input) -> None:
    def bulk(asker: Script, number: int) -> Answer:
        own = [{"id": f"own-{number}-{place}"} for place in range(9)]
        return asker.post("/annotations", post(*own, {"id": "common", "task_id": str(number)}))

    answers = at_once(bulk, script)

    assert Counter(answer.verdict for answer in answers) == {(200, 10000): 1, (400, 10020): 11}
    assert Annotation.objects.filter(input_level=False).count() == 10


@together
def test_merges_at_once_are_all_there(script: Script, picture: Input) -> None:
    assert script.post("/annotations", post({"id": "x"}, {"id": "y"})).http == 200

    def merge(asker: Script, number: int) -> Answer:
        said = {"data": {"concepts": [{"id": f"c{number}"}]}}
        order = ("x", "y") if number % 2 else ("y", "x")
        items = [{"input_id": "picture", "id": name, **said} for name in order]
        return asker.patch("/annotations", {"action": "merge", "annotations": items})

    answers = at_once(merge, script)

    assert {answer.verdict for answer in answers} == {(200, 10000)}
    for one in script.get("/annotations").json["annotations"]:
        assert len(one["data"]["concepts"]) == 12


@together
def test_same_id_with_a_suffix_at_once_is_as_many_inputs(script: Script) -> None:
    body = {"input_id_conflict_resolution": "SUFFIX", "inputs": [{"id": "x", "data": {"text": {"raw": "hello"}}}]}

    answers = at_once(lambda asker, _: asker.post("/inputs", body), script)

    assert {answer.verdict for answer in answers} == {(200, 10000)}
    assert len({answer.json["inputs"][0]["id"] for answer in answers}) == 12
