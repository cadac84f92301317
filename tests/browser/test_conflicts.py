"""Two who change the same box: nothing is dropped in silence, and the person chooses."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept, Status
from annotations_app.models.editing import carry_out
from annotations_app.models.operation import Operation
from tests.browser.kept import lefts, mine
from tests.browser.stage import Stage, make_photo
from tests.make import box, make_annotation


def change_elsewhere(team, drawing, kind="put", made=None):
    """Let the manager change or delete a box, past the page: the one that is there unless told."""
    made = made or mine(team).get()
    what = {"box": (0.5, 0.5, 0.9, 0.9), "concepts": {"bus": 1.0}} if kind == "put" else {}
    theirs = Operation(uuid4(), kind, made.public_id, made.rev, **what)
    assert carry_out(team.member(team.manager), drawing.on, theirs).result == "saved"


def disputes(drawing):
    """Find what is asked in the rows."""
    return drawing.page.locator("box-list [data-dispute]")


@pytest.mark.parametrize(
    ("answer", "kept"), [("Keep mine", [161 / 640]), ("Take manager's", [0.5]), ("Keep both", [0.5, 161 / 640])]
)
def test_the_second_to_change_a_box_chooses_in_its_row_also_after_a_reload(team, drawing, answer, kept):
    drawing.drag((100, 100), (200, 180))
    drawing.saved()
    change_elsewhere(team, drawing)

    drawing.press("v")
    drawing.drag((150, 140), (210, 140))
    drawing.press("ArrowRight", "2")
    alarm = drawing.page.get_by_role("alert")
    alarm.get_by_text("manager changed this box").wait_for()
    drawing.saved()
    drawing.page.reload()
    drawing.ready()
    alarm.get_by_text("manager changed this box").wait_for()
    assert drawing.page.locator("[data-chip]", has_text="1 change needs you").is_visible()
    row = drawing.page.locator("box-list .row", has=drawing.page.locator("[data-dispute]"))
    expect(row).to_contain_text("manager's: Bus, 256×192")
    row.get_by_role("button", name=answer).click()
    drawing.saved()

    assert lefts(team) == kept
    assert drawing.page.locator("[data-chip] [data-text]").inner_text() == "Saved"
    assert alarm.is_hidden()
    drawing.page.reload()
    drawing.ready()
    assert drawing.page.locator("[data-alarm]").is_hidden()
    assert drawing.rows() == len(kept)


@pytest.mark.parametrize(("answer", "number"), [("Restore with my change", 1), ("Leave it deleted", 0)])
def test_a_box_that_another_deleted_can_be_restored(team, drawing, answer, number):
    drawing.drag((100, 100), (200, 180))
    drawing.saved()
    change_elsewhere(team, drawing, "delete")

    drawing.press("2")
    drawing.page.get_by_role("alert").get_by_text("manager deleted this box").wait_for()
    disputes(drawing).get_by_role("button", name=answer).click()
    drawing.saved()

    assert mine(team).count() == number
    assert drawing.rows() == number


@pytest.mark.parametrize(("answer", "kept"), [("Delete it", []), ("Keep manager's", [0.5])])
def test_a_box_that_another_changed_and_i_deleted_is_shown_until_i_choose(team, drawing, answer, kept):
    drawing.drag((100, 100), (200, 180))
    drawing.saved()
    change_elsewhere(team, drawing)

    drawing.press("Delete")
    expect(disputes(drawing)).to_contain_text("which you deleted")
    expect(drawing.page.locator(".top-layer .theirs")).to_have_count(1)
    drawing.page.reload()
    drawing.ready()
    disputes(drawing).get_by_role("button", name=answer).click()
    drawing.saved()

    assert lefts(team) == kept
    assert drawing.rows() == len(kept)
    expect(drawing.page.locator(".top-layer .theirs")).to_have_count(0)


def test_what_both_deleted_is_no_dispute(team, drawing):
    drawing.drag((100, 100), (200, 180))
    drawing.saved()
    change_elsewhere(team, drawing, "delete")

    drawing.press("Delete")
    drawing.saved()

    expect(drawing.page.locator("[data-chip] [data-text]")).to_have_text("Saved")
    assert disputes(drawing).count() == 0
    drawing.press("Control+z")
    drawing.saved()
    assert mine(team).count() == 1


def test_several_disputes_are_answered_one_after_another_by_keys_alone(team, drawing):
    for left in (100, 250, 400):
        drawing.drag((left, 100), (left + 80, 180))
        drawing.press("Escape")
    drawing.saved()
    for made in mine(team):
        change_elsewhere(team, drawing, made=made)

    drawing.press("Control+a", "ArrowRight")
    expect(drawing.page.get_by_role("alert")).to_contain_text("3 changes need you.")
    expect(drawing.page.locator(".top-layer .theirs")).to_have_count(3)
    assert disputes(drawing).count() == 3
    drawing.page.get_by_role("alert").get_by_role("button", name="Go to it").press("Enter")
    for key in ("Enter", "Tab", "Enter", "Tab", "Tab", "Enter"):
        drawing.press(key)
    drawing.saved()

    assert lefts(team) == [101 / 640, 0.5, 0.5, 401 / 640]
    assert drawing.page.get_by_role("alert").is_hidden()
    assert drawing.page.locator("[data-chip] [data-text]").inner_text() == "Saved"


def test_theirs_is_drawn_dotted_beside_mine_and_answered_on_a_phone(team, person, troubles):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    troubles.expected = ("Failed to load resource",)
    on = make_photo(team.app, "street-1")
    made = make_annotation(team.app, on, user=team.owner, data=box("car", at=(0.2, 0.2, 0.4, 0.4)))
    page = person(team.owner, width=390, height=800, has_touch=True)
    drawing = Stage(page).open(on)
    change_elsewhere(team, drawing, made=made)

    drawing.press("v", ".", "ArrowRight")
    page.get_by_role("alert").get_by_role("button", name="Go to it").tap()
    line = page.locator(".top-layer .theirs .line")
    assert line.evaluate("one => getComputedStyle(one).strokeDasharray") == "2px, 4px"
    keep = disputes(drawing).get_by_role("button", name="Keep mine")
    expect(keep).to_be_focused()
    expect(keep).to_be_in_viewport()
    assert keep.bounding_box()["height"] >= 44
    keep.tap()
    drawing.saved()

    assert lefts(team) == [0.2 + 1 / 640]
    expect(page.locator(".top-layer .theirs")).to_have_count(0)


def test_submit_waits_for_the_answer_to_a_dispute(team, person, troubles):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    on = make_photo(team.app, "street-1")
    made = make_annotation(
        team.app, on, user=team.annotator, status=Status.PENDING, data=box("car", at=(0.2, 0.2, 0.4, 0.4))
    )
    drawing = Stage(person(team.annotator)).open(on)
    change_elsewhere(team, drawing, made=made)

    drawing.press("v", ".", "ArrowRight")
    disputes(drawing).wait_for()
    drawing.press("Control+Enter")

    expect(disputes(drawing).get_by_role("button", name="Keep mine")).to_be_focused()
    made.refresh_from_db()
    assert made.status == Status.PENDING


def test_two_tabs_show_what_the_other_saved(team, drawing):
    other = Stage(drawing.page.context.new_page()).open(drawing.on)

    drawing.drag((100, 100), (200, 180))
    other.page.locator("box-list ol .row").wait_for()
    other.press("v")
    other.drag((150, 140), (170, 150))
    other.press("Delete")
    drawing.page.locator("box-list ol .row").wait_for(state="detached")
    other.press("Control+z")
    drawing.page.locator("box-list ol .row").wait_for()

    other.saved()
    assert lefts(team) == [120 / 640]
    assert drawing.page.locator("[data-alarm]").is_hidden()
