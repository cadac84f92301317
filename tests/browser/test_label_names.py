"""The names on the picture can be read: none lies over another, and one that has no room is left away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept
from tests.browser.stage import Stage, make_photo
from tests.make import box, make_annotation


@pytest.fixture
def on(team):
    """Make a picture with a car in the corner of a bus, and five more cars, one on another."""
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    on = make_photo(team.app, "street-1")
    make_annotation(team.app, on, user=team.owner, data=box("bus", at=(0.2, 0.1, 0.9, 0.4)))
    make_annotation(team.app, on, user=team.owner, data=box("car", at=(0.2, 0.1, 0.5, 0.25)))
    for _ in range(5):
        make_annotation(team.app, on, user=team.owner, data=box("car", at=(0.3, 0.6, 0.6, 0.75)))
    return on


def named(stage):
    stage.settled()
    return int(stage.page.locator("canvas.boxes").get_attribute("data-named"))


def test_a_name_makes_way_to_another_corner_and_is_left_away_where_none_is_free(team, on, person):
    page = person(team.owner)
    stage = Stage(page).open(on)
    stage.press("v", "Escape")
    # Of the five on one place four have a corner each.
    assert named(stage) == 6

    page.locator("box-list .pick").first.hover()
    name = page.locator(".chips .chip:visible")
    expect(name).to_have_text("1 Bus")
    frame, (right, top) = name.bounding_box(), stage.at(0.4 * 640, 0.2 * 480)
    assert abs(frame["x"] + frame["width"] - right) < 4
    assert frame["y"] + frame["height"] < top
    page.locator("box-list .pick").nth(1).hover()
    expect(name).to_have_text("2 Car")
    assert abs(name.bounding_box()["x"] - stage.at(0.1 * 640, 0)[0]) < 4


def test_what_is_selected_comes_first_and_stays_where_it_is_known(team, on, person):
    page = person(team.owner)
    stage = Stage(page).open(on)
    stage.press("v", "Escape")

    page.locator("box-list .pick").first.click()
    stage.settled()
    page.locator("box-list .pick").first.hover()

    name = page.locator(".chips .chip:visible")
    expect(name).to_have_text("1 Bus")
    assert abs(name.bounding_box()["x"] - stage.at(0.1 * 640, 0)[0]) < 4
    assert named(stage) == 6
