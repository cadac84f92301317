"""Prints the two tables. Shares are judged on PostgreSQL, by which the targets were set.

SQLite is a library inside our process: its limit is a function call, without a socket and another process, so its
shares are told without a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from bench.clock import Figure

GATE = 1.5


def operation_head() -> None:
    """Print the head of the first table."""
    print(
        f"\n{'operation':<36}{'limit ms':>9}{'ours ms':>9}{'quiet ms':>9}{'limit cpu':>10}{'web cpu':>8}{'db cpu':>8}"
        f"{'share':>7}{'of cpu':>7}{'target':>7}"
    )


def operation_row(
    name: str, limit: Figure | None, ours: Figure, *, least: float | None = None, most_cpu: float | None = None
) -> None:
    """Print one operation: share is limit / ours, 1.00 would be the bare database; once by the clock, once by CPU.

    On a busy machine the clock flatters us, as both sides wait; the CPU's share leaves out what both wait for.
    """
    by_clock = limit.median / ours.median if limit else None
    by_cpu = limit.whole_cpu / ours.whole_cpu if limit and ours.whole_cpu else None
    target, verdict = "-", ""
    if least is not None:
        target, verdict = f"{least:.2f}", _verdict(by_clock, by_cpu, least)
    if most_cpu is not None:
        target, verdict = f"{most_cpu:.0f} ms", "MISSED" if ours.whole_cpu > most_cpu else ""
    cells = (
        (limit.median if limit else None, 9), (ours.median, 9), (ours.quiet, 9),
        (limit.whole_cpu if limit else None, 10), (ours.cpu, 8), (ours.database, 8), (by_clock, 7), (by_cpu, 7),
    )  # fmt: skip
    figures = "".join(f"{'-' if not value else f'{value:.2f}':>{width}}" for value, width in cells)
    print(f"{name:<36}{figures}{target:>7}  {verdict}", flush=True)


def _verdict(by_clock: float | None, by_cpu: float | None, least: float) -> str:
    """Say by which of the two shares a target was missed."""
    if connection.vendor != "postgresql":
        return ""
    missed = [name for name, share in (("clock", by_clock), ("cpu", by_cpu)) if share is not None and share < least]
    return f"MISSED by {' and '.join(missed)}" if missed else ""


def fact(name: str, value: float, unit: str, most: float) -> None:
    """Print one figure that has a bound."""
    print(f"{name:<58}{value:>9.2f} {unit:<4} at most {most:g}{'  MISSED' if value > most else ''}", flush=True)


def growth_head(sizes: Sequence[int]) -> None:
    """Print the head of the second table."""
    columns = "".join(f"{size:>12,}" for size in sizes)
    print(f"\n{'growth: quiet ms at':<36}{columns}{'ratio':>8}{'of cpu':>8}  law")


def growth_row(name: str, figures: Sequence[Figure], law: str) -> None:
    """Print how one operation grows from the smallest to the largest app, by the clock and by CPU time."""
    first, last = figures[0], figures[-1]
    by_clock = last.quiet / first.quiet
    by_cpu = last.whole_cpu / (first.whole_cpu or 1)
    grows = law == "flat" and min(by_clock, by_cpu) > GATE
    cells = "".join(f"{one.quiet:>12.2f}" for one in figures)
    print(f"{name:<36}{cells}{by_clock:>8.2f}{by_cpu:>8.2f}  {law}{'  GROWS' if grows else ''}", flush=True)
