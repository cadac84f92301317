"""Measures calls: wall clock as median and quiet tenth, and the CPU time of a group of processes."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Figure:
    """What one operation took: milliseconds, and milliseconds of the server's CPU."""

    median: float
    quiet: float
    cpu: float = 0.0


def measure(work: Callable[[], object], *, times: int = 30, warm: int = 3, pids: Iterable[int] = ()) -> Figure:
    """Run something many times, a few of them uncounted."""
    for _ in range(warm):
        work()
    watched = list(pids)
    cpu, walls = cpu_ms(watched), []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        walls.append((time.perf_counter() - begun) * 1000)
    spent = (cpu_ms(watched) - cpu) / times
    walls.sort()
    return Figure(statistics.median(walls), walls[len(walls) // 10], spent)


def cpu_ms(pids: Iterable[int]) -> float:
    """Add up the CPU time that processes have used, in milliseconds."""
    tick = 1000 / os.sysconf("SC_CLK_TCK")
    total = 0.0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) * tick
    return total


def memory_mib(pids: Iterable[int]) -> float:
    """Add up the proportional memory of processes, in MiB: pages that several share count once."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024
