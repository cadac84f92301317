"""Idempotency-Key under parallel repeats and kills: one effect, whatever happens in between."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, connections

from annotations_app.api import door, repeating
from annotations_app.api.replies import Reply
from annotations_app.models import Annotation, Concept, IdempotencyKey, Input
from tests.api.asking import Answer, Script, script_of
from tests.api.test_repeats import POST, as_script
from tests.conftest import Team

POSTGRESQL = connection.vendor == "postgresql"


def at_once(ask: Callable[[int], Answer], count: int) -> list[Answer]:
    """Let many ask at the same moment."""
    barrier = Barrier(count)

    def one(number: int) -> Answer:
        try:
            barrier.wait(timeout=30)
            return ask(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.fixture
def shared(transactional_db: None, team: Team, picture: Input) -> Script:
    """Return a script whose effects other connections see."""
    return script_of(team.owner, team.app)


def test_of_fifty_repeats_at_once_one_has_an_effect(shared: Script) -> None:
    answers = at_once(lambda _: as_script(shared, "a").post("/annotations", POST), 50)
    late = as_script(shared, "a").post("/annotations", POST)

    told = Counter(answer.verdict for answer in answers)
    assert set(told) <= {(200, 10000), (409, 10030)}
    assert told[200, 10000] >= 1
    assert {answer.content for answer in answers if answer.http == 200} == {late.content}
    assert all(answer.headers["Retry-After"] for answer in answers if answer.http == 409)
    assert Annotation.objects.filter(input_level=False).count() == 1
    assert IdempotencyKey.objects.count() == 1


def test_fifty_values_at_once_are_fifty_effects(shared: Script) -> None:
    answers = at_once(lambda number: as_script(shared, str(number)).post("/annotations", POST), 50)

    assert {answer.verdict for answer in answers} == {(200, 10000)}
    assert Annotation.objects.filter(input_level=False).count() == 50
    assert Concept.objects.count() == 1


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite has one writer: the repeat waits and gets the first one's answer")
def test_repeat_is_told_that_the_first_call_still_runs(shared: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, told, plain = Event(), Event(), repeating._kept

    def slow(*args: Any) -> Reply:
        begun.set()
        assert told.wait(30)
        return plain(*args)

    def first() -> Answer:
        try:
            return as_script(shared, "a").post("/annotations", POST)
        finally:
            connection.close()

    monkeypatch.setattr(repeating, "_kept", slow)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        assert begun.wait(30)
        repeat = as_script(shared, "a").post("/annotations", POST)
        told.set()

    assert repeat.verdict == (409, 10030)
    assert repeat.json["annotations"] == []
    assert repeat.headers["Retry-After"]
    assert as_script(shared, "a").post("/annotations", POST).content == running.result().content


@pytest.mark.parametrize("where", ["between the effect and its commit", "between the commit and the answer"])
def test_repeat_after_a_kill_has_one_effect(shared: Script, where: str) -> None:
    connections.close_all()
    child = os.fork()
    if child == 0:
        signal.alarm(60)

        def die(*args: Any) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        if where.endswith("commit"):
            repeating._kept = die  # type: ignore[assignment]
        else:
            door._response = die  # type: ignore[assignment]
        as_script(shared, "a").post("/annotations", POST)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    stored = Annotation.objects.filter(input_level=False).count()

    first, again = (as_script(shared, "a").post("/annotations", POST) for _ in range(2))

    assert stored == (0 if where.endswith("commit") else 1)
    assert first.verdict == (200, 10000)
    assert first.content == again.content
    assert ("Idempotency-Replayed" in first.headers) == bool(stored)
    assert Annotation.objects.filter(input_level=False).count() == 1
