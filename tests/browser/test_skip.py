"""Putting an image off, with a reason or without."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept
from tests.browser.stage import Stage, hand_out_photos


@pytest.fixture
def three(team):
    Concept.objects.add(team.app, [("car", "Car")])
    return hand_out_photos(team.app, team.annotator, range(1, 4))


def note(team, on):
    return Annotation.objects.get(app=team.app, input=on, user=team.annotator, is_empty=True).info or {}


def next_is(page, name):
    expect(page.get_by_role("heading", name=f"{name}.jpg")).to_be_visible()


def test_skipping_is_one_more_key_and_a_reason_is_a_digit(team, three, person):
    page = person(team.annotator)
    stage = Stage(page).open(three[0])

    stage.press("Control+Space", "Enter")
    next_is(page, "street-2")
    stage.ready()
    page.wait_for_timeout(300)
    stage.press("Control+Space")
    expect(page.get_by_label("Why, if you like")).to_be_focused()
    stage.press("2")
    next_is(page, "street-3")

    assert "skip_reason" not in note(team, three[0])
    assert note(team, three[1])["skip_reason"] == "not sure what it is"
    page.goto("/apps/owner/street/queue/")
    expect(page.locator(".rows")).to_contain_text("skipped: not sure what it is")


def test_a_reason_is_written_and_escape_skips_nothing(team, three, person):
    page = person(team.annotator)
    stage = Stage(page).open(three[0])

    stage.press("Control+Space", "Escape")
    expect(page.locator("[data-skip-why]")).to_be_hidden()
    assert note(team, three[0]) == {}
    page.get_by_role("button", name="Skip", exact=True).click()
    page.keyboard.type("two pictures in one")
    stage.press("Enter")
    next_is(page, "street-2")

    assert note(team, three[0])["skip_reason"] == "two pictures in one"


def test_what_is_drawn_just_before_a_skip_is_saved_before_it(team, three, person):
    page = person(team.annotator)
    stage = Stage(page).open(three[0])
    page.wait_for_timeout(300)
    stage.press("1")
    page.route("**/changes/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    stage.drag((100, 100), (200, 180))

    stage.press("Control+Space", "Enter")
    next_is(page, "street-2")

    mine = Annotation.objects.filter(app=team.app, input=three[0], user=team.annotator)
    assert mine.count() == 2
    assert all(one.turn for one in mine)


def test_without_a_server_nothing_is_skipped_and_the_page_says_so(team, three, person, troubles):
    troubles.expected = ("ERR_INTERNET_DISCONNECTED", "htmx:")
    page = person(team.annotator)
    stage = Stage(page).open(three[0])
    page.wait_for_timeout(300)
    page.context.set_offline(True)

    stage.press("Control+Space", "Enter")

    expect(page.get_by_text("The server does not answer. Nothing was changed")).to_be_visible()
    expect(page.locator("[data-skip-why]")).to_be_hidden()
    assert note(team, three[0]) == {}


def test_without_a_server_who_drew_is_told_at_once_that_a_skip_needs_it_and_keeps_what_was_drawn(
    team, three, person, troubles
):
    troubles.expected = ("ERR_INTERNET_DISCONNECTED",)
    page = person(team.annotator)
    stage = Stage(page).open(three[0])
    page.context.set_offline(True)
    stage.press("1")
    stage.drag((100, 100), (200, 180))
    page.locator("[data-chip]", has_text="1 change kept on this device").wait_for()

    stage.press("Control+Space", "2")

    expect(page.locator("[data-hint]")).to_contain_text("Skipping needs the server", timeout=1000)
    expect(page.locator("[data-skip-why]")).to_be_hidden()
    page.context.set_offline(False)
    stage.saved()
    assert Annotation.objects.filter(app=team.app, input=three[0], is_empty=False).count() == 1
    assert note(team, three[0]) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_question_is_accessible(team, three, person, scheme):
    page = person(team.annotator, color_scheme=scheme)
    Stage(page).open(three[0]).press("Control+Space")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
