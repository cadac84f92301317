"""The same size again: by the menu, by keys, by a finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept
from tests.browser.stage import Stage, make_photo
from tests.browser.test_gestures import near, pixels
from tests.browser.test_label import boxes_of, said_of, stored


@pytest.fixture
def stage(team, person):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    stage = Stage(person(team.owner)).open(make_photo(team.app, "street-1"))
    stage.press("2")
    stage.drag((100, 100), (200, 160))
    stage.press("Escape", "1", "v")
    return stage


def found(team, stage):
    stage.saved()
    return [pixels(box) for box in boxes_of(team.app, team.owner)]


def test_the_next_click_places_a_box_of_the_same_size_and_concept(team, stage):
    stage.page.mouse.click(*stage.at(150, 130), button="right")
    stage.page.get_by_role("button", name="Same size again").click()
    stage.page.mouse.move(*stage.at(400, 300))
    stage.settled()
    assert stage.page.locator(".top-layer .box:not(.hovered)").count() == 1
    stage.click(400, 300)
    stage.click(300, 50)

    assert near(found(team, stage)[1], 350, 270, 450, 330)
    assert said_of(team.app, team.owner) == [{"bus": 1}, {"bus": 1}]
    assert stored(team.app, team.owner)[1].tool == "same size"
    assert stage.editor.get_attribute("data-tool") == "select"
    assert stage.rows() == 2
    stage.press("Control+z")
    assert len(found(team, stage)) == 1


def test_it_stays_on_the_picture_and_is_given_up_by_escape_backspace_and_right_click(team, stage):
    for way in ("Escape", "Backspace", "right", "n"):
        stage.press("v", ".", "s")
        expect(stage.page.locator("[data-hint]")).to_contain_text("of the same size")
        if way == "right":
            stage.page.mouse.click(*stage.at(500, 400), button="right")
        else:
            stage.press(way)
        stage.press("v")
        stage.click(500, 400)
    assert len(found(team, stage)) == 1

    stage.press(".", "s")
    stage.click(630, 5)
    assert near(found(team, stage)[1], 540, 0, 640, 60)


def test_keys_alone_place_it_and_nothing_selected_says_so(team, stage):
    stage.page.mouse.move(5, 5)
    stage.press(".", "s", "Shift+ArrowRight", "Enter")

    assert near(found(team, stage)[1], 280, 210, 380, 270)
    stage.press("Escape", "s")
    expect(stage.page.locator("[data-hint]")).to_contain_text("Select a box first")
    stage.click(500, 400)
    assert len(found(team, stage)) == 2


def test_a_polygon_is_placed_again_as_a_polygon(team, stage):
    stage.press("o")
    for corner in ((300, 100), (400, 100), (350, 180), (300, 100)):
        stage.click(*corner)
    stage.press("s")
    stage.click(200, 400)
    stage.saved()

    again = stored(team.app, team.owner)[2].data.region
    assert again.kind == "polygon"
    corners = [value for point in again.shape["points"] for value in (point["col"] * 640, point["row"] * 480)]
    assert near(corners, 150, 360, 250, 360, 200, 440)
