"""Answers in the rows: they are there where something asks, also where an answer was taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept, Status
from tests.browser.stage import Stage, make_photo
from tests.make import box, make_annotation, make_marker


@pytest.fixture
def asked(team):
    """Ask the annotator to check a box."""
    Concept.objects.add(team.app, [("car", "Car")])
    on = make_photo(team.app, "street-1")
    make_marker(team.app, on, team.annotator)
    make_annotation(team.app, on, user=team.annotator, status=Status.PENDING, data=box("car"))
    return on


def test_an_answer_that_was_taken_back_without_a_network_is_given_again_by_its_button(team, asked, person, troubles):
    troubles.expected = ("ERR_INTERNET_DISCONNECTED",)
    page = person(team.annotator)
    stage = Stage(page).open(asked)
    page.get_by_role("button", name="Accept Car").click()
    stage.saved()
    stage.open(asked)
    before = page.locator("box-list ol [data-answer]").count()

    page.context.set_offline(True)
    stage.press("Control+z")
    again = page.get_by_role("button", name="Reject Car")
    expect(again).to_be_visible()
    again.click()
    expect(again).to_be_hidden()
    page.context.set_offline(False)
    stage.saved()

    assert before == 0
    assert Annotation.objects.get(app=team.app, user=team.annotator, is_empty=False).concepts.get().value == 0


def test_a_row_tells_where_its_box_lies_also_while_it_asks(team, asked, person):
    page = person(team.annotator)
    Stage(page).open(asked)

    pick = page.locator("box-list .pick")

    expect(pick).to_have_accessible_name("1 Car ? 256×192 at left 128, top 48 pixels")
