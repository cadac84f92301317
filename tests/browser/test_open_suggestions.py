"""Submitting while suggestions are open: the page asks, or does what the app's rule says."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept, Status
from tests.browser.stage import Stage, hand_out_photos
from tests.make import box, make_annotation


@pytest.fixture
def suggested(team):
    """Hand out two pictures; on the first stand a sure and an unsure suggestion."""
    Concept.objects.add(team.app, [("car", "Car")])
    on, _ = hand_out_photos(team.app, team.annotator, (1, 2))
    for number, sure in enumerate((0.9, 0.3)):
        data = box("car", at=(0.1, 0.1 + 0.4 * number, 0.4, 0.3 + 0.4 * number), region_id=f"box-{number}", value=sure)
        make_annotation(team.app, on, model="detector-1", data=data)
    return on


def answers(team):
    rows = Annotation.objects.filter(app=team.app, user=team.annotator, is_empty=False).order_by("region__public_id")
    return [(one.region.public_id, one.concepts.get().value, one.status) for one in rows]


def goes_on(page):
    expect(page.get_by_role("heading", name="street-2.jpg")).to_be_visible()


def test_the_page_asks_once_and_leads_to_them(team, suggested, person):
    page = person(team.annotator)
    stage = Stage(page).open(suggested)
    stage.press("Escape", "Control+Enter")
    expect(page.get_by_role("dialog")).to_contain_text("2 suggestions unanswered")

    page.get_by_role("button", name="Go to them").click()
    expect(page.locator(".row:has(.pick[aria-pressed=true])")).to_contain_text("0.3")
    stage.press("Control+Enter")
    page.get_by_role("button", name="Leave them").click()
    goes_on(page)

    assert answers(team) == []


def test_they_are_rejected_where_the_annotator_says_so(team, suggested, person):
    page = person(team.annotator)
    Stage(page).open(suggested).press("Control+Enter")
    page.get_by_role("button", name="Reject them").click()
    goes_on(page)

    assert answers(team) == [("box-0", 0, Status.AWAITING_REVIEW), ("box-1", 0, Status.AWAITING_REVIEW)]


@pytest.mark.parametrize("rule", ["reject", "leave"])
def test_the_apps_rule_is_carried_out_without_asking_for_those_that_are_shown(team, suggested, person, rule):
    team.app.change(open_suggestions=rule)
    page = person(team.annotator)
    stage = Stage(page).open(suggested)
    page.locator("[data-threshold]").fill("0.5")
    page.locator("#stage").focus()
    stage.press("Control+Enter")
    goes_on(page)

    expect(page.locator("[data-unanswered]")).to_be_hidden()
    assert answers(team) == ([("box-0", 0, Status.AWAITING_REVIEW)] if rule == "reject" else [])
