"""What the server would not store stays where it was drawn, says why in its row, and offers a way out."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept
from annotations_app.models.editing import carry_out
from annotations_app.models.operation import Operation
from tests.browser.kept import lefts, mine
from tests.browser.stage import Stage, make_photo
from tests.browser.test_label import said_of
from tests.make import box, make_annotation


@pytest.fixture
def stage(team, person, troubles):
    """Open a picture as an annotator, to whom a concept is offered that is gone by now."""
    troubles.expected = ("Failed to load resource",)
    Concept.objects.add(team.app, [("lorry", "Lorry"), ("bus", "Bus")])
    stage = Stage(person(team.annotator)).open(make_photo(team.app, "street-1"))
    Concept.objects.filter(app=team.app, public_id="lorry").delete()
    stage.press("1")
    return stage


def mark(stage):
    return stage.page.locator("box-list .row [data-dispute]")


def boxes(team):
    return mine(team, team.annotator)


def test_a_box_with_a_concept_that_is_gone_stays_until_another_is_chosen(team, stage):
    stage.drag((100, 100), (200, 180))
    stage.saved()

    expect(mark(stage)).to_contain_text("Not saved: There is no concept 'lorry' in this app: choose another.")
    expect(stage.page.locator("[data-chip] [data-text]")).to_have_text("1 change needs you")
    assert stage.rows() == 1
    stage.draws(1)
    assert boxes(team).count() == 0
    assert stage.page.locator("[data-choices] .concept").all_inner_texts() == ["Bus\n1"]

    stage.page.get_by_role("alert").get_by_role("button", name="Go to it").press("Enter")
    expect(mark(stage).get_by_role("button", name="Choose another concept")).to_be_focused()
    stage.press("Enter")
    stage.page.keyboard.type("bus")
    stage.press("Enter")
    stage.saved()

    expect(mark(stage)).to_have_count(0)
    assert said_of(team.app, team.annotator) == [{"bus": 1}]
    expect(stage.page.locator("[data-chip] [data-text]")).to_have_text("Saved")
    assert stage.page.get_by_role("alert").is_hidden()


def test_a_refused_box_is_marked_after_a_reload_and_any_change_tries_again(team, stage):
    stage.drag((100, 100), (200, 180))
    mark(stage).wait_for()

    stage.page.reload()
    stage.ready()
    expect(mark(stage)).to_contain_text("choose another")
    stage.press("v", ".", "ArrowRight")
    expect(mark(stage)).to_contain_text("choose another")
    stage.press("1")
    stage.saved()

    expect(mark(stage)).to_have_count(0)
    assert said_of(team.app, team.annotator) == [{"bus": 1}]
    assert lefts(team, team.annotator) == [101 / 640]
    stage.page.reload()
    stage.ready()
    assert stage.page.locator("[data-alarm]").is_hidden()
    assert stage.rows() == 1


@pytest.mark.parametrize("way", ["Remove it", "Delete", "Control+z"])
def test_a_refused_box_can_be_taken_back(team, stage, way):
    stage.drag((100, 100), (200, 180))
    mark(stage).wait_for()

    if way == "Remove it":
        mark(stage).get_by_role("button", name=way).click()
    else:
        stage.press(way)
    stage.saved()

    assert stage.rows() == 0
    expect(stage.page.locator("[data-chip] [data-text]")).to_have_text("Saved")
    stage.page.reload()
    stage.ready()
    assert stage.rows() == 0
    assert stage.page.locator("[data-alarm]").is_hidden()
    assert boxes(team).count() == 0


def test_what_was_mended_before_the_refusal_came_is_saved_at_once(team, stage):
    stage.page.route("**/changes/", lambda route: (stage.page.wait_for_timeout(300), route.continue_()))
    stage.drag((100, 100), (200, 180))
    stage.press("2")
    stage.saved()

    assert stage.page.locator("[data-dispute]").count() == 0
    assert said_of(team.app, team.annotator) == [{"bus": 1}]
    expect(stage.page.locator("[data-chip] [data-text]")).to_have_text("Saved")


def test_a_polygon_and_an_answer_to_a_suggestion_are_tried_again_whole(team, person, troubles):
    troubles.expected = ("Failed to load resource",)
    Concept.objects.add(team.app, [("lorry", "Lorry"), ("bus", "Bus")])
    on = make_photo(team.app, "street-1")
    make_annotation(team.app, on, model="detector-1", data=box("bus", at=(0.5, 0.5, 0.8, 0.8), region_id="seen"))
    stage = Stage(person(team.annotator)).open(on)
    Concept.objects.filter(app=team.app, public_id="lorry").delete()
    stage.press("v", ".", "1")
    mark(stage).wait_for()
    stage.press("Escape", "Escape", "o")
    stage.editor.evaluate("one => one.editor.store.set('sticky', 'lorry')")
    for corner in ((100, 100), (200, 100), (150, 180), (100, 100)):
        stage.click(*corner)
    stage.saved()
    expect(mark(stage)).to_have_count(2)

    for _ in range(2):
        stage.page.locator("[data-chip]").get_by_role("button", name="Show").click()
        stage.press("1")
        stage.saved()

    found = boxes(team).order_by("pk").select_related("region")
    assert [(one.region.kind, one.region.public_id == "seen") for one in found] == [("box", True), ("polygon", False)]


@pytest.mark.parametrize(("key", "answer"), [("ArrowRight", "Take it back"), ("Delete", "All right")])
def test_what_may_not_be_changed_any_more_goes_back_to_what_is_stored(team, person, troubles, key, answer):
    troubles.expected = ("Failed to load resource",)
    Concept.objects.add(team.app, [("car", "Car")])
    on = make_photo(team.app, "street-1")
    made = make_annotation(team.app, on, user=team.annotator, data=box("car", at=(0.2, 0.2, 0.4, 0.4)))
    stage = Stage(person(team.annotator)).open(on)
    team.app.collaborators.filter(user=team.annotator).update(role="viewer")

    stage.press("v", ".", key)
    expect(mark(stage)).to_contain_text("Your role in this app does not include this.")
    mark(stage).get_by_role("button", name=answer).click()

    assert stage.page.locator("box-list .row").get_attribute("data-box").split()[1] == "2000000"
    assert stage.rows() == 1
    expect(stage.page.locator("[data-chip] [data-text]")).to_have_text("Saved")
    made.refresh_from_db()
    assert made.region.left == 0.2


def test_a_change_that_became_too_small_can_be_drawn_again(team, drawing):
    drawing.drag((100, 100), (200, 180))
    drawing.saved()
    made = mine(team).get()
    narrow = Operation(uuid4(), "put", made.public_id, made.rev, box=(0.5, 0.5, 0.5001, 0.5001), concepts={"car": 1.0})
    assert carry_out(team.member(team.owner), drawing.on, narrow).word == "too-small"

    # The page itself lets nobody draw so small.
    drawing.editor.evaluate(
        """({ editor: { store } }) => {
          const [only] = store.selected();
          const box = { ...only.box, right: only.box.left + 1e-6 };
          store.commit("narrow", [{ id: only.id, after: { ...only, box } }]);
        }"""
    )
    mark(drawing).get_by_role("button", name="Draw it again").click()
    drawing.drag((300, 100), (400, 180))
    drawing.saved()

    assert lefts(team) == [300 / 640]
    expect(mark(drawing)).to_have_count(0)


def test_a_concept_that_was_archived_meanwhile_is_still_taken_and_the_row_says_so(team, drawing):
    Concept.objects.get(app=team.app, public_id="car").archive()

    drawing.drag((100, 100), (200, 180))
    row = drawing.page.locator("box-list .row.archived")
    row.wait_for()
    drawing.saved()
    assert said_of(team.app, team.owner) == [{"car": 1}]
    assert row.locator(".name").evaluate("one => getComputedStyle(one, '::after').content") == '" (archived)"'

    drawing.press("2")
    expect(row).to_have_count(0)
    drawing.press("Control+z")
    drawing.saved()
    expect(row).to_have_count(1)
    drawing.page.reload()
    drawing.ready()
    expect(row).to_have_count(1)
    assert drawing.page.locator("[data-choices] .concept").all_inner_texts() == ["Bus\n1"]
