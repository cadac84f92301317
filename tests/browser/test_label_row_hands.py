"""Each row has an eye and a lock at hand: its box need not be selected, nor the hand leave the keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept
from tests.browser.stage import Stage, make_photo
from tests.make import box, make_annotation


@pytest.fixture
def on(team):
    Concept.objects.add(team.app, [("car", "Car")])
    on = make_photo(team.app, "street-1")
    for left in (0.1, 0.4, 0.7):
        make_annotation(team.app, on, user=team.owner, data=box("car", at=(0.2, left, 0.6, left + 0.2)))
    return on


def rows(page):
    return page.locator("box-list ol .row")


def sign(page, at):
    """Say what stands at the end of a row."""
    return rows(page).nth(at).locator(".pick").evaluate("one => getComputedStyle(one, '::after').content")


def test_a_row_hides_and_locks_its_box_under_the_pointer_without_selecting_it(team, on, person):
    page = person(team.owner)
    stage = Stage(page).open(on)
    stage.press("v", "Escape")
    expect(page.locator("[data-hands]")).to_be_hidden()

    rows(page).nth(1).hover()
    rows(page).nth(1).get_by_role("button", name="Hide box 2").click()
    stage.draws(2)
    expect(page.locator("[data-live]")).to_have_text("Box 2 hidden")
    rows(page).nth(2).hover()
    rows(page).nth(2).get_by_role("button", name="Lock box 3").click()
    expect(page.locator("[data-live]")).to_have_text("Box 3 locked")
    assert [sign(page, at) for at in range(3)] == ["none", '"hidden"', '"locked"']
    assert not stage.editor.get_attribute("data-selected")
    # The keys go on on the picture, and what is locked is not taken there.
    expect(page.locator("#stage")).to_be_focused()
    stage.click(0.8 * 640, 0.4 * 480)
    assert not stage.editor.get_attribute("data-selected")

    page.reload()
    stage.ready()
    assert [sign(page, at) for at in range(3)] == ["none", '"hidden"', '"locked"']
    rows(page).nth(1).hover()
    eye = rows(page).nth(1).get_by_role("button", name="Hide box 2")
    expect(eye).to_have_attribute("aria-pressed", "true")
    assert eye.evaluate("one => getComputedStyle(one, '::before').content") == "none"  # its row is not chosen
    eye.click()
    stage.draws(3)
    page.mouse.move(300, 300)
    expect(page.locator("[data-hands]")).to_be_hidden()


def test_keys_reach_both_in_every_row_and_keep_them_wherever_the_pointer_is(team, on, person):
    page = person(team.owner)
    stage = Stage(page).open(on)
    rows(page).nth(2).hover()
    rows(page).first.locator(".pick").focus()
    page.wait_for_timeout(300)  # the browser tells a pointer that lies still of what has changed under it
    stage.press("Tab")
    expect(page.get_by_role("button", name="Hide box 1")).to_be_focused()
    rows(page).nth(1).hover()
    stage.press("Enter", "Tab", "Space")
    expect(page.get_by_role("button", name="Lock box 1")).to_be_focused()
    assert sign(page, 0) == '"hidden, locked"'

    stage.press("Tab", "Tab")
    expect(rows(page).nth(1).locator(".pick")).to_be_focused()
    stage.press("Shift+Tab", "Shift+Tab", "Shift+Tab")
    expect(page.get_by_role("button", name="Hide box 1")).to_be_focused()
    stage.press("Enter", "Shift+Tab")
    expect(rows(page).first.locator(".pick")).to_be_focused()
    assert sign(page, 0) == '"locked"'


def test_nothing_in_a_row_moves_and_both_are_large_enough(team, on, person):
    page = person(team.owner)
    Stage(page).open(on)
    size = rows(page).first.locator(".size")
    before = size.bounding_box()

    rows(page).first.hover()

    assert size.bounding_box() == before
    for button in rows(page).first.locator("[data-hand]").all():
        assert min(button.bounding_box()["width"], button.bounding_box()["height"]) >= 32


def test_a_finger_finds_them_with_the_details_and_nothing_comes_up_where_it_taps(team, on, person):
    page = person(team.owner, width=390, height=844, has_touch=True, is_mobile=True)
    Stage(page).open(on)
    page.locator("[data-pull]").tap()
    for _ in range(2):
        end = rows(page).first.bounding_box()
        page.touchscreen.tap(end["x"] + end["width"] - 20, end["y"] + 20)
    expect(rows(page).first.locator(".pick")).to_have_attribute("aria-pressed", "true")
    expect(rows(page).first.locator("[data-hand]")).to_have_count(0)
    assert sign(page, 0) == "none"

    lock = page.locator("[data-details]").get_by_role("button", name="Lock box 1")
    assert min(lock.bounding_box()["width"], lock.bounding_box()["height"]) >= 44
    lock.tap()
    assert sign(page, 0) == '"locked"'
    rows(page).nth(1).locator(".pick").tap()
    page.locator("[data-details]").get_by_role("button", name="Hide box 2").tap()
    assert [sign(page, at) for at in range(3)] == ['"locked"', '"hidden"', "none"]
