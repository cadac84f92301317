"""The labelling page for people who do not use a mouse, or look at it on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept, Status
from tests.browser.stage import Stage, make_photo
from tests.make import box, make_annotation, make_marker


@pytest.fixture
def busy_input(team):
    Concept.objects.add(team.app, [("car", "Car"), ("person", "Person")])
    on = make_photo(team.app, "street-1")
    make_marker(team.app, on, team.annotator)
    make_annotation(
        team.app, on, user=team.annotator, status=Status.REVIEW_DENIED, data=box("car", at=(0.1, 0.1, 0.4, 0.4))
    )
    make_annotation(
        team.app, on, model="detector-1", data=box("person", at=(0.5, 0.5, 0.9, 0.9), region_id="seen", value=0.4)
    )
    make_annotation(team.app, on, user=team.owner, data=box("car", at=(0.2, 0.6, 0.4, 0.8)))
    return on


def test_a_box_is_placed_and_named_without_a_pointer(busy_input, team, person):
    page = person(team.annotator)
    stage = Stage(page).open(busy_input)
    stage.press("v")
    page.locator("box-list .pick").first.focus()
    page.keyboard.press("Enter")
    page.locator("#stage").focus()

    stage.press("Enter")
    page.keyboard.type("128")
    page.keyboard.press("Tab")
    stage.press("Escape", "/")
    page.keyboard.type("pers")
    page.keyboard.press("Enter")
    stage.saved()

    mine = Annotation.objects.get(app=team.app, user=team.annotator, is_empty=False)
    assert mine.region.left == pytest.approx(128 / 640, abs=1e-6)
    assert [one.concept.public_id for one in mine.concepts.all()] == ["person"]
    assert mine.status == Status.PENDING


def test_the_tools_are_one_stop_of_the_tab_key_and_arrows_go_through_them(busy_input, team, person):
    page = person(team.annotator)
    stage = Stage(page).open(busy_input)
    focused = page.locator("[role=toolbar] button:focus")
    expect(page.locator("[role=toolbar] button[tabindex='0']")).to_have_count(1)
    page.locator(".top a, .top button").last.focus()
    tool = stage.editor.get_attribute("data-tool")

    stops = []
    while not page.locator("#stage:focus").count():
        stage.press("Tab")
        stops += focused.evaluate_all("all => all.map((one) => one.dataset.action)")
    assert stops == [tool]

    stage.press("Shift+Tab", "ArrowDown", "ArrowRight", "Home", "ArrowUp")
    assert focused.get_attribute("data-action") == "delete"
    stage.press("ArrowDown", "ArrowDown", "Enter")
    assert stage.editor.get_attribute("data-tool") in ("draw", "select")
    assert focused.get_attribute("data-action") == "draw"
    stage.press("Tab")
    expect(page.locator("#stage")).to_be_focused()
    stage.press("Shift+Tab")
    assert focused.get_attribute("data-action") == "draw"
