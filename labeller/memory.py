"""How a process that answers keeps its memory."""

import ctypes
import gc
from contextlib import suppress

_M_ARENA_MAX = -8  # of glibc's malloc.h


def look_for_cycles_rarely() -> None:
    """Leave alone what is loaded, and look through new objects less often; called once all is imported.

    A page of 1000 annotations makes some 50,000 objects and no cycles: the collector's default of a look at every
    700 of them took half of such a call (`python -m bench` shows it).
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def keep_few_heaps() -> None:
    """Let all threads share two heaps: one for each doubles the memory of a server. Only glibc knows of this."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)
