"""What the labelling page makes a browser fetch before it works."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from django.conf import settings

from tests.make import make_input

ASSET = re.compile(r'<(?:link rel="(?:stylesheet|modulepreload)" href|script [^>]*src)="([^"]+)"')
NARROW = re.compile(r'<link rel="stylesheet" [^>]*media="[^"]*"[^>]*>')
IMPORTED = re.compile(r'(?:from|import) ?"(\.[^"]+)"')


def files_of(page: str, place: Path) -> set[Path]:
    """Find every script and style that a page loads, also by import, among the files of a place."""
    wanted = [place / one.removeprefix(settings.STATIC_URL) for one in ASSET.findall(page)]
    found: set[Path] = set()
    while wanted:
        file = wanted.pop().resolve()
        if file not in found:
            found.add(file)
            wanted += [file.parent / name for name in IMPORTED.findall(file.read_text())]
    return found


def test_script_and_style_of_the_labelling_page_weigh_less_than_a_photo(team, browser, collected):
    make_input(team.app, "picture")

    page = browser(team.owner).get("/apps/owner/street/inputs/picture/label/").text
    files = files_of(page, collected.resolve())

    assert {"htmx-2.min.js", "main.js", "editor.css"} <= {file.name for file in files}
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 87 * 1024


def test_style_that_the_picture_waits_for_weighs_little(team, browser, collected):
    make_input(team.app, "picture")

    page = browser(team.owner).get("/apps/owner/street/inputs/picture/label/").text
    before, _, behind = page.partition("</head>")
    waited_for = [file for file in files_of(NARROW.sub("", before), collected.resolve()) if file.suffix == ".css"]
    all_of_it = [file for file in files_of(page, collected.resolve()) if file.suffix == ".css"]

    own = collected.resolve().glob("css/editor*.css")

    assert {file.name for file in waited_for} == {"base.css", "controls.css", "editor.css"}
    assert {file.name for file in files_of(behind, collected.resolve())} == {"floating.css", "editor-later.css"}
    assert sum(len(gzip.compress(file.read_bytes())) for file in waited_for) < 6 * 1024
    assert sum(len(gzip.compress(file.read_bytes())) for file in own) < 6 * 1024
    assert sum(len(gzip.compress(file.read_bytes())) for file in all_of_it) < 9 * 1024


def test_all_modules_of_the_labelling_page_are_fetched_at_once(team, browser, collected):
    make_input(team.app, "picture")

    page = browser(team.owner).get("/apps/owner/street/inputs/picture/label/").text
    named = {Path(one).name for one in ASSET.findall(page)}

    editor = collected.resolve() / "js" / "editor"
    assert {file.name for file in files_of(page, collected.resolve()) if file.is_relative_to(editor)} <= named
