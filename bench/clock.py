"""Measures work: the clock as median and quiet tenth, and beside it the CPU time of who did it and of the database.

What is compared is measured in turns, call by call, so that a noisy moment hits all sides alike.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

Work = Callable[[], object]


@dataclass
class Side:
    """One of the things compared: what is done, and which processes do it, beside those of the database.

    A server opens connections as it goes, each with a process of the database: so these are asked for each time.
    """

    work: Work
    doers: Collection[int] = ()
    database: Callable[[], list[int]] = list


@dataclass
class Figure:
    """What one call took, in milliseconds: clock, CPU of who did it, CPU of the database's processes."""

    median: float
    quiet: float
    cpu: float = 0.0
    database: float = 0.0

    @property
    def whole_cpu(self) -> float:
        """Return all CPU that it took."""
        return self.cpu + self.database


@dataclass
class _Seen:
    walls: list[float] = field(default_factory=list)
    cpu: float = 0.0
    database: float = 0.0


def measure(*sides: Side, times: int, warm: int = 5) -> list[Figure]:
    """Do all sides in turns, some of them uncounted."""
    seen = [_Seen() for _ in sides]
    for turn in range(warm + times):
        for side, one in zip(sides, seen, strict=True):
            before = cpu_by_process([*side.doers, *side.database()])
            begun = time.perf_counter()
            side.work()
            wall = (time.perf_counter() - begun) * 1000
            if turn >= warm:
                one.walls.append(wall)
                for pid, cpu in cpu_by_process(before).items():
                    if pid in side.doers:
                        one.cpu += cpu - before[pid]
                    else:
                        one.database += cpu - before[pid]
    return [_figure(one) for one in seen]


def _figure(seen: _Seen) -> Figure:
    walls, times = sorted(seen.walls), len(seen.walls)
    return Figure(statistics.median(walls), walls[times // 10], seen.cpu / times, seen.database / times)


def crowd(works: Sequence[Work], seconds: float) -> float:
    """Let several clients work at once, and return how many milliseconds a call of all of them together takes."""
    done: list[int] = []
    begin = threading.Barrier(len(works))

    def go_on(work: Work) -> None:
        work()  # opens its connection
        begin.wait()
        count, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            work()
            count += 1
        done.append(count)

    threads = [threading.Thread(target=go_on, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds * 1000 / max(1, sum(done))


def cpu_by_process(pids: Iterable[int]) -> dict[int, float]:
    """Add up the CPU time of all threads of each process, in milliseconds; one that has ended is left out."""
    found: dict[int, float] = {}
    for pid in pids:
        with suppress(OSError):
            threads = list(Path(f"/proc/{pid}/task").iterdir())
            found[pid] = sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e6
    return found


def memory_mib(pids: Iterable[int]) -> float:
    """Add up the proportional memory of processes, in MiB: pages that several share count once."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024
