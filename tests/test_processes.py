"""Processes of our own: started again when they should not have ended, and ended with us."""

import os
import signal
import sys
import time

import pytest

from labeller.processes import NOT_TO_BE_HAD, Child, stop


@pytest.fixture
def child():
    """Return a function that starts a Python program as a child, and end it with the test."""
    started = []

    def start(program):
        started.append(Child("The thing", [sys.executable, "-c", program], dict(os.environ)))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.stop(5)


def test_child_that_ended_is_started_again_after_a_pause(child, capsys):
    one = child("raise SystemExit(1)")
    first = one.process
    first.wait(20)

    one.revive()
    assert one.process is first
    assert capsys.readouterr().err == "The thing has ended by itself; it starts again in 1 s.\n"

    one.due = time.monotonic()
    one.revive()
    assert one.process is not first


def test_pause_grows_while_starting_again_does_not_help(child):
    one, pauses = child("raise SystemExit(1)"), []
    for _ in range(8):
        one.process.wait(20)
        one.revive()
        pauses.append(one.pause)
        one.due = time.monotonic()
        one.revive()

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


def test_child_that_cannot_be_had_is_left_alone(child, capsys):
    one = child(f"raise SystemExit({NOT_TO_BE_HAD})")
    one.process.wait(20)

    one.revive()

    assert one.due is None
    assert not capsys.readouterr().err


@pytest.fixture
def handlers():
    """Put back what is done on a signal."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_living_child_is_left_alone_and_told_to_end(child, handlers):
    one = child("import time; time.sleep(60)")

    one.revive()
    assert one.process.poll() is None

    stop([one])
    assert one.process.returncode == -15
