"""Each key of the table that no other test presses, and what the rest of the page keeps for itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept
from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
from tests.browser.stage import Stage, make_photo
from tests.browser.test_gestures import near, pixels
from tests.browser.test_label import boxes_of, said_of, stored
from tests.make import make_annotation

#: Presses a key without the browser, and tells whether the page takes it for its own.
PRESSED = """(key) => {
  const parts = key.split("+"), name = parts.at(-1);
  const held = { ctrlKey: parts.includes("Control"), altKey: parts.includes("Alt"), shiftKey: parts.includes("Shift") };
  const facts = { key: name, code: `Digit${name}`, bubbles: true, cancelable: true, ...held };
  return !document.activeElement.dispatchEvent(new KeyboardEvent("keydown", facts));
}"""


@pytest.fixture
def stage(team, person):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    return Stage(person(team.owner)).open(make_photo(team.app, "street-1"))


def tool(stage):
    return stage.editor.get_attribute("data-tool")


def look(stage):
    stage.settled()
    return stage.page.locator(".picture").bounding_box()


def chosen(stage):
    return len((stage.editor.get_attribute("data-selected") or "").split())


def test_tools_are_taken_and_put_down_and_escape_goes_step_by_step(team, stage):
    assert tool(stage) == "draw"
    taken = [
        ("n", "select"),
        ("n", "draw"),
        ("b", "select"),
        ("b", "draw"),
        ("x", "points"),
        ("x", "select"),
        ("v", "select"),
    ]
    for key, wanted in taken:
        stage.press(key)
        assert tool(stage) == wanted, key

    stage.press("n", "1")
    stage.drag((100, 100), (200, 180))
    stage.click(300, 100)
    stage.press("Escape")
    assert (tool(stage), chosen(stage)) == ("draw", 1)
    stage.press("Escape")
    assert (tool(stage), chosen(stage)) == ("draw", 0)
    stage.press("Escape")
    assert tool(stage) == "select"


def test_digits_say_present_and_absent_of_a_box_and_of_the_image(team, stage):
    stage.press("1")
    stage.drag((100, 100), (200, 180))
    stage.press("Shift+Digit2")
    stage.saved()
    assert said_of(team.app, team.owner) == [{"car": 1, "bus": 0}]
    stage.press("Shift+Digit2")
    stage.saved()
    assert said_of(team.app, team.owner) == [{"car": 1}]

    stage.press("Control+k")
    stage.page.keyboard.type("bus")
    stage.press("Shift+Enter", "Escape", "w", "2")
    stage.saved()
    boxed, whole = stored(team.app, team.owner)
    assert [(one.id, one.value) for one in boxed.data.region.concepts] == [("car", 1), ("bus", 0)]
    assert [(one.id, one.value) for one in whole.data.concepts] == [("bus", 1)]
    stage.press("2", "w")
    stage.saved()
    assert said_of(team.app, team.owner) == [{"car": 1, "bus": 0}]


def test_arrows_pan_where_nothing_is_selected_and_move_what_is(team, stage):
    stage.press("1")
    stage.drag((100, 100), (200, 180))
    stage.press("Escape", "v")
    frame = stage.page.locator("#stage").bounding_box()
    before = look(stage)
    stage.press("ArrowRight")
    assert look(stage)["x"] == pytest.approx(before["x"] - 0.1 * frame["width"], abs=1)
    stage.press("Shift+ArrowDown")
    assert look(stage)["y"] == pytest.approx(before["y"] - 0.5 * frame["height"], abs=1)

    stage.press(
        ".",
        "ArrowRight",
        "Shift+ArrowDown",
        "e",
        "ArrowLeft",
        "e",
        "Shift+ArrowUp",
        "e",
        "ArrowRight",
        "e",
        "ArrowDown",
    )
    stage.saved()
    assert near(pixels(boxes_of(team.app, team.owner)[0]), 100, 100, 202, 191)
    stage.press("e", "ArrowLeft")
    stage.saved()
    assert near(pixels(boxes_of(team.app, team.owner)[0]), 99, 100, 201, 191)


def test_boxes_are_walked_through_in_reading_order_and_all_are_selected(team, stage):
    stage.press("1")
    for left, top in ((400, 300), (300, 50), (50, 50)):
        stage.drag((left, top), (left + 60, top + 60))
        stage.press("Escape")
    walked = []
    for key in (".", ".", ".", ".", ",", ","):
        stage.press(key)
        walked.append(stage.page.locator("box-list .pick[aria-pressed=true] .num").inner_text())
    assert walked == ["3", "2", "1", "3", "1", "2"]

    stage.press("Control+a")
    assert chosen(stage) == 3
    expect(stage.page.locator("[data-live]")).to_have_text("3 selected")


def test_the_view_goes_in_and_out_about_the_pointer_and_to_the_selection(team, stage):
    stage.press("1")
    stage.drag((100, 100), (120, 116))
    stage.press("v")
    fitted = look(stage)
    stage.page.mouse.move(*stage.at(100, 100))
    before = stage.at(100, 100)
    stage.press("+", "=", "-")
    assert look(stage)["width"] == pytest.approx(fitted["width"] * 1.25, abs=1)
    assert stage.at(100, 100) == pytest.approx(before, abs=1)
    stage.press("z")
    assert look(stage) == pytest.approx(fitted, abs=1)
    stage.press("z")
    assert look(stage)["width"] == pytest.approx(640, abs=1)
    stage.press("Shift+Z")
    frame = stage.page.locator("#stage").bounding_box()
    _, top, _, bottom = pixels(stored(team.app, team.owner)[0].data.region.box)
    assert stage.at(0, bottom)[1] - stage.at(0, top)[1] == pytest.approx(0.6 * frame["height"], rel=0.1)


def test_keys_zoom_about_the_middle_where_the_pointer_is_not_on_the_picture(stage):
    before = look(stage)

    stage.press("+")

    after = look(stage)
    assert after["x"] + after["width"] / 2 == pytest.approx(before["x"] + before["width"] / 2, abs=1)
    assert after["y"] + after["height"] / 2 == pytest.approx(before["y"] + before["height"] / 2, abs=1)


def test_boxes_are_hidden_and_locked_by_keys_and_t_h_hides_all(team, stage):
    stage.press("1")
    for left in (100, 300):
        stage.drag((left, 100), (left + 80, 180))
        stage.press("Escape")
    stage.press("v", ".", "h")
    stage.draws(1)
    stage.press("h")
    stage.draws(2)

    stage.press("t", "h")
    stage.draws(0)
    stage.page.wait_for_timeout(800)
    stage.press("h")
    stage.draws(1)
    stage.press("t", "t")
    stage.draws(2)
    stage.press("l")
    expect(stage.page.locator("box-list .row.locked")).to_have_count(1)
    expect(stage.page.locator(".top-layer .handle")).to_have_count(0)
    stage.press("l")
    expect(stage.page.locator(".top-layer .handle")).to_have_count(8)


def test_the_crosshair_goes_and_comes_and_saving_and_keys_are_told(team, stage):
    stage.page.mouse.move(*stage.at(300, 200))
    cross = stage.page.locator(".top-layer .cross")
    expect(cross).to_have_count(1)
    stage.press("c")
    expect(cross).to_have_count(0)
    stage.press("c")
    stage.page.mouse.move(*stage.at(310, 200))
    expect(cross).to_have_count(1)

    stage.press("Control+s")
    expect(stage.page.locator("[data-live]")).to_have_text("Everything is saved")
    for key in ("?", "F1"):
        stage.press(key)
        expect(stage.page.locator("dialog.keys")).to_be_visible()
        stage.press("n", "Delete", "Escape")
        expect(stage.page.locator("dialog.keys")).to_be_hidden()
    assert tool(stage) == "draw"


def test_what_is_typed_is_no_key_and_what_belongs_to_the_browser_stays_there(team, stage):
    stage.press("1")
    stage.drag((100, 100), (200, 180))
    stage.press("m")
    stage.page.keyboard.type("never 1 of x")
    stage.press("Backspace", "Escape")
    for key in ("Control+1", "Alt+ArrowLeft", "Control+Shift+1"):
        prevented = stage.page.evaluate(PRESSED, key)
        assert not prevented, key
    stage.saved()

    assert tool(stage) == "draw"
    assert said_of(team.app, team.owner) == [{"car": 1}]


def test_ids_of_any_letters_are_drawn_named_moved_and_deleted(team, stage):
    Concept.objects.add(team.app, [("big car: red=1", "Big car"), ("größe.7", "Größe")])
    odd = RegionData(kind="box", box=(0.2, 0.2, 0.6, 0.6), concepts=[ConceptValue("big car: red=1", 1.0)])
    data = AnnotationData(region=odd)
    make_annotation(team.app, stage.on, user=team.owner, data=data, id="a.b:c=d@~+")
    stage.page.reload()
    stage.ready()

    stage.press("v", ".", "4", "ArrowRight")
    stage.saved()
    assert said_of(team.app, team.owner) == [{"größe.7": 1}]
    assert stored(team.app, team.owner)[0].id == "a.b:c=d@~+"
    stage.press("Delete")
    stage.saved()
    assert stored(team.app, team.owner) == []
