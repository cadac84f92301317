"""Styles that were made small for browsers say the same as those that are written."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import expect

from annotations_app.models import Concept, Status
from tests.browser.stage import Stage, make_photo
from tests.make import box, make_annotation

WRITTEN = settings.BASE_DIR / "static" / "css"
NAMES = "() => [...document.querySelectorAll('link[rel=stylesheet]')].map((one) => one.href.split('/').pop())"
#: Exchanges the styles of a page, and tells each property of an element, or of what a style puts before or behind it,
#: that is different then. In one go: no script of the page comes between.
EXCHANGE = """(texts) => {
  const looks = () => [...document.querySelectorAll("*")].flatMap((one) => [null, "::before", "::after"].map((part) => {
    const style = getComputedStyle(one, part);
    if (part && style.content === "none") return [];
    const names = [...style].filter((name) => !name.startsWith("--"));
    return names.map((name) => `${one.tagName} ${one.className} ${part} ${name}: ${style.getPropertyValue(name)}`);
  }));
  const before = looks();
  for (const one of document.querySelectorAll("link[rel=stylesheet]")) one.disabled = true;
  document.adoptedStyleSheets = texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return [before.length, looks().flatMap((lines, at) => lines.filter((line, of) => line !== before[at][of]))];
}"""


@pytest.fixture
def on(team, troubles):
    troubles.expected = ("Failed to load resource",)
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    photo = make_photo(team.app, "street-1")
    for status in (Status.AWAITING_REVIEW, Status.SUCCESS, Status.REVIEW_DENIED):
        make_annotation(team.app, photo, user=team.annotator, status=status, data=box("car"))
    make_annotation(team.app, photo, model="detector-1", data=box("bus", region_id="seen", value=0.4))
    return photo


def changed(page):
    """Exchange the styles of a page by those that are written, and tell what looks different then."""
    parts, lines = page.evaluate(EXCHANGE, [(WRITTEN / name).read_text() for name in page.evaluate(NAMES)])
    assert parts > 300
    return lines


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_labelling_page_looks_as_it_is_written(width, scheme, team, person, on):
    stage = Stage(person(team.owner, width=width, color_scheme=scheme)).open(on)
    stage.press("Control+a", "i")

    assert changed(stage.page) == []


@pytest.mark.parametrize("area", ["inputs/street-1/review", "inputs"])
def test_other_pages_look_as_they_are_written(area, team, person, on):
    page = person(team.owner)
    page.goto(f"/apps/owner/street/{area}/")
    expect(page.locator("box-editor:not([data-complete])")).to_have_count(0)

    assert changed(page) == []
