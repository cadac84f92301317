"""Structs that several threads read."""

from __future__ import annotations

from typing import TypeVar

import msgspec

Kind = TypeVar("Kind", bound=type[msgspec.Struct])


def ready_for_threads(kind: Kind) -> Kind:
    """Let msgspec look at a struct now, while modules are loaded by one thread, and return it.

    It looks at the first use otherwise, and while it does so another thread's first use ends the whole process
    (msgspec 0.22 leaves a half-filled description with the class): the first calls after a start would crash it.
    """
    msgspec.json.Decoder(kind)
    return kind
