"""On a crowded picture one looks for a few boxes: the list and the picture show those alone, and everything again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept, Status
from annotations_app.models.work import submit
from tests.browser.kept import mine
from tests.browser.stage import Stage, make_photo
from tests.browser.test_label import said_of
from tests.make import box, make_annotation, make_marker

CONCEPTS = ["car", "bus", "car", "car", "bus"]


@pytest.fixture
def on(team):
    """Make a picture with three cars, two buses, a box without a concept and two suggestions."""
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    on = make_photo(team.app, "street-1")
    make_marker(team.app, on, team.annotator)
    for number, concept in enumerate(CONCEPTS):
        at = (0.1, 0.02 + 0.16 * number, 0.4, 0.16 + 0.16 * number)
        make_annotation(team.app, on, user=team.annotator, status=Status.PENDING, data=box(concept, at=at))
    mine(team, team.annotator).update(tool="drag")
    for number, concept in enumerate(["car", "car"]):
        data = box(concept, at=(0.5, 0.1 + 0.4 * number, 0.8, 0.4 + 0.4 * number), region_id=f"r-{number}", value=0.5)
        make_annotation(team.app, on, model="detector-1", data=data)
    return on


@pytest.fixture
def stage(team, on, person):
    stage = Stage(person(team.annotator)).open(on)
    stage.press("v", "Escape")
    return stage


def choice(stage):
    return stage.page.get_by_role("combobox", name="Show in the list")


def options(stage):
    return [one.text_content() for one in choice(stage).locator("option").all()]


def listed(stage):
    """Tell the numbers of the rows that are shown."""
    stage.settled()
    return [row.locator(".num").inner_text() for row in stage.page.locator("box-list ol .row:visible").all()]


def named(stage):
    """Tell how many boxes have their names on the picture: thin ones have none."""
    stage.settled()
    return int(stage.page.locator("canvas.boxes").get_attribute("data-named"))


def chosen(stage):
    return len((stage.editor.get_attribute("data-selected") or "").split())


def test_the_list_is_narrowed_to_a_concept_and_its_boxes_are_named_at_once(team, stage):
    assert options(stage) == ["All 7", "Car 5", "Bus 2", "Suggestions 2"]
    assert (len(listed(stage)), named(stage)) == (7, 7)

    choice(stage).select_option("Bus 2")
    expect(stage.page.locator("[data-live]")).to_have_text("Bus: 2 of 7 listed")
    assert (listed(stage), named(stage)) == (["2", "5"], 2)
    stage.page.get_by_role("button", name="Select these 2").click()
    assert chosen(stage) == 2
    # Named otherwise, they stay in sight for as long as they are selected.
    stage.press("1")
    stage.saved()
    assert (listed(stage), options(stage)[1:3]) == (["2", "5"], ["Car 7", "Bus 0"])
    stage.press("Escape")
    assert listed(stage) == []
    expect(stage.page.get_by_text("None of these is left.")).to_be_visible()

    stage.page.get_by_role("button", name="Show all again").click()
    assert (len(listed(stage)), named(stage)) == (7, 7)
    expect(stage.page.locator("[data-live]")).to_have_text("All 7 listed")
    stage.saved()
    assert said_of(team.app, team.annotator)[:5] == [{"car": 1}] * 5


def test_keys_alone_look_for_boxes_walk_through_them_and_come_back(stage):
    page = stage.page
    page.locator("box-list .pick").nth(1).click()
    stage.press("q")
    expect(choice(stage)).to_have_value("of bus")
    walked = []
    for _ in range(2):
        stage.press(".")
        walked.append(page.locator(".row:has([aria-pressed=true]) .num").inner_text())
    assert walked == ["5", "2"]
    stage.press("Escape", "Control+a")
    assert chosen(stage) == 2
    stage.press("Escape", "q")
    assert len(listed(stage)) == 7

    stage.press("q")
    expect(page.locator("[data-hint]")).to_contain_text("Select a box first")
    choice(stage).focus()
    stage.press("ArrowDown")
    assert listed(stage) == ["1", "3", "4", "6", "7"]
    expect(choice(stage)).to_be_focused()
    stage.press("Tab")
    expect(page.get_by_role("button", name="Select these 5")).to_be_focused()
    stage.press("Tab", "Enter")
    expect(choice(stage)).to_be_focused()
    assert len(listed(stage)) == 7


def test_the_pointer_takes_what_is_looked_for_and_others_where_nothing_else_is(team, on, person):
    inner, outer = (0.6, 0.5, 0.7, 0.6), (0.5, 0.4, 0.9, 0.9)
    for concept, at in (("car", outer), ("bus", inner)):
        make_annotation(team.app, on, user=team.owner, data=box(concept, at=at))
    stage = Stage(person(team.owner)).open(on)
    stage.press("v", "Escape")
    named = stage.page.locator("[data-title]")
    choice(stage).select_option(label="Car 6")
    stage.click(0.55 * 640, 0.65 * 480)
    expect(named).to_contain_text("Car")

    stage.press("Escape")
    stage.click(0.25 * 640, 0.25 * 480)
    expect(named).to_contain_text("Box 2 · Bus")
    assert "2" in listed(stage)
    # What is drawn is in sight, whatever is looked for.
    stage.press("Escape", "n", "2")
    stage.drag((20, 440), (60, 470))
    assert listed(stage)[-1] == "10"
    stage.press("Escape")
    assert "10" not in listed(stage)


def test_hidden_locked_and_nameless_boxes_are_found(team, stage):
    stage.press("n")
    stage.drag((20, 440), (60, 470))
    stage.press("Escape", "Escape", "v")
    stage.page.locator("box-list .pick").first.click()
    stage.press("h")
    stage.page.locator("box-list .pick").nth(1).click()
    stage.press("l", "Escape")
    expect(choice(stage).locator("option")).to_have_count(7)
    assert options(stage)[3:] == ["Suggestions 2", "No concept 1", "Hidden 1", "Locked 1"]

    choice(stage).select_option(label="Hidden 1")
    assert listed(stage) == ["1"]
    stage.press(".", "h", "Escape")
    assert (listed(stage), options(stage)[5]) == ([], "Hidden 0")
    choice(stage).select_option(label="No concept 1")
    assert listed(stage) == ["8"]


def test_only_what_is_listed_is_accepted_and_a_submit_asks_about_everything(team, on, person):
    make_annotation(
        team.app, on, model="detector-1", data=box("bus", at=(0.5, 0.1, 0.6, 0.2), region_id="r-2", value=0.5)
    )
    stage = Stage(person(team.annotator)).open(on)
    choice(stage).select_option(label="Bus 3")
    expect(stage.page.locator("[data-open]")).to_have_text("1 suggestion")
    stage.press("Shift+A")
    stage.saved()
    assert mine(team, team.annotator).filter(region__public_id="r-2").count() == 1
    assert mine(team, team.annotator).filter(region__public_id__in=["r-0", "r-1"]).count() == 0

    stage.press("Control+Enter")
    expect(stage.page.get_by_role("dialog", name="2 suggestions unanswered")).to_be_visible()
    assert choice(stage).input_value() == ""
    stage.page.get_by_role("button", name="Go to them").click()
    expect(stage.page.locator("[data-title]")).to_contain_text("Car ?")


def test_a_reviewer_looks_at_one_concept_and_approves_the_image_all_the_same(team, on, person):
    submit(team.member(team.annotator), on.pk)
    page = person(team.reviewer)
    page.goto("/apps/owner/street/inputs/street-1/review/")
    stage = Stage(page).ready()
    assert options(stage) == ["All 5", "Car 3", "Bus 2", "To decide 6"]
    choice(stage).select_option(label="Bus 2")
    stage.press("Escape", ".")
    for left in (5, 4):
        stage.press("a")
        expect(page.locator("[data-live]")).to_contain_text(f"{left} to decide")
    expect(page.locator("[data-live]")).to_have_text("Approved. 4 to decide, none of them listed now")
    choice(stage).select_option(label="Done 2")
    assert listed(stage) == ["3", "6"]

    stage.press("Shift+A")
    expect(page.get_by_text("Nothing is waiting for review")).to_be_visible()
    left = Annotation.objects.filter(input=on, user=team.annotator).exclude(status=Status.SUCCESS)
    assert not left.exists()


def test_the_choice_is_gone_with_the_image_and_there_only_where_there_is_one(team, on, person):
    after = make_photo(team.app, "street-2")
    make_annotation(team.app, after, user=team.owner, data=box("car"))
    page = person(team.owner)
    stage = Stage(page).open(on)
    choice(stage).select_option(label="Bus 2")

    stage.press("f")
    page.wait_for_url(re.compile("street-2"))
    stage.ready()
    expect(choice(stage)).to_be_hidden()
    stage.press("d")
    page.wait_for_url(re.compile("street-1"))
    stage.ready()

    expect(choice(stage)).to_have_value("")
    assert len(listed(stage)) == 7


def test_deleting_by_keys_in_a_narrowed_list_goes_on_in_it(stage):
    choice(stage).select_option(label="Bus 2")
    rows = stage.page.locator("box-list ol .row:visible")
    rows.first.locator(".pick").focus()
    stage.press("Enter", "Delete")

    expect(stage.page.locator(".row:focus-within .name")).to_have_text("Bus")
    assert len(listed(stage)) == 1
