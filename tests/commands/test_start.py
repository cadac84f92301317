"""From a data folder to a server: a new one is made, a damaged one is refused, and nothing is a traceback."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from annotations_app.management import prepare

ROOT = settings.BASE_DIR


def manage(data, *words):
    """Run a command on a data folder of its own."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LABELLER_", "DATABASE_"))}
    surroundings = {**plain, "LABELLER_DATA": str(data), "DJANGO_SETTINGS_MODULE": "labeller.settings"}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("words", [("issue_key", "owner"), ("add_user", "somebody")])
def test_command_before_the_tables_are_made_says_so_in_one_line(tmp_path, words):
    done = manage(tmp_path / "data", *words)

    assert done.returncode == 1
    assert "manage.py prepare" in done.stderr
    assert done.stderr.count("\n") == 1


def test_demo_makes_the_tables_that_it_needs_for_its_owner_only(tmp_path):
    done = manage(tmp_path / "data", "demo", "--json")

    assert json.loads(done.stdout.splitlines()[-1])["app"] == {"id": "sandbox", "owner_id": "owner"}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / "labeller.sqlite3").stat().st_mode) == 0o600


@pytest.fixture
def file(tmp_path):
    """Make a database file with something in it."""
    file = tmp_path / "labeller.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE words (word TEXT NOT NULL)")
        database.executemany("INSERT INTO words VALUES (?)", [(f"word {number}" * 20,) for number in range(5000)])
    database.close()
    return file


def flip(file, at):
    """Write nonsense over a page."""
    with file.open("r+b") as bytes_:
        bytes_.seek(at)
        bytes_.write(b"\xff" * 4096)


@pytest.mark.parametrize("page", [0, 5, 40])
def test_damaged_database_is_refused_with_what_to_do(tmp_path, file, page):
    flip(file, page * 4096)
    before = file.read_bytes()

    done = manage(tmp_path, "web", "--port", "1")

    assert done.returncode == 1
    assert "is damaged" in done.stderr
    assert "put the last backup in its place" in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_bytes() == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks after its own files")
def test_large_file_is_looked_at_for_a_moment_only(db, monkeypatch):
    assert prepare.damage() == ""
    monkeypatch.setattr(prepare, "LONGEST_LOOK", -1)
    begun = time.monotonic()

    assert prepare.damage() == ""
    assert time.monotonic() - begun < 5
