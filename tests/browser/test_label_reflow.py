"""The labelling page at the edges: on 320 pixels, and with text twice as large, nothing is cut off or out of reach."""

from __future__ import annotations

import pytest

from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.stage import Stage
from tests.make import box, make_annotation

#: What lies beside the window, or has its own words cut off; what scrolls by itself, and the stage, may.
CUT = """() => [...document.querySelectorAll("box-editor *")].filter((one) => {
  if (!one.checkVisibility({ visibilityProperty: true }) || one.closest(".stage, .vh, svg, .skip")) return false;
  const at = one.getBoundingClientRect();
  if (!at.width || !at.height) return false;
  for (let outer = one.parentElement; outer; outer = outer.parentElement)
    if (/auto|scroll/.test(getComputedStyle(outer).overflowX)) return false;
  const beside = at.left < -1 || at.right > innerWidth + 1;
  const { display, textOverflow } = getComputedStyle(one);
  const over = one.matches("button, a, h1, h2") && one.scrollWidth > one.clientWidth + 1;
  return beside || (over && textOverflow !== "ellipsis" && display !== "inline");
}).map((one) => `${one.outerHTML.slice(0, 120)} ${JSON.stringify(one.getBoundingClientRect())}`)"""
WIDER = "() => document.scrollingElement.scrollWidth > innerWidth"


def states(stage):
    """Go through what the page shows; give each by name."""
    page = stage.page
    stage.press("v")
    page.locator("box-list .pick").first.click()
    yield "one box with its details"
    stage.press("Escape", "Control+Space")
    yield "the reasons to skip"
    stage.press("Escape", "i")
    yield "the adjustments"
    stage.press("Escape", "g")
    yield "the way to a number"
    stage.press("Escape", "?")
    yield "the keys"
    stage.press("Escape", "n", "1")
    page.context.set_offline(True)
    stage.drag((300, 20), (400, 60))
    page.locator("[data-chip]", has_text="1 change kept on this device").wait_for()
    yield "offline"
    page.context.set_offline(False)


@pytest.fixture(scope="module")
def large(chromium):
    """Start a browser whose text is twice as large."""
    arguments = [*ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    started = chromium.browser_type.launch(executable_path=chromium_path(), args=arguments)
    yield started
    started.close()


def check(stage):
    """Nothing lies beside the window, whatever is open."""
    for state in states(stage):
        stage.settled()
        assert not stage.page.evaluate(WIDER), state
        assert stage.page.evaluate(CUT) == [], state


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_cut_off_on_small_screens(team, wordy, person, width):
    check(Stage(person(team.annotator, width=width, height=720)).open(wordy))


@pytest.mark.parametrize("width", [1280, 640, 320])
def test_nothing_is_cut_off_where_text_is_twice_as_large(team, wordy, person, large, width):
    check(Stage(person(team.annotator, by=large, width=width, height=1000)).open(wordy))


def test_rows_say_what_their_boxes_are_however_large_the_text(team, wordy, person, large):
    theirs = box("car", at=(0.1, 0.5, 0.4, 0.9))
    make_annotation(team.app, wordy, user=team.owner, data=theirs)
    stage = Stage(person(team.annotator, by=large, width=320, height=1000)).open(wordy)

    for name in stage.page.locator("box-list .name:visible").all():
        assert name.bounding_box()["width"] >= 60


@pytest.mark.parametrize("options", [{"height": 560}, {"height": 768, "has_touch": True, "is_mobile": True}])
def test_the_way_on_stays_in_sight_where_the_panel_holds_more_than_the_window(team, wordy, person, options):
    stage = Stage(person(team.annotator, width=1024, **options)).open(wordy)
    stage.press("v")
    stage.page.locator("box-list .pick").first.click()

    box = stage.page.get_by_role("button", name="Submit & next").bounding_box()
    assert box["y"] + box["height"] <= options["height"]
    stage.page.locator("[data-details] [name=height]").focus()
    field = stage.page.locator("[data-details] [name=height]").bounding_box()
    assert field["y"] + field["height"] <= box["y"]


@pytest.mark.parametrize(
    "screen", [{"width": 1366, "height": 600}, {"width": 1024, "height": 768, "has_touch": True, "is_mobile": True}]
)
def test_all_tools_are_in_sight_on_a_low_screen(team, wordy, person, screen):
    page = Stage(person(team.annotator, **screen)).open(wordy).page

    film = page.locator(".film").bounding_box()["y"]
    tools = [one.bounding_box() for one in page.locator(".tools button:visible").all()]
    assert len(tools) == 14
    assert all(one["y"] + one["height"] <= film and one["height"] >= 32 for one in tools)
