"""Own keys, and keys and wheel as a person wants them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept
from tests.browser.stage import Stage, make_photo
from tests.make import make_marker


@pytest.fixture
def page(team, person):
    Concept.objects.add(team.app, [("car", "Car")])
    return person(team.owner)


def test_a_person_gives_actions_other_keys_but_never_one_key_twice(team, page):
    page.goto("/profile/")
    page.get_by_text("Own keys").click()
    page.get_by_label("Four points: top, left").press("j")
    page.get_by_label("Draw boxes; again: stop").press("j")
    expect(page.locator("[data-clash]")).to_contain_text("J means two things")
    save = page.locator("[data-own-keys-form] button.main")
    expect(save).to_be_disabled()
    page.get_by_label("Four points: top, left").press("Backspace")
    save.click()
    page.get_by_text("listens as you want it").wait_for()

    stage = Stage(page).open(make_photo(team.app, "street-1"))
    stage.press("v", "n")
    assert stage.editor.get_attribute("data-tool") == "select"
    stage.press("j")
    assert stage.editor.get_attribute("data-tool") == "draw"
    assert "(J)" in page.locator("[data-action=draw]").get_attribute("title")


def test_a_key_that_a_person_took_from_another_action_means_one_thing_only(team, page):
    page.goto("/profile/")
    page.get_by_text("Own keys").click()
    page.get_by_label("Skip: Enter, or a reason").press("q")
    expect(page.locator("[data-clash]")).to_have_text(
        "No key is left for: List only boxes of the same concept; again: all."
    )
    expect(page.get_by_label("List only boxes of the same concept")).to_have_attribute("placeholder", "no key")
    page.locator("[data-own-keys-form] button.main").click()
    page.get_by_text("listens as you want it").wait_for()

    on = make_photo(team.app, "street-1")
    make_marker(team.app, on, team.owner)
    stage = Stage(page).open(on)
    stage.press("q")

    expect(page.locator("[data-skip-why]")).to_be_visible()


def test_single_keys_only_on_the_picture_and_a_wheel_that_scrolls(team, page):
    page.goto("/profile/")
    page.get_by_label("Keys without Ctrl work").select_option("picture")
    page.get_by_label("The mouse wheel").select_option("scroll")
    page.locator("[data-own-keys-form] button.main").click()
    page.get_by_text("listens as you want it").wait_for()
    stage = Stage(page).open(make_photo(team.app, "street-1"))
    before = page.locator(".picture").bounding_box()

    page.locator(".brand").focus()
    stage.press("v")
    assert stage.editor.get_attribute("data-tool") == "draw"
    page.locator("#stage").focus()
    stage.press("v")
    assert stage.editor.get_attribute("data-tool") == "select"
    page.mouse.move(*stage.at(100, 100))
    page.mouse.wheel(0, 120)
    page.wait_for_timeout(100)

    after = page.locator(".picture").bounding_box()
    assert after["width"] == before["width"]
    assert after["y"] < before["y"]
