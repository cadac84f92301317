"""The labelling page of who may only look: everything is seen, nothing is changed."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from annotations_app.models import Annotation, Change, Comment, Concept
from tests.browser.stage import Stage, make_photo
from tests.make import box, make_annotation


@pytest.fixture
def looked_at(team, person):
    """Open a picture with a box of the owner's and a suggestion as the viewer."""
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    on = make_photo(team.app, "street-1")
    make_photo(team.app, "street-2")
    make_annotation(team.app, on, user=team.owner, data=box("car", at=(0.1, 0.1, 0.4, 0.4)))
    seen = box("bus", at=(0.5, 0.5, 0.9, 0.9), region_id="seen", value=0.8)
    make_annotation(team.app, on, model="detector-1", data=seen)
    return Stage(person(team.viewer)).open(on)


def stored(team):
    rows = Annotation.objects.filter(app=team.app, input_level=False).order_by("pk")
    return [(one.rev, one.region.left) for one in rows.select_related("region")]


def test_no_key_no_drag_and_no_click_of_a_viewer_changes_anything(team, looked_at):
    page, before = looked_at.page, stored(team)
    expect(page.locator("#hint")).to_contain_text("Your role is to look")
    suggestion, owners = (500, 340), (160, 120)

    for place in (suggestion, owners):
        looked_at.click(*place)
        looked_at.drag(place, (place[0] + 60, place[1] + 40))
        looked_at.press("a", "r", "Enter", "Escape", "1", "Shift+1", "ArrowRight", "Shift+ArrowRight", "Delete")
        looked_at.press("Shift+a", "n", "x", "o", "k", "c", "e", "p", "Control+d", "Control+c", "Control+v", "Shift+n")
        looked_at.press("w", "1", "w", "/", "Escape", "Control+z", "Control+y", "m", "Escape", "Control+Space")
    looked_at.press("Escape", "r")
    looked_at.drag((20, 300), (120, 400))
    page.mouse.click(*looked_at.at(*suggestion), button="right")
    page.keyboard.press("Escape")
    looked_at.saved()
    page.wait_for_timeout(200)

    assert page.locator("box-editor").get_attribute("data-tool") == "select"
    assert stored(team) == before
    assert not Change.objects.exists()
    assert not Comment.objects.exists()
    expect(page.locator("[data-alarm]")).to_be_hidden()


def test_a_viewer_zooms_hides_walks_and_goes_on(team, looked_at):
    page = looked_at.page
    fitted = page.locator(".picture").bounding_box()
    looked_at.press(".")
    expect(page.locator(".row .pick[aria-pressed=true]")).to_have_count(1)
    looked_at.press("Shift+Z")
    looked_at.settled()
    assert page.locator(".picture").bounding_box()["width"] > fitted["width"]
    looked_at.press("z", "t")
    looked_at.settled()
    expect(page.locator(".row .unseen")).to_have_count(2)
    looked_at.press("t")
    page.locator("[data-threshold]").fill("0.9")
    expect(page.locator(".row .unseen")).to_have_count(1)

    looked_at.press("Control+Enter")
    expect(page.get_by_role("heading", name="street-2.jpg")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_accessible(team, looked_at, person, scheme, width):
    page = person(team.viewer, width=width, color_scheme=scheme)
    Stage(page).open(looked_at.on).press(".")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
