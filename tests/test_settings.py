"""Settings come from the environment once; a strange value stops the start with one line."""

import os
import re
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from labeller import environment
from labeller.assets import version_of

ROOT = settings.BASE_DIR


@pytest.fixture(autouse=True)
def _own_table(monkeypatch):
    monkeypatch.setattr(environment, "DOCUMENTED", {})


@pytest.mark.parametrize(("word", "value"), [("", True), ("on", True), ("OFF", False), ("0", False), (" yes ", True)])
def test_switch_understands_plain_words(monkeypatch, word, value):
    monkeypatch.setenv("LABELLER_X", word)

    assert environment.switch("LABELLER_X", True, "") is value


@pytest.mark.parametrize(
    ("read", "word", "message"),
    [
        (lambda: environment.switch("LABELLER_X", True, ""), "perhaps", "write on or off"),
        (lambda: environment.number("LABELLER_X", 1, ""), "-1", "whole number of at least 0"),
        (lambda: environment.number("LABELLER_X", 1, "", least=1), "0", "whole number of at least 1"),
        (lambda: environment.number("LABELLER_X", 1, ""), "1e3", "whole number"),
        (lambda: environment.number("LABELLER_X", 1, ""), "１２", "whole number"),
        (lambda: environment.address("LABELLER_X", "127.0.0.1", ""), "proxy", "IP address"),
        (lambda: environment.database("LABELLER_X", ROOT, ""), "mysql://host/name", "begins with 'mysql:'"),
        (lambda: environment.database("LABELLER_X", ROOT, ""), "postgresql://host:99999/name", "out of range"),
    ],
)
def test_strange_value_names_the_setting_and_what_to_write(monkeypatch, read, word, message):
    monkeypatch.setenv("LABELLER_X", word)

    with pytest.raises(ImproperlyConfigured, match=message) as refused:
        read()

    assert "LABELLER_X" in str(refused.value)


def test_strange_value_stops_the_start_with_one_line(tmp_path):
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "labeller.settings", "LABELLER_HTTPS": "perhaps"}
    command = [sys.executable, "manage.py", "web"]

    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr == "LABELLER_HTTPS is 'perhaps': write on or off.\n"


def test_secret_is_made_once_for_its_owner_only(monkeypatch, tmp_path):
    monkeypatch.delenv("LABELLER_X", raising=False)
    file = tmp_path / "data" / "secret"

    made = environment.kept_secret("LABELLER_X", file, "")

    assert len(made) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert environment.kept_secret("LABELLER_X", file, "") == made
    assert [each.name for each in file.parent.iterdir()] == ["secret"]


def test_secret_that_cannot_be_kept_is_one_line(monkeypatch, tmp_path):
    monkeypatch.delenv("LABELLER_X", raising=False)
    (tmp_path / "file").write_text("")

    with pytest.raises(ImproperlyConfigured, match="LABELLER_DATA"):
        environment.kept_secret("LABELLER_X", tmp_path / "file" / "secret", "")


def test_readme_explains_every_setting_as_the_code_reads_it(tmp_path):
    script = "from labeller import environment, settings; import json; print(json.dumps(environment.DOCUMENTED))"
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LABELLER_", "DATABASE_"))}
    command = [sys.executable, "-c", script]
    told = subprocess.run(command, cwd=ROOT, env={**plain, "LABELLER_DATA": str(tmp_path)}, capture_output=True)
    in_code = set(re.findall(rb'"((?:LABELLER|DATABASE)_[A-Z_]+)": \[', told.stdout))

    readme = (ROOT / "README.md").read_bytes()
    in_readme = set(re.findall(rb"^\| `((?:LABELLER|DATABASE)_[A-Z_]+)` \|[^|\n]+\|[^|\n]+\|", readme, re.MULTILINE))

    assert in_code
    assert in_readme == in_code


def test_shipped_settings_pass_the_deployment_check(tmp_path):
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LABELLER_", "DATABASE_"))}
    shipped = {**plain, "DJANGO_SETTINGS_MODULE": "labeller.settings", "LABELLER_DATA": str(tmp_path)}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    done = subprocess.run(command, cwd=ROOT, env=shipped, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


def test_address_of_static_files_changes_with_their_content(tmp_path):
    (tmp_path / "one.css").write_text("a {}")
    before = version_of(tmp_path)

    (tmp_path / "one.css").write_text("b {}")

    assert version_of(tmp_path) != before
    made_of = [ROOT / name for name in ("static", "requirements/run.lock", "labeller/static_files.py")]
    made_of.append(ROOT / "labeller" / "minifying.py")
    assert settings.STATIC_URL.endswith(f"{version_of(*made_of)}/")
