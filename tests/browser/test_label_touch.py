"""The labelling page under fingers, a pen, and the right mouse button."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept
from tests.browser.stage import Stage, make_photo
from tests.browser.test_gestures import near, pixels
from tests.browser.test_label import boxes_of


class Fingers:
    """Real touches, through the browser's own protocol."""

    def __init__(self, stage):
        self.stage = stage
        self.session = stage.page.context.new_cdp_session(stage.page)

    def _send(self, kind, points):
        placed = [dict(zip("xy", self.stage.at(*point), strict=True), id=at) for at, point in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": placed})

    def down(self, *points):
        self._send("touchStart", points)

    def move(self, *points):
        self._send("touchMove", points)

    def up(self, *left):
        self._send("touchEnd", left)

    def pen(self, kind, x, y):
        """Press, move or release a pen: mousePressed, mouseMoved, mouseReleased."""
        left, top = self.stage.at(x, y)
        facts = {"x": left, "y": top, "button": "left", "clickCount": 1, "pointerType": "pen"}
        self.session.send("Input.dispatchMouseEvent", {"type": kind, **facts})

    def tap(self, x, y):
        self.down((x, y))
        self.up()


@pytest.fixture
def stage(team, person):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    page = person(team.owner, width=390, height=844, has_touch=True, is_mobile=True)
    stage = Stage(page).open(make_photo(team.app, "street-1"))
    stage.page.locator("[data-choices] .concept").first.tap()
    return stage


def number(team, stage):
    stage.saved()
    return len(boxes_of(team.app, team.owner))


def test_a_finger_draws_with_the_loupe_above_it(team, stage):
    fingers = Fingers(stage)
    loupe = stage.page.locator("[data-loupe]")

    fingers.down((100, 200))
    fingers.move((200, 250))
    fingers.move((300, 300))
    expect(loupe).to_be_visible()
    assert loupe.bounding_box()["y"] + 120 < stage.at(300, 300)[1]
    fingers.up()
    expect(loupe).to_be_hidden()

    assert number(team, stage) == 1
    assert near(pixels(boxes_of(team.app, team.owner)[0]), 100, 200, 300, 300)


def test_two_taps_draw_and_two_fingers_zoom_between_them(team, stage):
    fingers = Fingers(stage)
    before = stage.page.locator(".picture").bounding_box()["width"]

    fingers.tap(100, 200)
    fingers.down((250, 200), (350, 200))
    fingers.move((200, 200), (400, 200))
    fingers.up()
    stage.page.wait_for_timeout(50)
    assert stage.page.locator(".picture").bounding_box()["width"] > before * 1.5
    fingers.tap(300, 260)

    assert number(team, stage) == 1
    assert near(pixels(boxes_of(team.app, team.owner)[0]), 100, 200, 300, 260)


def test_a_finger_that_stays_opens_the_menu_of_the_box(team, stage):
    fingers = Fingers(stage)
    fingers.down((100, 100))
    fingers.move((300, 300))
    fingers.up()
    stage.press("v")
    expect(stage.editor).to_have_attribute("data-tool", "select")

    fingers.down((200, 200))
    menu = stage.page.locator("[data-box-menu]")
    expect(menu).to_be_visible()
    fingers.up()
    expect(menu).to_be_visible()
    menu.get_by_role("button", name="Delete").click()

    assert number(team, stage) == 0


def test_where_a_pen_draws_a_hand_only_moves_the_picture(team, stage):
    fingers = Fingers(stage)
    fingers.pen("mousePressed", 100, 100)
    fingers.pen("mouseMoved", 200, 200)
    fingers.pen("mouseReleased", 200, 200)
    assert number(team, stage) == 1

    before = stage.page.locator(".picture").bounding_box()["x"]
    fingers.down((300, 200))
    fingers.move((350, 250))
    fingers.up()
    stage.page.wait_for_timeout(50)

    assert stage.page.locator(".picture").bounding_box()["x"] > before
    assert number(team, stage) == 1


def test_a_palm_that_comes_down_while_a_pen_draws_changes_nothing(team, stage):
    fingers = Fingers(stage)
    before = stage.page.locator(".picture").bounding_box()

    fingers.pen("mousePressed", 100, 100)
    fingers.pen("mouseMoved", 150, 150)
    fingers.down((400, 300))
    fingers.move((430, 330))
    fingers.pen("mouseMoved", 200, 200)
    fingers.move((440, 340))
    fingers.pen("mouseReleased", 200, 200)
    fingers.up()

    assert number(team, stage) == 1
    assert near(pixels(boxes_of(team.app, team.owner)[0]), 100, 100, 200, 200)
    assert stage.page.locator(".picture").bounding_box() == before


def test_a_pen_draws_where_a_palm_lies_already(team, stage):
    fingers = Fingers(stage)

    fingers.down((400, 300))
    fingers.pen("mousePressed", 100, 100)
    fingers.move((430, 330))
    fingers.pen("mouseMoved", 200, 200)
    fingers.pen("mouseReleased", 200, 200)
    fingers.up()

    assert number(team, stage) == 1
    assert near(pixels(boxes_of(team.app, team.owner)[0]), 100, 100, 200, 200)


def test_the_sheet_is_pulled_over_the_picture(stage):
    side = stage.page.locator(".side")
    low = side.bounding_box()["height"]
    stage.page.locator("[data-pull]").tap()
    assert side.bounding_box()["height"] > low * 1.5
    stage.page.locator("[data-pull]").tap()
    assert side.bounding_box()["height"] == pytest.approx(low, abs=2)


def test_the_right_button_opens_a_menu_that_keys_walk_through(team, person):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    stage = Stage(person(team.owner)).open(make_photo(team.app, "street-1"))
    stage.press("1")
    stage.drag((100, 100), (200, 180))
    stage.press("v")
    page = stage.page

    page.mouse.click(*stage.at(150, 140), button="right")
    menu = page.locator("[data-box-menu]")
    expect(menu).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(menu.get_by_role("button", name="Delete")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.mouse.click(*stage.at(150, 140), button="right")
    menu.get_by_role("button", name="Lock").click()
    stage.drag((150, 140), (250, 240))
    assert near(pixels(boxes_of(team.app, team.owner)[0]), 100, 100, 200, 180)

    page.locator("box-list .pick").click()
    stage.press("l", "Escape")
    page.mouse.dblclick(*stage.at(150, 140))
    expect(page.locator("[data-zoom]")).not_to_have_text("100 %")
    assert number(team, stage) == 1


def test_rows_are_chosen_with_shift_and_control(team, person):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    stage = Stage(person(team.owner)).open(make_photo(team.app, "street-1"))
    stage.press("1")
    for left in (50, 150, 250, 350):
        stage.drag((left, 100), (left + 60, 160))
        stage.press("Escape")
    rows = stage.page.locator("box-list .pick")

    rows.nth(0).click()
    rows.nth(2).click(modifiers=["Shift"])
    rows.nth(1).click(modifiers=["Control"])
    stage.press("2")
    stage.saved()

    assert stage.page.locator("box-list .name").all_inner_texts() == ["Bus", "Car", "Bus", "Car"]
    stage.press("Control+z")
    assert stage.page.locator("box-list .name").all_inner_texts() == ["Car"] * 4
