"""No state of the labelling page puts up a barrier: axe looks at each in both themes, wide and as on a phone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from annotations_app.models import Comment, Concept, Input, InputStatus, Status
from annotations_app.models.deciding import send_back
from annotations_app.models.editing import carry_out
from annotations_app.models.operation import Operation
from annotations_app.models.work import submit
from tests.browser.barriers import PHONE, WIDE, Barriers
from tests.browser.kept import mine
from tests.browser.stage import Stage
from tests.make import box, make_annotation


@pytest.fixture
def work(team, handed_out):
    """Put suggestions and boxes of everybody on the first of two photos that are handed out."""
    for number in range(12):
        at = (0.05, 0.02 + number / 13, 0.3, 0.02 + (number + 0.8) / 13)
        make_annotation(team.app, handed_out[0], user=team.annotator, status=Status.PENDING, data=box("car", at=at))
    mine(team, team.annotator).update(tool="drag")
    for number in range(3):
        at = (0.5, 0.1 + 0.3 * number, 0.8, 0.3 + 0.3 * number)
        data = box("person", at=at, region_id=f"region-{number}", value=0.5 + number / 10)
        make_annotation(team.app, handed_out[0], model="detector-1", data=data)
    make_annotation(team.app, handed_out[0], user=team.owner, data=box("car", at=(0.85, 0.1, 0.95, 0.3)))
    return handed_out


def test_drawing_and_choosing_and_all_that_opens(team, work, person):
    page = person(team.annotator)
    stage = Stage(page).open(work[0])
    barriers = Barriers(page)
    barriers.look("many boxes, with suggestions and their threshold")
    page.locator("box-list .row").nth(1).hover()
    page.locator("[data-hand=lock]").click()
    page.locator("[data-hand=hide]").click()
    page.locator("box-list .pick").nth(2).focus()
    stage.press("Tab", "Enter", "Tab", "Tab")
    barriers.look("boxes that are hidden and locked, the eye of a row at hand")
    page.get_by_role("combobox", name="Show in the list").select_option("is hidden")
    barriers.look("the list narrowed to what is hidden")
    page.locator("[data-select-these]").click()
    stage.press("h", "Escape")
    page.get_by_text("None of these is left.").wait_for()
    barriers.look("a narrowed list with nothing left")
    stage.press("q")

    stage.press("n", "1")
    stage.click(300, 200)
    page.mouse.move(*stage.at(350, 220))
    barriers.look("a box being drawn")
    stage.press("Escape", "x")
    stage.click(300, 190)
    stage.click(330, 220)
    barriers.look("four points")
    stage.press("Escape", "o")
    for spot in ((300, 190), (330, 190), (330, 230)):
        stage.click(*spot)
    barriers.look("a polygon being drawn")
    stage.press("Escape", "v")
    page.locator("box-list .pick").first.click()
    barriers.look("one box with its details")
    stage.press("m")
    barriers.look("comments")
    stage.press("Escape", "Control+a")
    barriers.look("many boxes chosen")
    stage.press("Escape", "/")
    page.keyboard.type("c")
    barriers.look("the picker", WIDE)
    stage.press("Escape")
    page.set_viewport_size(PHONE)
    stage.press("/")
    barriers.look("the picker", PHONE)
    stage.press("Escape")
    page.mouse.click(*stage.at(0.85 / 13 * 640, 80), button="right")
    page.locator("[data-box-menu]:popover-open").wait_for()
    barriers.look("the menu of a box")
    stage.press("Escape", "Escape", "i")
    barriers.look("the adjustments")
    stage.press("Escape", "?")
    barriers.look("the keys")
    stage.press("Escape", "g")
    barriers.look("the way to a number")
    stage.press("Escape", "Control+Space")
    barriers.look("the reasons to skip")
    stage.press("Escape", "Control+Enter")
    page.get_by_role("dialog", name="3 suggestions unanswered").wait_for()
    barriers.look("suggestions without an answer")
    stage.press("Escape")
    page.locator("[popovertarget=person-menu]").click()
    barriers.look("the menu of the person")

    assert barriers.found == []
    assert len(barriers.looked) == 19


def test_trouble_and_its_questions(team, work, person, troubles):
    troubles.expected = ("Failed to load resource",)
    page = person(team.annotator)
    page.on("dialog", lambda dialog: dialog.accept())
    barriers = Barriers(page)
    Concept.objects.add(team.app, [("lorry", "Lorry")])
    stage = Stage(page).open(work[1])
    barriers.look("an image without boxes")
    Concept.objects.filter(public_id="lorry").delete()
    stage.press("1")
    stage.drag((100, 100), (200, 180))
    stage.saved()
    theirs = mine(team, team.annotator).get(input=work[1])
    change = Operation(uuid4(), "put", theirs.public_id, theirs.rev, box=(0.5, 0.5, 0.9, 0.9), concepts={"person": 1.0})
    assert carry_out(team.member(team.manager), work[1], change).result == "saved"
    stage.press("ArrowRight")
    page.locator("[data-dispute]").wait_for()
    barriers.look("a conflict")
    page.get_by_role("button", name="Keep mine").click()
    stage.saved()
    stage.press("Escape", "3")
    stage.drag((300, 100), (400, 180))
    page.get_by_text("Not saved:").first.wait_for()
    barriers.look("a refusal")
    page.context.set_offline(True)
    stage.press("Escape", "1")
    stage.drag((100, 300), (200, 380))
    page.locator("[data-chip]", has_text="kept on this device").wait_for()
    barriers.look("offline")
    page.context.set_offline(False)
    page.context.clear_cookies()
    stage.press("ArrowRight")
    page.get_by_role("alert").get_by_role("button", name="Sign in").click()
    barriers.look("the way to sign in again")

    assert barriers.found == []


def test_pages_of_others_and_of_work_that_comes_back(team, work, person, troubles):
    troubles.expected = ("Failed to load resource",)
    first = mine(team, team.annotator).first()
    Comment.objects.create(id=uuid4(), app=team.app, input=work[0], annotation=first, author=team.reviewer, text="why?")
    submit(team.member(team.annotator), work[0].pk)
    page = person(team.reviewer)
    barriers = Barriers(page)
    page.goto("/apps/owner/street/inputs/street-0/review/")
    stage = Stage(page).ready()
    barriers.look("the review of an image")
    stage.press("a", "r")
    expect(page.locator("[data-why] input")).to_be_focused()
    barriers.look("the reasons to send back")
    page.goto("/apps/owner/street/crops/?concept=car")
    page.locator("crop-grid[data-ready]").wait_for()
    barriers.look("boxes as crops")
    assert barriers.found == []

    send_back(team.member(team.reviewer), work[0].pk, first.public_id, "too wide")
    Input.objects.filter(pk=work[1].pk).update(status=InputStatus.INVALID_ARGUMENT)
    page = person(team.annotator)
    barriers = Barriers(page)
    Stage(page).open(work[0])
    barriers.look("work that was sent back")
    page.goto("/apps/owner/street/queue/")
    barriers.look("the queue")
    Stage(page).open(work[1])
    barriers.look("a picture that cannot be shown")
    assert barriers.found == []

    page = person(team.viewer)
    barriers = Barriers(page)
    Stage(page).open(work[0])
    page.locator("box-list .pick").first.click()
    barriers.look("who may only look")
    page = person(team.owner)
    clock = Barriers(page)
    page.goto("/apps/owner/street/clock/")
    clock.look("the clock")
    assert [*barriers.found, *clock.found] == []
