"""Work that goes to somebody else while its page is open."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept, Status
from annotations_app.models.editing import carry_out
from annotations_app.models.handing_on import hand_on, take_back
from annotations_app.models.operation import Operation
from annotations_app.models.taking import KEPT_FOR, take_next
from annotations_app.models.work import hand_out
from tests.browser.stage import Stage, make_photo
from tests.make import box, make_annotation, make_marker


@pytest.fixture
def taken(team):
    """Let the annotator take a picture."""
    cache.clear()
    team.app.change(taking=True)
    Concept.objects.add(team.app, [("car", "Car")])
    on = make_photo(team.app, "street-1")
    take_next(team.member(team.annotator))
    return on


def let_time_pass(on):
    long_ago = (timezone.now() - KEPT_FOR - timedelta(seconds=1)).isoformat()
    Annotation.objects.filter(input=on, input_level=False).update(info={"taken_until": long_ago})


def test_who_comes_back_too_late_is_told_who_has_it_and_keeps_what_they_draw(team, taken, person):
    slow, quick = person(team.annotator), person(team.reviewer)
    stage = Stage(slow).open(taken)
    let_time_pass(taken)

    quick.goto("/apps/owner/street/queue/")
    quick.get_by_role("button", name="Take the next input").click()
    expect(quick.get_by_role("heading", name="street-1.jpg")).to_be_visible()
    theirs = Stage(quick).ready()
    stage.press("1")
    stage.drag((100, 100), (200, 180))

    expect(slow.locator("[data-alarm]")).to_contain_text("This image went to reviewer meanwhile.")
    expect(slow.locator("[data-skip]")).to_have_count(0)
    stage.saved()
    drawn = Annotation.objects.get(app=team.app, user=team.annotator, is_empty=False)
    assert drawn.status == Status.AWAITING_REVIEW
    assert stage.rows() == 1

    # Told once; there is nothing to submit, and the way on leads to the queue.
    slow.locator("[data-alarm] [data-close]").click()
    stage.drag((300, 100), (400, 180))
    stage.saved()
    expect(slow.locator("[data-alarm]")).to_be_hidden()
    expect(slow.get_by_role("button", name="Submit")).to_have_count(0)
    make_photo(team.app, "street-2")
    stage.press("Control+Enter")
    expect(slow.get_by_role("heading", name="street-2.jpg")).to_be_visible()

    theirs.press("Control+Enter")
    expect(quick.get_by_text("Nothing is waiting for you")).to_be_visible()
    marker = Annotation.objects.get(input=taken, user=team.reviewer, is_empty=True, input_level=False)
    assert marker.status == Status.AWAITING_REVIEW


def test_who_comes_back_to_the_page_is_told_before_drawing_anything(team, taken, person):
    page = person(team.annotator)
    stage = Stage(page).open(taken)
    let_time_pass(taken)
    take_next(team.member(team.reviewer))
    make_annotation(team.app, taken, user=team.owner, data=box("car"))

    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")

    expect(page.locator("[data-alarm]")).to_contain_text("This image went to reviewer meanwhile.")
    expect(page.locator("[data-skip]")).to_have_count(0)
    assert stage.rows() == 1


def test_who_comes_back_sees_what_others_drew_meanwhile(team, person):
    Concept.objects.add(team.app, [("car", "Car")])
    on = make_photo(team.app, "street-1")
    page = person(team.owner)
    stage = Stage(page).open(on)
    stage.press("1")
    stage.drag((100, 100), (200, 180))
    stage.saved()
    put = Operation(uuid4(), "put", uuid4().hex, None, box=(0.5, 0.5, 0.9, 0.9), concepts={"car": 1.0})
    assert carry_out(team.member(team.manager), on, put).result == "saved"

    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")

    expect(page.locator("box-list ol .row:visible")).to_have_count(2)
    expect(page.locator("[data-alarm]")).to_be_hidden()


def test_who_submits_too_late_is_told_and_goes_on(team, taken, person):
    page = person(team.annotator)
    stage = Stage(page).open(taken)
    let_time_pass(taken)
    take_next(team.member(team.reviewer))

    stage.press("Control+Enter")
    expect(page.locator("[data-alarm]")).to_contain_text("This image went to reviewer meanwhile.")
    expect(page.get_by_role("button", name="Next", exact=True)).to_be_enabled()
    stage.press("Control+Enter")

    expect(page.get_by_text("Nothing is waiting for you")).to_be_visible()
    assert Annotation.objects.get(input=taken, input_level=False).user == team.reviewer


def test_who_skips_too_late_is_told_and_can_go_on(team, taken, person, troubles):
    troubles.expected = ("Failed to load resource", "htmx:", "Response Status Error")
    page = person(team.annotator)
    stage = Stage(page).open(taken)
    page.wait_for_timeout(300)
    let_time_pass(taken)
    take_next(team.member(team.reviewer))

    stage.press("Control+Space", "Enter")

    expect(page.get_by_text("This image went to reviewer meanwhile.")).to_be_visible()
    expect(page.locator("[data-skip-why]")).to_be_hidden()
    stage.press("Control+Enter")
    expect(page.get_by_role("button", name="Next", exact=True)).to_be_enabled()
    stage.press("Control+Enter")
    expect(page.get_by_text("Nothing is waiting for you")).to_be_visible()


def test_drafts_that_were_handed_on_leave_the_page_with_a_word(team, person):
    Concept.objects.add(team.app, [("car", "Car")])
    on = make_photo(team.app, "street-1")
    make_marker(team.app, on, team.annotator)
    page = person(team.annotator)
    stage = Stage(page).open(on)
    stage.press("1")
    stage.drag((100, 100), (200, 180))
    stage.saved()
    hand_on(team.member(team.owner), team.annotator, team.manager)

    stage.drag((300, 100), (400, 180))

    expect(page.locator("[data-alarm]")).to_contain_text("This image went to manager meanwhile.")
    stage.saved()
    expect(page.locator("box-list ol .row:visible")).to_have_count(1)
    drawn = Annotation.objects.filter(app=team.app, is_empty=False, input_level=False).order_by("pk")
    assert [one.user.handle for one in drawn] == ["manager", "annotator"]


def test_work_that_was_taken_back_says_so_and_a_new_hand_out_of_it_does_not(team, person):
    Concept.objects.add(team.app, [("car", "Car")])
    on, owner = make_photo(team.app, "street-1"), team.member(team.owner)
    make_marker(team.app, on, team.annotator)
    page = person(team.annotator)
    stage = Stage(page).open(on)
    stage.press("1")
    take_back(owner, team.annotator)

    stage.drag((100, 100), (200, 180))
    expect(page.locator("[data-alarm]")).to_contain_text("This image was taken back")

    Annotation.objects.filter(user=team.annotator).delete()
    hand_out(owner, [on.pk], [team.annotator])
    stage.open(on)
    stage.drag((100, 100), (200, 180))
    stage.saved()
    stage.press("Control+Enter")
    expect(page.get_by_text("Nothing is waiting for you")).to_be_visible()
    assert {one.status for one in Annotation.objects.filter(input=on, input_level=False)} == {Status.AWAITING_REVIEW}
