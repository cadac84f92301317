"""Many concepts to choose from, and suggestions that nobody has looked at."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept
from tests.browser.stage import Stage, make_photo
from tests.browser.test_label import said_of, stored
from tests.make import box, make_annotation


@pytest.fixture
def concepts(team):
    return Concept.objects.add(team.app, [("car", "Car"), ("person", "Person")])


def test_of_many_concepts_the_first_stand_ready_and_the_others_are_picked(team, person):
    Concept.objects.add(team.app, [(f"c{number}", f"Concept {number}") for number in range(60)])
    page = person(team.owner)
    stage = Stage(page).open(make_photo(team.app, "street-1"))
    assert page.locator("[data-choices] .concept").count() == 25

    page.get_by_role("button", name="36 more concepts").click()
    page.keyboard.type("concept 47")
    page.keyboard.press("Enter")
    expect(page.locator("[data-choices] [aria-pressed=true]")).to_have_text("Concept 47")
    stage.drag((100, 100), (200, 180))
    stage.saved()

    assert said_of(team.app, team.owner) == [{"c47": 1}]


def test_the_first_answer_without_a_selection_only_shows_the_suggestion(team, concepts, person):
    on = make_photo(team.app, "street-1")
    make_annotation(
        team.app, on, model="detector-1", data=box("car", at=(0.1, 0.1, 0.4, 0.4), region_id="one", value=0.5)
    )
    stage = Stage(person(team.annotator)).open(on)

    stage.press("a")
    expect(stage.page.locator("box-list .pick[aria-pressed=true]")).to_have_count(1)
    assert stored(team.app, team.annotator) == []
    stage.press("a")
    stage.saved()

    assert said_of(team.app, team.annotator) == [{"car": 1}]
