"""Two who change the same box: nothing is dropped in silence, and the person chooses."""

from __future__ import annotations

from uuid import uuid4

import pytest

from annotations_app.models.editing import carry_out
from annotations_app.models.operation import Operation
from tests.browser.kept import lefts, mine
from tests.browser.stage import Stage


def change_elsewhere(team, drawing, kind="put"):
    """Let the manager change or delete the one box that is there, past the page."""
    made = mine(team).get()
    what = {"box": (0.5, 0.5, 0.9, 0.9), "concepts": {"bus": 1.0}} if kind == "put" else {}
    theirs = Operation(uuid4(), kind, made.public_id, made.rev, **what)
    assert carry_out(team.member(team.manager), drawing.on, theirs).result == "saved"


@pytest.mark.parametrize(
    ("answer", "kept"), [("Keep mine", [161 / 640]), ("Take theirs", [0.5]), ("Keep both", [0.5, 161 / 640])]
)
def test_the_second_to_change_a_box_chooses_also_after_a_reload(team, drawing, answer, kept):
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
    drawing.page.get_by_role("button", name=answer).click()
    drawing.saved()

    assert lefts(team) == kept
    assert drawing.page.locator("[data-chip] [data-text]").inner_text() == "Saved"
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
    drawing.page.get_by_role("button", name=answer).click()
    drawing.saved()

    assert mine(team).count() == number
    assert drawing.rows() == number


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
