"""Nothing drawn is lost and nothing is stored twice, whatever happens between browser and server."""

from __future__ import annotations

import random
import re

import pytest

from annotations_app.models import Annotation, Concept, Region
from tests.browser.faults import Plan, Switch
from tests.browser.kept import lefts, mine
from tests.browser.stage import Stage, make_photo
from tests.make import make_marker

BOXES, COLUMNS = 500, 25
CELL = (25.6, 24)


@pytest.fixture
def plan():
    Switch.plan = Plan(seed=20261123)
    yield Switch.plan
    Switch.plan = None


def corners(number):
    """Say where a box is drawn: one in each cell of a grid, in pixels of the picture."""
    left, top = number % COLUMNS * CELL[0] + 4, number // COLUMNS * CELL[1] + 4
    return (left, top), (left + 12, top + 10)


def draw(page, frame, number):
    (left, top), (right, bottom) = corners(number)
    x, y, across, down = frame["x"], frame["y"], frame["width"] / 640, frame["height"] / 480
    page.mouse.move(x + left * across, y + top * down)
    page.mouse.down()
    page.mouse.move(x + right * across, y + bottom * down)
    page.mouse.up()


def test_five_hundred_boxes_survive_lost_refused_and_late_answers_and_reloads(team, person, troubles, plan):
    Concept.objects.add(team.app, [("car", "Car")])
    troubles.expected = ("Failed to load resource",)
    on = make_photo(team.app, "street-1")
    make_marker(team.app, on, team.annotator)
    page, dice = person(team.annotator), random.Random(7)
    page.on("dialog", lambda dialog: dialog.accept())
    stage = Stage(page).open(on)
    stage.press("1")
    frame = page.locator(".picture").bounding_box()

    reloads = 0
    for number in range(BOXES):
        draw(page, frame, number)
        if dice.random() < 0.03:
            page.locator('box-editor[data-writing="0"]').wait_for()
            page.reload()
            stage.ready()
            assert stage.rows() == number + 1
            reloads += 1
    Switch.plan = None
    page.locator('box-editor[data-kept="0"][data-writing="0"]').wait_for(timeout=60_000)

    assert reloads > 5
    assert min(plan.happened.values()) > 0
    mine = Annotation.objects.filter(app=team.app, user=team.annotator, is_empty=False, input_level=False)
    regions = Region.objects.filter(annotation__in=mine)
    found = sorted((round(one.left * 640 // CELL[0]), round(one.top * 480 // CELL[1])) for one in regions)
    assert found == sorted((number % COLUMNS, number // COLUMNS) for number in range(BOXES))
    assert stage.rows() == BOXES


def test_a_browser_that_keeps_nothing_says_so_and_still_saves(team, person):
    Concept.objects.add(team.app, [("car", "Car")])
    page = person(team.owner)
    page.add_init_script("Object.defineProperty(globalThis, 'indexedDB', { get() { throw new Error('refused'); } })")
    stage = Stage(page).open(make_photo(team.app, "street-1"))

    page.locator("[data-chip]", has_text="Cannot keep changes on this device").wait_for()
    stage.drag((100, 100), (200, 180))
    stage.saved()

    assert mine(team).count() == 1


def test_a_page_older_than_what_was_saved_fetches_the_list(team, drawing):
    drawing.drag((100, 100), (200, 180))
    drawing.saved()
    page = drawing.page
    stale = re.sub(r'data-seq="\d+"', 'data-seq="0"', page.request.get(page.url).text())
    start = stale.index("<li", stale.index("<ol data-seq"))
    stale = stale[:start] + stale[stale.index("</ol>", start) :]
    page.route("**/label/", lambda route: route.fulfill(body=stale, content_type="text/html"))

    page.reload()
    drawing.ready()

    assert drawing.rows() == 1


def test_undo_goes_on_after_a_reload(team, drawing):
    drawing.drag((100, 100), (200, 180))
    drawing.press("2", "ArrowRight", "Delete")
    drawing.saved()

    drawing.page.reload()
    drawing.ready()
    drawing.press("Control+z", "Control+z", "Control+z")
    drawing.saved()
    assert lefts(team) == [100 / 640]
    assert drawing.page.locator("box-list ol .row .name").inner_text() == "Car"

    drawing.page.reload()
    drawing.ready()
    drawing.press("Control+z")
    drawing.saved()
    assert mine(team).count() == 0
    drawing.press(*["Control+y"] * 3)
    drawing.saved()
    assert drawing.page.locator("box-list ol .row .name").inner_text() == "Bus"
    assert drawing.page.locator("[data-alarm]").is_hidden()


def test_the_step_of_each_change_that_was_kept_is_there_after_the_page_was_gone_at_once(team, drawing):
    # Whatever is still to be written when the page goes is not written: as if the browser had been killed.
    drawing.page.add_init_script(
        "addEventListener('pagehide', (event) => event.stopImmediatePropagation(), { capture: true })"
    )
    drawing.page.reload()
    drawing.ready()
    steps = [["drag"], ["ArrowRight"], ["2"], ["Control+z"], ["Delete"], ["Control+z"], ["Control+z"]]
    for step in steps:
        if step == ["drag"]:
            drawing.drag((100, 100), (200, 180))
        else:
            drawing.press("v", ".", *step)
        drawing.page.locator('box-editor[data-writing="0"]').wait_for()
        drawing.page.reload()
        drawing.ready()
    drawing.saved()
    assert lefts(team) == [100 / 640]

    drawing.press("Control+y")
    drawing.saved()
    assert lefts(team) == [101 / 640]
    drawing.press("Control+z", "Control+z")
    drawing.saved()
    assert mine(team).count() == 0
    assert drawing.page.locator("[data-alarm]").is_hidden()
