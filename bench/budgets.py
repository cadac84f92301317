"""The budgets of the labelling page, and the table that holds what was seen against them."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass, field

#: A run fails where a figure is that many times its budget: machines differ, and are seldom quiet.
TOLERANCE = 1.5


@dataclass(frozen=True)
class Budget:
    """One line: what is measured, in which unit, and the most that it may be; None is told without a verdict."""

    what: str
    unit: str
    most: float | None


BUDGETS = {
    "drag": Budget("drag one of 1,000 boxes: work a frame", "ms", 12),
    "drag-interval": Budget("  frame interval, p95", "ms", 17),
    "drag-slowly": Budget("  frame interval with a quarter of the CPU, p95", "ms", 34),
    "zoom": Budget("zoom with 1,000 boxes: work a step", "ms", 12),
    "select": Budget("2,000 boxes: select all, work until painted", "ms", 50),
    "hide": Budget("  hide all", "ms", 50),
    "show": Budget("  show all again", "ms", None),
    "relabel": Budget("  relabel all", "ms", 50),
    "relabel-saved": Budget("  relabel all, work until all is saved", "ms", None),
    "delete": Budget("  delete all", "ms", 50),
    "script": Budget("script with htmx until ready, gzip", "kB", 40),
    "style": Budget("style of the labelling page, gzip", "kB", 6),
    "html": Budget("HTML with 1,000 boxes, gzip", "kB", 60),
    "ready": Budget("nothing in the cache, 12 MP, 200 boxes: usable after", "ms", 1000),
    "next": Budget("next image, fetched ahead: key to usable, p95", "ms", 200),
    "kept": Budget("pointer up to kept on disk, p95", "ms", 25),
    "saved": Budget("pointer up to saved, p95", "ms", 250),
    "memory": Budget("memory that 100 images in one tab leave", "MiB", 60),
}


@dataclass
class Table:
    """What was seen in each run, by the names of the budgets; beside it the CPU time of the page's main thread."""

    seen: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, figure: float, cpu: float | None = None) -> None:
        """Take up one figure of one run."""
        self.seen[name].append(figure)
        if cpu is not None:
            self.cpu[name].append(cpu)

    def show(self) -> bool:
        """Print the medians; return whether none is far above its budget."""
        print(f"\n{'what':<56}{'budget':>8}{'median':>9}{'least':>9}{'most':>9}{'cpu':>8}")
        verdicts = [self._row(name, figures) for name, figures in self.seen.items()]
        return "MISSED" not in verdicts

    def _row(self, name: str, figures: list[float]) -> str:
        budget, median = BUDGETS[name], statistics.median(figures)
        most = "-" if budget.most is None else f"{budget.most:g}"
        cpu = f"{statistics.median(self.cpu[name]):.1f}" if self.cpu[name] else ""
        verdict = _verdict(median, budget.most)
        figures_told = "".join(f"{one:>9.1f}" for one in (median, min(figures), max(figures)))
        print(f"{budget.what:<56}{most:>8}{figures_told}{cpu:>8} {budget.unit:<4}{verdict}", flush=True)
        return verdict


def _verdict(figure: float, most: float | None) -> str:
    if most is None:
        return ""
    return "MISSED" if figure > most * TOLERANCE else "over" if figure > most else "held"


def percentile(values: list[float], share: float = 0.95) -> float:
    """Return the value that so large a share of values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
