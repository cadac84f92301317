"""Each gesture of the table that no other test makes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_gestures import hold, last, near, number, pixels
from tests.browser.test_label import boxes_of, said_of


def keeping(stage, key, start, end):
    stage.page.keyboard.down(key)
    stage.drag(start, end, steps=5)
    stage.page.keyboard.up(key)


def chosen(stage):
    return (stage.editor.get_attribute("data-selected") or "").split()


def test_handles_keep_the_ratio_with_shift_and_the_middle_with_alt(team, stage):
    stage.drag((200, 200), (300, 250))
    stage.press("v")
    keeping(stage, "Shift", (300, 250), (400, 260))
    assert near(last(team, stage), 200, 200, 400, 300)
    keeping(stage, "Alt", (400, 300), (380, 290))
    assert near(last(team, stage), 220, 210, 380, 290)


def test_control_keeps_a_move_straight_or_diagonal(team, stage):
    stage.drag((200, 200), (300, 250))
    stage.press("v")
    keeping(stage, "Control", (250, 225), (350, 235))
    assert near(last(team, stage), 300, 200, 400, 250)
    keeping(stage, "Control", (350, 225), (290, 275))
    assert near(last(team, stage), 245, 255, 345, 305)


def test_a_click_just_outside_an_edge_takes_the_box_and_farther_off_lets_it_go(team, stage):
    stage.drag((200, 200), (300, 250))
    stage.press("Escape", "v")
    x, y = stage.at(300, 225)
    stage.page.mouse.click(x + 5, y)
    assert len(chosen(stage)) == 1
    stage.page.mouse.click(x + 9, y - 10)
    assert chosen(stage) == []


def test_shift_and_a_click_add_and_remove_and_empty_ground_pans_or_deselects(team, stage):
    for left in (100, 300):
        stage.drag((left, 100), (left + 80, 180))
        stage.press("Escape")
    stage.press("v")
    stage.click(140, 140)
    stage.page.keyboard.down("Shift")
    stage.click(340, 140)
    assert len(chosen(stage)) == 2
    stage.click(140, 140)
    assert len(chosen(stage)) == 1
    stage.click(500, 400)
    assert len(chosen(stage)) == 1
    stage.page.keyboard.up("Shift")

    before = stage.page.locator(".picture").bounding_box()
    stage.drag((500, 300), (520, 330))
    stage.settled()
    after = stage.page.locator(".picture").bounding_box()
    assert (after["x"] > before["x"], after["y"] > before["y"], len(chosen(stage))) == (True, True, 1)
    stage.click(500, 400)
    assert chosen(stage) == []
    assert [pixels(box)[0] for box in boxes_of(team.app, team.owner)] == pytest.approx([100, 300], abs=1.2)


def test_a_gesture_that_the_browser_ends_leaves_the_box_as_it_was(team, stage):
    stage.drag((200, 200), (300, 250))
    for way in ("pointercancel", "lostpointercapture", "Escape"):
        for start in ((250, 225), (300, 250)):
            stage.press("v")
            hold(stage, start, (350, 300))
            if way == "Escape":
                stage.press(way)
            else:
                stage.page.evaluate(
                    "way => document.querySelector('#stage').dispatchEvent(new PointerEvent(way, { pointerId: 1 }))",
                    way,
                )
            stage.page.mouse.up()
            stage.settled()
            assert stage.page.locator(".top-layer .box:not(.hovered)").count() == 0
            if not chosen(stage):
                stage.press(".")
    stage.press("Escape", "n")
    hold(stage, (400, 100), (500, 200))
    stage.page.evaluate(
        "document.querySelector('#stage').dispatchEvent(new PointerEvent('pointercancel', { pointerId: 1 }))"
    )
    stage.page.mouse.up()
    stage.settled()
    assert stage.page.locator(".top-layer .box:not(.hovered)").count() == 0
    assert near(last(team, stage), 200, 200, 300, 250)
    assert number(team, stage) == 1


def test_two_quick_boxes_are_two_steps_and_a_run_of_keys_is_one(team, stage):
    stage.drag((100, 100), (150, 150))
    stage.press("Escape")
    stage.drag((200, 100), (250, 150))
    stage.press("v", "ArrowRight", "ArrowRight", "ArrowRight")
    assert near(last(team, stage), 203, 100, 253, 150)

    stage.press("Control+z")
    assert near(last(team, stage), 200, 100, 250, 150)
    stage.press("Control+z")
    assert number(team, stage) == 1
    stage.press("Control+Shift+Z")
    assert number(team, stage) == 2


def test_the_menu_of_a_box_does_each_thing_that_it_says(team, stage):
    stage.drag((200, 200), (300, 250))
    stage.press("Escape", "v")
    menu = stage.page.locator("[data-box-menu]")

    def choose(name):
        stage.page.mouse.click(*stage.at(250, 225), button="right")
        menu.get_by_role("button", name=name).click()
        expect(menu).to_be_hidden()

    choose("Concept")
    stage.page.keyboard.type("bus")
    stage.press("Enter")
    stage.saved()
    assert said_of(team.app, team.owner) == [{"bus": 1}]
    choose("Comment")
    stage.page.keyboard.type("who is that")
    stage.press("Enter", "Escape")
    stage.saved()
    choose("Hide")
    stage.draws(0)
    stage.press("t", "t")
    stage.press("t")
    stage.draws(1)
    choose("Delete")
    assert number(team, stage) == 0
    stage.press("Control+z")
    choose("Lock")
    stage.page.mouse.click(*stage.at(250, 225), button="right")
    expect(menu).to_be_hidden()


def test_neither_the_picture_nor_a_text_is_dragged_and_strokes_stay_thin(team, stage):
    stage.drag((200, 200), (300, 250))
    stage.press("Escape", "+", "+", "+")
    stage.settled()
    facts = stage.page.evaluate(
        """() => { const style = (one) => getComputedStyle(document.querySelector(one));
        const drag = new DragEvent("dragstart", { bubbles: true, cancelable: true });
        document.querySelector("#stage").dispatchEvent(drag);
        return [style(".picture").pointerEvents, style(".picture").userSelect, drag.defaultPrevented,
          style("#stage").touchAction]; }"""
    )
    assert facts == ["none", "none", True, "none"]
    # A casing of one pixel on either side of a line of two, at any scale.
    across = stage.colour(195, 225, width=20)
    line = [at for at, (red, green, blue) in enumerate(across) if max(red, green, blue) - min(red, green, blue) > 60]
    assert len(line) == 2
    dark = [max(across[at]) for at in (line[0] - 1, line[1] + 1)]
    assert max(dark) < min(max(across[0]), max(across[-1])) - 20
