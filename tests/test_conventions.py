"""What no reader of the code should have to look for: bans, sizes, and files that belong together."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FUNCTION = 40
SIZES = {"*.py": 300, "*.js": 150, "*.html": 120}
BANS = {
    "templates/**/*.html": [
        (r"\|\s*safe\b", "escaping is never switched off"),
        (r"autoescape\s+off", "escaping is never switched off"),
        (r"<style\b|\sstyle\s*=", "styles stand in style sheets"),
        (r"<script(?![^>]*\bsrc=)[^>]*>", "scripts stand in modules"),
        (r"\son[a-z]+\s*=\s*[\"']", "scripts stand in modules"),
        (r"hx-on|js:|javascript:", "scripts stand in modules"),
        (r"json_dumps", "data for scripts goes through json_script"),
    ],
    "static/js/**/*.js": [
        (r"\beval\s*\(|new Function\s*\(", "no text becomes code"),
        (r"randomUUID\(|crypto\.subtle\.", "it is missing on plain HTTP"),
        (r"^import .* from \"(?!\.{1,2}/)", "imports are relative"),
        (r"document\.write\b", "no text becomes a page"),
    ],
    "annotations_app/**/*.py": [
        (r"\bmark_safe\b|\bSafeString\b", "escaping is never switched off"),
        (r"\beval\(|\bexec\(|\bpickle\b", "nothing from outside becomes code"),
        (r"\.bulk_update\(", "it costs ten times what the bulk SQL costs"),
        (r"order_by\(request|filter\(\*\*request", "parameters come from a list of what is allowed"),
    ],
}


def committed(pattern):
    """List our files of a kind, also those that are not committed yet, without those that git ignores."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", f":(glob){pattern}"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in found if name and (ROOT / name).is_file()]


def named(file):
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("pattern", BANS)
def test_nothing_banned_is_written(pattern):
    found = [
        f"{named(file)}:{number}: {why}"
        for file in committed(pattern)
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        for ban, why in BANS[pattern]
        if re.search(ban, line)
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("pattern", SIZES)
def test_files_are_small(pattern):
    files = [file for file in committed(f"**/{pattern}") if "migrations" not in file.parts]

    large = [named(file) for file in files if len(file.read_text().splitlines()) > SIZES[pattern]]

    assert not large


def test_functions_are_small():
    large = [
        f"{named(file)}: {node.name}"
        for file in committed("**/*.py")
        if "browser" not in file.parts  # a journey is one story, told without pause
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > FUNCTION
    ]

    assert not large


@pytest.mark.parametrize("folder", ["annotations_app", "labeller"])
def test_public_things_say_what_they_are_for(folder):
    silent = []
    for file in committed(f"{folder}/**/*.py"):
        if "migrations" in file.parts:
            continue
        module = ast.parse(file.read_text())
        things = [node for node in module.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        public = [node for node in things if not node.name.startswith("_")]
        if module.body and not ast.get_docstring(module):
            silent.append(named(file))
        silent += [f"{named(file)}: {node.name}" for node in public if not ast.get_docstring(node)]

    assert not silent


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    patterns = ("**/*.py", "**/*.js", "**/*.html", "**/*.css", "**/*.md")

    found = [named(file) for pattern in patterns for file in committed(pattern) if later.search(file.read_text())]

    assert not found


def requirements(name):
    """Read a lock: name -> version."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_lock_for_node_names_no_host():
    text = (ROOT / "tests" / "wire" / "node" / "package-lock.json").read_text()

    assert "://" not in re.sub(r'"url": "https://[^"]*"', "", text)  # where people may give money
    assert '"integrity"' in text


@pytest.mark.parametrize("name", ["run", "grpc", "test"])
def test_lock_holds_hashes_and_no_host(name):
    text = (ROOT / "requirements" / f"{name}.lock").read_text()

    assert "://" not in text
    assert " @ " not in text
    assert not re.search(r"^\s*(--index-url|--extra-index-url|--find-links|-i |-f |#)", text, re.MULTILINE)
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block, block


def test_what_runs_is_what_was_tested():
    run, grpc, test = requirements("run"), requirements("grpc"), requirements("test")

    assert run.items() <= grpc.items() <= test.items()
    assert test["protobuf"].startswith("6.")


def test_ci_runs_the_one_command_and_nothing_else():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()

    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd ", "export "))]

    assert commands == ["exec python3 run.py test"]
    assert "export REQUIRE_BROWSER=1 REQUIRE_NODE=1 REQUIRE_POSTGRES=1" in lines
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_every_photo_has_its_credits():
    named_there = (ROOT / "photos" / "CREDITS.md").read_text()

    assert [file.name for file in (ROOT / "photos").glob("*.jpg") if file.name not in named_there] == []


def test_licence_is_apache():
    assert "Apache License" in (ROOT / "LICENSE").read_text()[:200]
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text()
