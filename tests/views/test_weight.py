"""What the labelling page makes a browser fetch: before it works, and while nothing else is to do."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.conf import settings

from annotations_app.models import Status
from tests.make import box, make_annotation, make_input

ASSET = re.compile(r'<(?:link rel="(?:stylesheet|modulepreload)" href|script [^>]*src)="([^"]+)"')
IMPORTED = re.compile(r'(?:from|import) ?"(\.[^"]+)"')
IMPORTED_LATER = re.compile(r'import\("(\.[^"]+)"\)')
ADDRESS = "/apps/owner/street/inputs/picture/label/"


@pytest.fixture
def page(team, browser):
    """Open the labelling page of a picture."""
    make_input(team.app, "picture")
    return browser(team.owner).get(ADDRESS).text


def files_of(page: str, collected: Path) -> set[Path]:
    """Find every script and style that a page names, as browsers get them."""
    return {(collected / one.removeprefix(settings.STATIC_URL)).resolve() for one in ASSET.findall(page)}


def closure(files: Iterable[Path], imports: Iterable[re.Pattern[str]] = (IMPORTED,)) -> set[Path]:
    """Add to files all that they import."""
    found: set[Path] = set()
    wanted = list(files)
    while wanted:
        file = wanted.pop().resolve()
        if file not in found:
            found.add(file)
            wanted += [file.parent / name for pattern in imports for name in pattern.findall(file.read_text())]
    return found


def weight(files: Iterable[Path], suffix: str) -> float:
    """Weigh the files of a kind in kB of 1,024 bytes, each compressed by itself."""
    return sum(len(gzip.compress(file.read_bytes())) for file in files if file.suffix == suffix) / 1024


def test_script_that_the_page_waits_for_weighs_little(page, collected):
    first = closure(files_of(page, collected))

    assert {"main.js", "saving.js", "outbox.js", "sender.js"} <= {file.name for file in first}
    assert not {"app.js", "page.js", "sign-out.js"} & {file.name for file in first}
    assert "htmx" not in {file.name[:4] for file in first}
    assert weight(first, ".js") < 40


def test_the_picture_is_asked_for_before_the_modules(page):
    [picture] = re.findall(r'<img class="picture" src="([^"]+)"', page)

    ahead = page.index(f'<link rel="preload" as="image" fetchpriority="high" href="{picture}">')

    assert ahead < page.index('rel="modulepreload"')


def test_all_script_of_the_page_together_weighs_less_than_a_photo(page, collected):
    everything = closure(files_of(page, collected), (IMPORTED, IMPORTED_LATER))
    [htmx] = re.findall(r'<meta name="htmx" content="([^"]+)">', page)
    everything.add(collected / htmx.removeprefix(settings.STATIC_URL))

    assert {"rest.js", "review.js", "tiles.js"} <= {file.name for file in everything}
    assert weight(everything, ".js") < 115


def test_style_that_the_picture_waits_for_weighs_little(page, collected):
    before, _, behind = page.partition("</head>")
    waited_for = {file for file in files_of(before, collected) if file.suffix == ".css"}

    assert {file.name for file in waited_for} == {"base.css", "editor.css"}
    assert {file.name for file in files_of(behind, collected)} == {"floating.css", "editor-later.css"}
    assert weight(waited_for, ".css") < 4.95
    assert weight(collected.glob("css/editor*.css"), ".css") < 5.75
    assert weight(files_of(page, collected), ".css") < 9.3


def test_a_review_and_a_narrow_window_bring_no_style_of_their_own(team, browser):
    make_annotation(team.app, make_input(team.app, "picture"), user=team.annotator, status=Status.AWAITING_REVIEW)

    def styles(address):
        return re.findall(r'<link rel="stylesheet"[^>]*>', browser(team.owner).get(address).text)

    assert styles(ADDRESS.replace("label", "review")) == styles(ADDRESS)
    assert not [link for link in styles(ADDRESS) if "media=" in link]
    assert len(styles(ADDRESS)) == 4


def test_no_style_of_the_page_looks_at_what_an_element_holds(page, collected):
    styles = {file for file in files_of(page, collected) if file.suffix == ".css"}

    # With :has() each text that changes costs a look through all rows of the list.
    assert not [file.name for file in styles if ":has(" in file.read_text()]


def test_all_modules_that_the_page_waits_for_are_fetched_at_once_and_no_others(page, collected):
    named = {file for file in files_of(page, collected) if "editor" in file.parts}
    needed = {file for file in closure([collected / "js/editor/main.js"]) if "editor" in file.parts}

    assert needed == named
    assert not [file for file in named if "later" in file.parts or "review" in file.parts]


def test_who_judges_boxes_is_given_at_once_what_that_takes(team, browser, collected):
    on = make_input(team.app, "picture")
    make_annotation(team.app, on, model="detector-1", data=box("car", region_id="box-1", value=0.9))
    make_annotation(team.app, on, user=team.annotator, data=box("car"), status=Status.AWAITING_REVIEW)
    judges = {"suggesting.js", "suggestions.js", "threshold.js", "details.js", "deeds.js", "nouns.js", "look-at.js"}
    selects = {"select.js", "move.js", "under.js", "reshape.js", "handles.js", "nouns.js"}
    selects |= {"box-maths.js", "corner-maths.js", "look-at.js", "rows.js"}

    def given(person, address):
        named = {file for file in files_of(browser(person).get(address).text, collected) if file.suffix == ".js"}
        assert closure(named) == named
        return {file.name for file in named if {"later", "review"} & {*file.parts}}

    assert given(team.owner, ADDRESS) == judges
    assert given(team.viewer, ADDRESS) == judges | selects
    assert selects | {"details.js", "review.js"} <= given(team.owner, ADDRESS.replace("label", "review"))


def test_every_module_of_the_editor_is_fetched_in_one_of_the_two_waves_or_for_a_review(page, collected):
    everything = closure(files_of(page, collected), (IMPORTED, IMPORTED_LATER))

    assert set((collected.resolve() / "js/editor").rglob("*.js")) <= everything
