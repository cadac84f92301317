"""Holds the labelling page against its budgets; started by `python -m bench.editor`, which makes the folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from annotations_app.models import User  # noqa: E402
from bench.apart import end_in_order  # noqa: E402
from bench.browser import chromium, signed_in  # noqa: E402
from bench.budgets import Table  # noqa: E402
from bench.gestures import begin, crowd, drag, walk  # noqa: E402
from bench.scene import Scene  # noqa: E402
from tests.faults.server import Server  # noqa: E402

RUNS = 3
PARTS = {"begin": begin, "drag": drag, "crowd": crowd, "walk": walk}


def main() -> int:
    """Fill, start, measure, print."""
    call_command("prepare", verbosity=0)
    server, table = Server(Path(sys.argv[1])), Table()
    end_in_order(server.end)
    server.start()
    load = os.getloadavg()
    try:
        _measure(Scene(server, User.objects.make("bench-owner")), table, sys.argv[2:])
    finally:
        server.end()
    held = table.show()
    told = " and ".join(f"{one[0]:.1f}" for one in (load, os.getloadavg()))
    print(f"Load of the machine before and after: {told}, on {os.cpu_count()} CPUs.")
    return 0 if held else 1


def _measure(scene: Scene, table: Table, wanted: list[str]) -> None:
    """Run the parts three times in turns, each in a window of its own."""
    with chromium() as browser:
        for run in range(RUNS):
            for name in wanted or PARTS:
                print(f"Run {run + 1} of {RUNS}: {name} ...", file=sys.stderr, flush=True)
                context = signed_in(browser, scene.address, scene.session)
                PARTS[name](context, scene, run, table)
                context.close()


if __name__ == "__main__":
    sys.exit(main())
