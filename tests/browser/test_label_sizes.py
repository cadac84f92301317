"""Every button of the labelling page, of its review and of the crops is large enough for who has to hit it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept, Status
from annotations_app.models.data import POLYGON, AnnotationData, RegionData
from tests.browser.stage import Stage, make_photo
from tests.make import box, make_annotation, make_marker

#: What one presses and is shown, smaller than so many pixels either way; half a pixel is rounding.
SMALL = """(least) => [...document.querySelectorAll("button, select, summary, a.button, .top a")].filter((one) => {
  if (!one.checkVisibility({ visibilityProperty: true }) || one.closest(".vh, .skip")) return false;
  const { width, height } = one.getBoundingClientRect();
  return width && height && Math.min(width, height) < least - 0.5;
}).map((one) => {
  const { width, height } = one.getBoundingClientRect();
  return `${Math.round(width)}×${Math.round(height)} ${one.textContent.trim().slice(0, 40)} ${one.className}`;
})"""
CORNERS = [{"row": 0.1, "col": 0.6}, {"row": 0.3, "col": 0.7}, {"row": 0.3, "col": 0.9}]


@pytest.fixture
def on(team):
    team.app.change(description="Boxes of cars.", review_reasons=["too wide"])
    Concept.objects.add(
        team.app, [("car", "Car"), ("o", "O"), *((f"c{number}", f"Word {number}") for number in range(14))]
    )
    on = make_photo(team.app, "street-1")
    make_marker(team.app, on, team.owner)
    make_marker(team.app, make_photo(team.app, "street-2"), team.owner)
    back = box("car", at=(0.1, 0.1, 0.4, 0.4))
    make_annotation(team.app, on, user=team.owner, status=Status.REVIEW_DENIED, data=back)
    outline = AnnotationData(region=RegionData(kind=POLYGON, shape={"points": CORNERS}))
    make_annotation(team.app, on, user=team.owner, status=Status.PENDING, data=outline)
    seen = box("o", at=(0.5, 0.5, 0.9, 0.9), region_id="seen", value=0.4)
    make_annotation(team.app, on, model="detector-1", data=seen)
    make_annotation(team.app, on, user=team.annotator, status=Status.AWAITING_REVIEW, data=box("car"))
    return on


def states(stage, on):
    """Go through what the pages show; give each by name."""
    page = stage.page
    stage.open(on)
    yield "boxes with a suggestion"
    stage.press("v")
    page.locator("box-list .row:visible").first.hover()
    page.locator("box-list .pick:visible").first.click()
    yield "a box that was sent back"
    page.locator("box-list .pick:visible").nth(1).click()
    yield "a polygon with its corners"
    stage.press("q")
    expect(page.locator("[data-show-all]")).to_be_visible()
    yield "a narrowed list"
    stage.press("q", "Escape", "m")
    yield "comments"
    for key, state in (("i", "the adjustments"), ("?", "the keys"), ("g", "the way to a number"), ("/", "the picker")):
        stage.press("Escape", key)
        yield state
    stage.press("Escape", "Control+Space")
    yield "the reasons to skip"
    stage.press("Escape")
    for opener in ("person-menu", "guide"):
        page.locator(f"[popovertarget={opener}]").click()
        yield opener
        stage.press("Escape")
    page.goto("/apps/owner/street/inputs/street-1/review/")
    stage.ready()
    yield "a review"
    stage.press(".", "r")
    yield "the reasons to send back"
    page.goto("/apps/owner/street/crops/?concept=car")
    page.locator("crop-grid[data-ready]").wait_for()
    yield "crops"
    stage.press("Space")
    yield "crops, one marked"


@pytest.mark.parametrize(
    ("least", "screen"),
    [
        (32, {"width": 1280, "height": 800}),
        (44, {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}),
        (44, {"width": 1024, "height": 768, "has_touch": True, "is_mobile": True}),
    ],
)
def test_every_button_is_large_enough(team, on, person, least, screen):
    stage = Stage(person(team.owner, **screen))
    small = {}

    for state in states(stage, on):
        stage.page.wait_for_timeout(100)
        for one in stage.page.evaluate(SMALL, least):
            small.setdefault(one, state)

    assert not small
