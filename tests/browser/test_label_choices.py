"""Many concepts to choose from, and suggestions that nobody has looked at."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept
from annotations_app.models.data import POLYGON, AnnotationData, RegionData
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


def test_the_picker_beside_a_new_box_says_which_key_lets_one_type(team, concepts, person):
    team.annotator.preferences = {"labelling": {"keys": {"picker": ["Y"]}}}
    team.annotator.save()
    page = person(team.annotator)
    stage = Stage(page).open(make_photo(team.app, "street-1"))
    stage.drag((100, 100), (200, 180))
    field = page.get_by_role("combobox", name="Concept", exact=True)
    expect(field).to_have_attribute("placeholder", "A digit, or Y to type")
    expect(field).not_to_be_focused()

    stage.press("y")
    expect(field).to_have_attribute("placeholder", "Type a concept")
    page.keyboard.type("pers")
    page.keyboard.press("Enter")
    stage.saved()

    assert said_of(team.app, team.annotator) == [{"person": 1}]


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


def test_an_outline_is_selected_named_and_deleted_like_a_box(team, concepts, person):
    on = make_photo(team.app, "street-1")
    corners = [{"row": 0.2, "col": 0.2}, {"row": 0.6, "col": 0.3}, {"row": 0.5, "col": 0.6}]
    outline = AnnotationData(region=RegionData(id="outline", kind=POLYGON, shape={"points": corners}))
    make_annotation(team.app, on, user=team.owner, data=outline)
    stage = Stage(person(team.owner)).open(on)
    stage.press("v")

    stage.click(0.35 * 640, 0.45 * 480)
    stage.press("2")
    stage.saved()
    assert said_of(team.app, team.owner) == [{"person": 1}]
    assert stored(team.app, team.owner)[0].data.region.shape == {"points": corners}
    stage.press("Delete")
    stage.saved()

    assert stored(team.app, team.owner) == []
    stage.press("Control+z")
    stage.saved()
    assert stored(team.app, team.owner)[0].data.region.shape == {"points": corners}


def test_a_click_on_a_concept_names_the_selection_else_new_boxes(team, concepts, person):
    page = person(team.owner)
    stage = Stage(page).open(make_photo(team.app, "street-1"))
    car, someone = (page.locator("[data-choices] .concept", has_text=name) for name in ("Car", "Person"))

    car.click()
    stage.drag((100, 100), (200, 180))
    expect(page.locator("[data-meant]")).to_have_text("Concept of the selection")
    someone.click()
    expect(someone).to_have_attribute("aria-pressed", "true")
    stage.press("Escape")
    expect(page.locator("[data-meant]")).to_have_text("Concept for new boxes")
    expect(car).to_have_attribute("aria-pressed", "true")
    stage.drag((300, 100), (400, 180))
    stage.saved()

    assert said_of(team.app, team.owner) == [{"person": 1}, {"car": 1}]


def test_names_of_concepts_are_read_whole_where_they_are_chosen(team, person):
    names = ["Car", "Bicycle", "Motorcycle", "Traffic light, red", "Tram stop with a bench"]
    Concept.objects.add(team.app, [(f"c{number}", name) for number, name in enumerate(names)])
    page = person(team.owner)
    Stage(page).open(make_photo(team.app, "street-1"))

    texts = page.locator("[data-choices] .concept .text")
    cut = [one.inner_text() for one in texts.all() if one.evaluate("text => text.scrollWidth > text.clientWidth")]

    assert texts.count() == len(names)
    assert cut == []
