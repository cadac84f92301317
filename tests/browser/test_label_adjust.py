"""The picture is shown brighter, with more contrast, inverted, and as it is again; kept for each app."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.stage import Stage, make_photo
from tests.browser.test_label_shapes import draw_triangle
from tests.make import make_app


def grey(stage: Stage, x: int, y: int) -> int:
    """Return how light a pixel of the picture is on the screen."""
    return sum(stage.colour(x, y)[0]) // 3


def test_a_picture_is_adjusted_by_keys_and_shown_as_it_is_again(team, person):
    on, after = make_photo(team.app, "street-1"), make_photo(team.app, "street-2")
    page = person(team.annotator)
    stage = Stage(page).open(on)
    before = grey(stage, 300, 120)
    expect(page.locator("[data-on]")).to_be_hidden()

    stage.press("i")
    slider = page.get_by_role("slider", name="Brightness")
    expect(slider).to_be_focused()
    stage.press(*["ArrowRight"] * 10)
    assert grey(stage, 300, 120) > before + 20
    page.get_by_role("checkbox", name="Invert").check()
    inverted = grey(stage, 300, 120)
    page.get_by_role("slider", name="Shadows").fill("2")
    assert grey(stage, 300, 120) < inverted
    stage.press("Escape")
    expect(page.locator("[data-adjust]")).to_be_hidden()
    expect(page.locator("#stage")).to_be_focused()
    expect(page.locator("[data-on]")).to_be_visible()

    adjusted = grey(stage, 300, 120)
    stage.press("f")
    page.wait_for_url(f"**/{after.public_id}/label/")
    stage.ready()
    expect(page.locator("[data-on]")).to_be_visible()
    assert abs(grey(stage, 300, 120) - adjusted) <= 2

    stage.press("Shift+I")
    assert abs(grey(stage, 300, 120) - before) <= 2
    expect(page.locator("[data-on]")).to_be_hidden()


def test_another_app_has_its_own_adjustments(team, person):
    on = make_photo(team.app, "street-1")
    other = make_photo(make_app(team.owner, "other"), "street-1")
    page = person(team.owner)
    stage = Stage(page).open(on)
    page.get_by_role("button", name="Adjust the picture").click()
    page.get_by_role("slider", name="Contrast").fill("2")
    stage.press("Escape")

    stage.open(other)
    expect(page.locator("[data-on]")).to_be_hidden()
    stage.open(on)
    expect(page.locator("[data-on]")).to_be_visible()
    stage.press("i")
    expect(page.get_by_role("slider", name="Contrast")).to_have_value("2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_corners_and_adjustments_are_accessible(team, person, scheme):
    page = person(team.owner, color_scheme=scheme)
    stage = Stage(page).open(make_photo(team.app, "street-1"))
    draw_triangle(stage)
    stage.press("Escape", "v", "Control+a", "e", "i")
    expect(page.get_by_role("slider", name="Brightness")).to_be_focused()

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
