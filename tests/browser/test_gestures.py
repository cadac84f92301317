"""What hands do with a mouse on the picture: every transition of drawing and selecting, compared with the database."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_label import boxes_of

SIZE = (640, 480)


def pixels(box):
    """Left, top, right, bottom in pixels of the picture."""
    top, left, bottom, right = box
    return [left * SIZE[0], top * SIZE[1], right * SIZE[0], bottom * SIZE[1]]


def last(team, stage):
    stage.saved()
    return pixels(boxes_of(team.app, team.owner)[-1])


def number(team, stage):
    stage.saved()
    return len(boxes_of(team.app, team.owner))


def near(found, *wanted):
    return found == pytest.approx(wanted, abs=1.2)


def hold(stage, start, *ways):
    """Press at the first pixel and go through the others, without letting go."""
    stage.page.mouse.move(*stage.at(*start))
    stage.page.mouse.down()
    for way in ways:
        stage.page.mouse.move(*stage.at(*way), steps=3)


def test_a_band_is_given_up_by_escape_right_click_and_backspace(team, stage):
    stage.drag((100, 100), (200, 180))
    mouse = stage.page.mouse

    hold(stage, (300, 100), (400, 200))
    stage.press("Escape")
    mouse.up()
    stage.click(300, 100)
    mouse.move(*stage.at(350, 150))
    stage.press("Escape")
    stage.click(320, 100)
    mouse.click(*stage.at(360, 150), button="right")
    stage.click(340, 100)
    stage.press("Backspace")
    mouse.move(*stage.at(380, 180))

    assert number(team, stage) == 1
    assert stage.editor.get_attribute("data-tool") == "draw"
    stage.press("Backspace")
    assert number(team, stage) == 0


def test_space_moves_the_band_and_it_slides_along_the_border(team, stage):
    hold(stage, (100, 100), (200, 180))
    stage.page.keyboard.down("Space")
    stage.page.mouse.move(*stage.at(250, 200), steps=3)
    stage.page.keyboard.up("Space")
    stage.page.mouse.move(*stage.at(300, 260), steps=3)
    stage.page.mouse.up()
    assert near(last(team, stage), 150, 120, 300, 260)

    stage.press("Escape")
    hold(stage, (300, 300), (200, 220))
    stage.page.keyboard.down("Space")
    stage.page.mouse.move(*stage.at(560, 220), steps=6)
    stage.page.mouse.up()
    stage.page.keyboard.up("Space")
    assert near(last(team, stage), 540, 220, 640, 300)


def test_shift_squares_and_too_small_a_box_needs_alt(team, stage):
    stage.page.keyboard.down("Shift")
    stage.drag((100, 100), (160, 200))
    stage.page.keyboard.up("Shift")
    assert near(last(team, stage), 100, 100, 200, 200)

    stage.press("Escape", "z")
    stage.settled()
    stage.click(300, 300)
    stage.click(302, 340)
    stage.page.locator("[data-hint]", has_text="Too small").wait_for()
    assert number(team, stage) == 1
    stage.page.keyboard.down("Alt")
    stage.click(300, 300)
    stage.click(302, 340)
    stage.page.keyboard.up("Alt")
    assert near(last(team, stage), 300, 300, 302, 340)


def test_what_leaves_the_picture_is_kept_at_its_border(team, stage):
    hold(stage, (600, 440), (660, 500))
    stage.page.mouse.up()
    assert near(last(team, stage), 600, 440, 640, 480)
    stage.press("Escape")
    hold(stage, (-15, -15), (50, 60))
    stage.page.mouse.up()
    assert near(last(team, stage), 0, 0, 50, 60)

    stage.press("v")
    stage.drag((25, 30), (5, 200), steps=5)
    assert near(last(team, stage), 0, 170, 50, 230)


def test_a_handle_that_passes_the_opposite_edge_turns_the_box_over(team, stage):
    stage.drag((200, 200), (300, 280))
    stage.drag((300, 280), (150, 120), steps=6)
    assert near(last(team, stage), 150, 120, 200, 200)

    stage.drag((200, 200), (220, 210))
    assert near(last(team, stage), 150, 120, 220, 210)
    stage.press("Control+z", "Control+z")
    assert near(last(team, stage), 200, 200, 300, 280)


def test_digits_during_a_drag_name_the_box_that_is_drawn(team, stage):
    stage.drag((100, 100), (200, 180))
    hold(stage, (300, 100), (400, 200))
    stage.press("2")
    stage.page.mouse.up()
    stage.saved()

    names = stage.page.locator("box-list ol .row .name").all_inner_texts()
    assert names == ["Car", "Bus"]


def test_a_small_move_is_a_click_and_clicks_go_through_what_lies_below(team, stage):
    stage.drag((100, 100), (400, 400))
    stage.press("Escape")
    stage.drag((200, 200), (300, 300))
    stage.press("v")

    chosen = []
    for _ in range(3):
        stage.drag((250, 250), (251, 251), steps=1)
        chosen.append(stage.page.locator("box-list ol .pick[aria-pressed=true] .num").inner_text())

    assert chosen == ["2", "1", "2"]
    assert near(last(team, stage), 200, 200, 300, 300)


def test_shift_chooses_several_and_they_move_as_one(team, stage):
    stage.drag((100, 100), (150, 150))
    stage.press("Escape")
    stage.drag((200, 100), (250, 150))
    stage.press("v", "Escape")
    stage.page.keyboard.down("Shift")
    stage.drag((80, 80), (270, 170))
    stage.page.keyboard.up("Shift")
    assert len(stage.editor.get_attribute("data-selected").split()) == 2

    stage.drag((125, 125), (125, 20), steps=5)
    stage.saved()

    found = [pixels(box) for box in boxes_of(team.app, team.owner)]
    assert near(found[0], 100, 0, 150, 50)
    assert near(found[1], 200, 0, 250, 50)
    stage.press("Control+z")
    stage.saved()
    assert near(last(team, stage), 200, 100, 250, 150)


def test_space_and_the_middle_button_pan_and_draw_nothing(team, stage):
    before = stage.page.locator(".picture").bounding_box()
    stage.page.keyboard.down("Space")
    stage.drag((100, 100), (150, 130))
    stage.page.keyboard.up("Space")
    stage.page.mouse.move(*stage.at(100, 100))
    stage.page.mouse.down(button="middle")
    stage.page.mouse.move(*stage.at(150, 130), steps=3)
    stage.page.mouse.up(button="middle")

    after = stage.page.locator(".picture").bounding_box()
    assert number(team, stage) == 0
    assert after["x"] > before["x"] + 90
    assert after["y"] > before["y"] + 50


def test_boxes_out_of_view_have_no_names_at_the_edge(team, stage):
    stage.drag((40, 40), (200, 120))
    stage.drag((400, 300), (560, 420))
    stage.press("v")
    stage.click(480, 360)
    stage.settled()
    names = stage.page.locator("canvas.boxes")
    expect(names).to_have_attribute("data-named", "2")

    stage.press("Shift+Z")

    expect(names).to_have_attribute("data-named", "1")
    expect(stage.page.locator(".chips .chip:visible")).to_have_text("2 Car")
