"""Runs a function in a child process with limits, so that what it reads can hurt only the child."""

from __future__ import annotations

import os
import selectors
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar

import msgspec

from annotations_app.errors import Code, Invalid
from annotations_app.structs import ready_for_threads

Answer = TypeVar("Answer", bound=msgspec.Struct)

_ANSWERED, _REFUSED = b"+", b"-"
#: Held while a picture is decoded: one at a time, so that the memory that it may take is bounded.
DECODING = threading.Lock()
_FORKING = threading.Lock()  # else a child would hold another child's pipe open
_OWN_SIZE = Path("/proc/self/statm")


class Died(Exception):
    """The child was killed, aborted or took too long: there is no answer."""


@ready_for_threads
class _Refusal(msgspec.Struct):
    message: str
    code: int


def run_confined(
    function: Callable[[], Answer], answer: type[Answer], *, memory: int, cpu_seconds: int, seconds: float
) -> Answer:
    """Call a function in a forked child that may use so much more memory, CPU time and wall time.

    What it returns or raises as Invalid comes back; anything else that happens to the child raises Died.
    """
    if not hasattr(os, "fork"):
        return function()
    with _FORKING:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _be_the_child(function, writer, memory, cpu_seconds, seconds)
        os.close(writer)
    try:
        said = _read_until(reader, time.monotonic() + seconds)
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)  # not reaped yet, so the number is still the child's
        os.waitpid(child, 0)
    try:
        if said[:1] == _REFUSED:
            refusal = msgspec.msgpack.decode(said[1:], type=_Refusal)
            raise Invalid(refusal.message, Code(refusal.code))
        return msgspec.msgpack.decode(said[1:], type=answer)
    except msgspec.DecodeError:  # nothing, or half an answer
        raise Died from None


def _be_the_child(
    function: Callable[[], msgspec.Struct], writer: int, memory: int, cpu_seconds: int, seconds: float
) -> NoReturn:
    """Do the work and leave without running anything of the parent's: no handlers, no connections closed."""
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.alarm(int(seconds) + 5)  # in case the parent dies
        _limit(memory, cpu_seconds)
        try:
            said = _ANSWERED + msgspec.msgpack.encode(function())
        except Invalid as refusal:
            said = _REFUSED + msgspec.msgpack.encode(_Refusal(refusal.message, int(refusal.code)))
        with open(writer, "wb") as pipe:
            pipe.write(said)
    finally:
        os._exit(0)


def _limit(memory: int, cpu_seconds: int) -> None:
    import resource  # not on every system that Python runs on

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    if _OWN_SIZE.exists():
        most = int(_OWN_SIZE.read_text().split()[0]) * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _read_until(reader: int, deadline: float) -> bytes:
    """Read to the end; what stands there when time is up is nothing."""
    pieces: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(reader, selectors.EVENT_READ)
        while selector.select(max(0.0, deadline - time.monotonic())):
            piece = os.read(reader, 1 << 20)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
    return b""
