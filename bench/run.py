"""One run on one database; started by `python -m bench`, which makes the folder and the environment."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from annotations_app.models import User  # noqa: E402
from bench.apart import end_in_order  # noqa: E402
from bench.clock import memory_mib  # noqa: E402
from bench.doors import compare  # noqa: E402
from bench.operations import OPERATIONS, together  # noqa: E402
from bench.paint import look  # noqa: E402
from bench.pictures import upload  # noqa: E402
from bench.site import Site  # noqa: E402
from bench.tables import fact, growth_head, growth_row, operation_head, operation_row  # noqa: E402
from tests.faults.server import Server  # noqa: E402


def main() -> None:
    """Fill, start, measure."""
    end_in_order()
    data, sizes = Path(sys.argv[1]), [int(size) for size in sys.argv[2].split(",")]
    call_command("prepare", verbosity=0)
    owner, annotator = User.objects.make("bench-owner"), User.objects.make("bench-annotator")
    server = Server(data, os.environ.get("DATABASE_URL", ""))
    server.start()
    with _worker(server) as worker:
        try:
            sites = [Site(server, owner, annotator, size) for size in sizes]
            _restart(server)
            fact("memory of web and worker, idle", memory_mib([*server.pids(), worker]), "MiB", 170)
            _operations(sites[-1])
            compare(sites[-1])
            photographed = upload(sites[-1])
            _growth(sites)
            print()
            look(sites[-1], photographed)
            fact("memory of web and worker after all this", memory_mib([*server.pids(), worker]), "MiB", 260)
        finally:
            server.end()


def _restart(server: Server) -> None:
    times = []
    for _ in range(3):
        server.end()
        times.append(server.start())
    fact("web process: start to first 200 with the data present", statistics.median(times), "s", 1.5)


def _operations(site: Site) -> None:
    operation_head()
    costs = {}
    for one in OPERATIONS:
        limit, ours = one.compare(site)
        operation_row(one.name, limit, ours, least=one.least, most_cpu=one.most_cpu)
        costs[one.name] = ours.whole_cpu
    together(site)
    fact("CPU of DELETE 128 against POST 128", costs["DELETE 128"] / costs["POST 128 boxes"], "x", 1)


def _growth(sites: list[Site]) -> None:
    growth_head([site.size for site in sites])
    for one in OPERATIONS:
        growth_row(one.name, one.grow(sites), one.law)


@contextmanager
def _worker(server: Server) -> Iterator[int]:
    """Run the background worker beside the server."""
    command = [sys.executable, "manage.py", "worker"]
    process = subprocess.Popen(command, env=server.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
