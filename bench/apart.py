"""Runs a part of the bench in a process of its own, on a data folder that is made for it and goes with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

HERE = Path(__file__).resolve().parent.parent


def end_in_order(last: Callable[[], object] | None = None) -> None:
    """Let SIGTERM end this process as an error does; as a browser's loop stops at none, do what is `last` and go."""

    def end(number: int, frame: FrameType | None) -> None:
        if last is None:
            raise SystemExit(128 + number)
        last()
        os._exit(128 + number)

    signal.signal(signal.SIGTERM, end)


def run_apart(module: str, *words: str, database_url: str = "") -> int:
    """Run a module, which is given the folder and these words, and return its exit status."""
    with tempfile.TemporaryDirectory(prefix="labeller-bench-") as data:
        environment = {**os.environ, "LABELLER_DATA": data, "LABELLER_HTTPS": "off", "DATABASE_URL": database_url}
        environment["DJANGO_SETTINGS_MODULE"] = "labeller.settings"
        command = [sys.executable, "-m", module, data, *words]
        end_in_order()
        with subprocess.Popen(command, cwd=HERE, env=environment) as process:
            try:
                return process.wait()
            finally:
                process.terminate()
