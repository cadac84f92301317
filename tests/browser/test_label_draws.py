"""Other ways to make boxes: four points, keys alone, drawing again, copies, the previous image's boxes."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept
from tests.browser.stage import Stage, hand_out_photos
from tests.browser.test_gestures import near, pixels
from tests.browser.test_label import boxes_of, said_of, stored
from tests.make import box, make_annotation


@pytest.fixture
def street(team):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    return hand_out_photos(team.app, team.annotator, (1, 2))


@pytest.fixture
def stage(team, street, person):
    stage = Stage(person(team.annotator)).open(street[0])
    stage.press("1")
    return stage


def test_four_outermost_points_in_any_order_make_a_box(team, stage):
    points = [(150, 100), (100, 140), (160, 200), (220, 130)]
    stage.press("x")
    orders = list(itertools.permutations(points))[::8]

    for order in orders:
        for x, y in order:
            stage.click(x, y)
    stage.saved()

    found = boxes_of(team.app, team.annotator)
    assert len(found) == len(orders)
    assert all(near(pixels(one), 100, 100, 220, 200) for one in found)
    assert Annotation.objects.filter(app=team.app, tool="points").count() == len(orders)


def test_points_are_taken_back_one_by_one(team, stage):
    stage.press("x")
    for x, y in ((10, 10), (150, 100), (100, 140)):
        stage.click(x, y)
    stage.press("Backspace", "Backspace", "Backspace")
    for x, y in ((150, 100), (100, 140), (400, 400)):
        stage.click(x, y)
    stage.page.mouse.click(*stage.at(300, 300), button="right")
    for x, y in ((160, 200), (220, 130)):
        stage.click(x, y)
    stage.saved()

    assert near(pixels(boxes_of(team.app, team.annotator)[0]), 100, 100, 220, 200)


def test_a_box_is_drawn_named_and_moved_by_keys_alone(team, stage):
    stage.page.locator("#stage").focus()
    stage.press("v", "n", "ArrowLeft", "Enter", *["Shift+ArrowRight"] * 4, *["ArrowDown"] * 30, "Enter")
    expect(stage.page.locator("[data-live]")).to_contain_text("Car, 40 by 30, at left 319, top 240")
    stage.press("2", "Shift+ArrowUp", "e", "ArrowLeft")
    stage.saved()

    assert near(pixels(boxes_of(team.app, team.annotator)[0]), 318, 230, 359, 260)
    assert said_of(team.app, team.annotator) == [{"bus": 1}]


def test_a_box_is_drawn_again_and_stays_the_same(team, stage):
    stage.drag((100, 100), (200, 180))
    stage.press("Shift+N")
    stage.drag((300, 300), (360, 350))
    stage.saved()

    (one,) = stored(team.app, team.annotator)
    assert near(pixels(one.data.region.box), 300, 300, 360, 350)
    stage.drag((400, 100), (460, 150))
    stage.saved()
    assert len(stored(team.app, team.annotator)) == 2


def test_boxes_are_copied_here_and_to_the_next_image(team, stage):
    stage.drag((100, 100), (200, 180))
    stage.press("Control+c", "Control+v", "Control+a", "Control+c", "f")
    stage.page.wait_for_url("**/street-2/label/")
    stage.ready()
    stage.press("Control+v")
    stage.saved()

    found = [pixels(one) for one in boxes_of(team.app, team.annotator)]
    assert near(found[1], 112, 112, 212, 192)
    assert near(found[2], 100, 100, 200, 180)
    assert near(found[3], 112, 112, 212, 192)
    assert said_of(team.app, team.annotator) == [{"car": 1}] * 4
    stage.press("Control+z")
    stage.saved()
    assert len(stored(team.app, team.annotator)) == 2


def test_boxes_of_the_previous_image_are_stored_when_they_are_accepted(team, stage):
    stage.drag((100, 100), (200, 180))
    stage.press("2")
    stage.drag((300, 100), (400, 180))
    stage.press("f")
    stage.page.wait_for_url("**/street-2/label/")
    stage.ready()
    stage.press("p")
    stage.page.locator("[data-open]", has_text="2 suggestions").wait_for()
    assert len(stored(team.app, team.annotator)) == 2

    stage.press("a", "r")
    stage.saved()

    found = stored(team.app, team.annotator)
    assert len(found) == 3
    assert near(pixels(found[2].data.region.box), 100, 100, 200, 180)
    assert found[2].data.region.id != found[0].data.region.id
    assert stage.rows() == 1


def test_only_suggestions_that_are_sure_enough_are_shown_and_accepted(team, street, person):
    for number, value in enumerate((0.3, 0.6, 0.9)):
        place = (0.1, 0.1 + 0.3 * number, 0.4, 0.3 + 0.3 * number)
        data = box("car", at=place, region_id=f"region-{number}", value=value)
        make_annotation(team.app, street[0], model="detector-1", data=data)
    page = person(team.annotator)
    stage = Stage(page).open(street[0])

    page.locator("[data-threshold]").fill("0.5")
    page.locator("[data-open]", has_text="2 suggestions").wait_for()
    stage.press("Escape", "Shift+A")
    stage.saved()

    assert {one.data.region.id for one in stored(team.app, team.annotator)} == {"region-1", "region-2"}
    stage.press("Control+z")
    stage.saved()
    assert stored(team.app, team.annotator) == []
    page.reload()
    stage.ready()
    page.locator("[data-open]", has_text="2 suggestions").wait_for()
