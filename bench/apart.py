"""Runs a part of the bench in a process of its own, on a data folder that is made for it and goes with it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def run_apart(module: str, *words: str, database_url: str = "") -> int:
    """Run a module, which is given the folder and these words, and return its exit status."""
    with tempfile.TemporaryDirectory(prefix="labeller-bench-") as data:
        environment = {**os.environ, "LABELLER_DATA": data, "LABELLER_HTTPS": "off", "DATABASE_URL": database_url}
        environment["DJANGO_SETTINGS_MODULE"] = "labeller.settings"
        command = [sys.executable, "-m", module, data, *words]
        return subprocess.run(command, cwd=HERE, env=environment, check=False).returncode
