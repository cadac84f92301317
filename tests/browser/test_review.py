"""Reviewing on the labelling page, by keys: decisions, undo, reasons, hints, comments."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from annotations_app.models import Act, Annotation, Change, Comment, Status
from tests.browser.desk import AWAITING, DENIED, DONE, Desk, statuses, submit_two
from tests.browser.stage import Stage
from tests.make import box, make_annotation


@pytest.fixture
def two(team):
    return submit_two(team)


def test_a_reviewer_decides_box_by_box_and_the_image_by_keys_alone(team, two, person):
    page = person(team.reviewer)
    desk = Desk(page).open(two[0])
    expect(page.locator("[data-looked]")).to_have_text("0 of 4 looked at")

    desk.press("a")  # the image as a whole stands first: it was handed out first
    desk.press("a")
    desk.press("r", "2")
    desk.saved()
    assert statuses(two[0]) == [DONE, DENIED, AWAITING, DONE]
    expect(page.locator("box-list .row[data-status=REVIEW_DENIED]")).to_contain_text("Sent back: wrong concept")
    expect(page.locator("[data-looked]")).to_have_text("3 of 4 looked at")

    desk.press("r")
    page.keyboard.type("not sure")
    desk.press("Escape")
    assert statuses(two[0]) == [DONE, DENIED, AWAITING, DONE]
    desk.press("Shift+A")
    expect(page).to_have_url(f"{page.url.split('/inputs/')[0]}/inputs/street-2/review/")
    desk.ready()
    assert statuses(two[0]) == [DONE, DENIED, DONE, DONE]

    desk.press("Shift+R")
    page.keyboard.type("draw the road")
    desk.press("Enter")
    expect(page.get_by_text("Nothing is waiting for review")).to_be_visible()
    assert statuses(two[1]) == [AWAITING, AWAITING, AWAITING, DENIED]


def test_what_is_approved_is_called_so_before_and_after_the_server_answers(team, two, person, troubles):
    troubles.expected = ("ERR_INTERNET_DISCONNECTED",)
    page = person(team.reviewer)
    desk = Desk(page).open(two[0])
    state = page.locator("box-list .row").nth(1).locator("[data-state]")
    page.context.set_offline(True)
    desk.press("a", "a")
    expect(state).to_have_text("approved")

    page.context.set_offline(False)
    desk.saved()
    expect(state).to_have_text("approved")
    page.reload()
    desk.ready()
    expect(state).to_have_text("approved")
    page.locator("box-list .pick").nth(1).click()
    expect(page.locator("[data-live]")).to_have_text(re.compile("^Box 2, Car, .*, approved, selected, 2 of 4$"))
    page.locator("box-list .pick").nth(2).click()
    expect(page.locator("[data-live]")).to_have_text(re.compile("^Box 3, .*, awaiting review, selected"))

    desk.press("Shift+A")
    page.wait_for_url("**/street-2/review/")
    page.goto(page.url.replace("street-2", "street-1"))
    expect(page.locator(".film a[aria-current]")).to_have_attribute("title", "street-1.jpg, decided")


def test_only_what_somebody_approved_is_called_approved(team, two, person):
    unasked = make_annotation(team.app, two[0], user=team.owner, data=box("car", at=(0.1, 0.6, 0.3, 0.9)))
    page = person(team.owner)
    desk = Desk(page).open(two[0])
    expect(page.locator(f'box-list .row[data-id="{unasked.public_id}"] [data-state]')).to_have_text("done")
    page.locator(f'box-list .row[data-id="{unasked.public_id}"] .pick').click()
    expect(page.locator("[data-live]")).to_have_text(re.compile(", done, selected, "))

    page.locator("box-list .pick").nth(1).click()
    desk.press("a")
    desk.saved()
    page.reload()
    desk.ready()

    expect(page.locator("box-list .row").nth(1).locator("[data-state]")).to_have_text("approved")
    expect(page.locator(f'box-list .row[data-id="{unasked.public_id}"] [data-state]')).to_have_text("done")


def test_decisions_are_undone_also_after_a_reload_and_told_in_the_history(team, two, person):
    page = person(team.reviewer)
    desk = Desk(page).open(two[0])
    desk.press("a", "r", "1", "Control+z")
    desk.saved()
    assert statuses(two[0]) == [AWAITING, AWAITING, AWAITING, DONE]

    desk.press("Control+Shift+z")
    desk.saved()
    assert statuses(two[0]) == [DENIED, AWAITING, AWAITING, DONE]
    page.wait_for_timeout(500)
    page.reload()
    desk.ready()
    desk.press("Control+z", "Control+z")
    desk.saved()

    assert statuses(two[0]) == [AWAITING] * 4
    acts = Change.objects.filter(input=two[0], user=team.reviewer).order_by("pk").values_list("act", flat=True)
    assert list(acts) == [
        Act.APPROVED, Act.SENT_BACK, Act.REOPENED, Act.SENT_BACK, Act.REOPENED, Act.REOPENED,
    ]  # fmt: skip


def test_a_reviewer_does_not_change_and_what_changed_meanwhile_is_not_decided(team, two, person):
    page = person(team.reviewer)
    desk = Desk(page).open(two[0])
    first = Annotation.objects.filter(input=two[0], is_empty=False).order_by("pk").first()
    page.locator("box-list ol .pick").nth(1).click()
    desk.press("ArrowRight", "2", "Delete", "n")
    desk.drag((20, 20), (80, 80))
    assert Annotation.objects.filter(input=two[0], is_empty=False).count() == 3
    assert not Change.objects.filter(input=two[0], user=team.reviewer).exists()

    team.app.admit(team.manager, "manager")
    other = person(team.manager)
    theirs = Desk(other).open(two[0])
    other.locator("box-list ol .pick").nth(1).click()
    theirs.press("ArrowRight")
    theirs.saved()
    desk.press("a")

    expect(page.locator("[data-alarm]")).to_contain_text("manager changed this meanwhile")
    first.refresh_from_db()
    assert first.status == AWAITING


def test_the_owner_draws_a_hint_that_the_author_accepts(team, two, person):
    owner, annotator = person(team.owner), person(team.annotator)
    desk = Desk(owner).open(two[0])
    desk.press("Escape", "n", "2")
    desk.drag((20, 300), (120, 400))
    desk.saved()
    hint = Annotation.objects.get(input=two[0], tool="hint")
    assert (hint.user, hint.status) == (team.annotator, DENIED)

    stage = Stage(annotator).open(two[0])
    expect(annotator.locator("[data-sent-back]")).to_contain_text("1 box sent back")
    expect(annotator.locator(".film a[aria-current]")).to_have_attribute("data-mark", "sent-back")
    stage.press("v", ".")
    expect(annotator.locator("box-list .row:has(.pick[aria-pressed=true])")).to_contain_text("missed object")
    stage.press("a")
    stage.saved()
    expect(annotator.locator("[data-sent-back]")).to_be_hidden()
    hint.refresh_from_db()
    assert (hint.status, hint.tool) == (Status.PENDING, "accept")


def test_the_author_goes_through_what_was_sent_back_corrects_and_answers(team, two, person):
    on = two[0]
    desk = Desk(person(team.reviewer)).open(on)
    desk.press("a", "r", "1", "r", "2", "a")
    desk.saved()
    page = person(team.annotator)
    stage = Stage(page).open(on)
    expect(page.locator("[data-sent-back]")).to_contain_text("2 boxes sent back")

    stage.press("v", ".")
    expect(page.locator("box-list .row:has(.pick[aria-pressed=true])")).to_contain_text("Sent back: too wide")
    stage.press("ArrowRight")
    stage.saved()
    expect(page.locator("[data-sent-back]")).to_contain_text("1 box sent back")
    stage.press(".")
    expect(page.locator("box-list .row:has(.pick[aria-pressed=true])")).to_contain_text("wrong concept")
    page.get_by_label("Nothing to change, because").fill("it is a person")
    page.get_by_role("button", name="Answer").click()
    stage.saved()
    expect(page.locator("[data-sent-back]")).to_be_hidden()

    assert sorted(statuses(on)) == sorted([Status.PENDING, Status.PENDING, DONE, DONE])
    assert Change.objects.get(input=on, act=Act.REPLIED).reason == "it is a person"


def test_people_talk_about_a_box_and_about_the_image(team, two, person):
    on = two[0]
    page = person(team.reviewer)
    desk = Desk(page).open(on)
    page.locator("box-list ol .pick").nth(1).click()
    desk.press("m")
    page.keyboard.type("Is this a van?")
    desk.press("Enter")
    desk.saved()
    expect(page.locator("[data-said]")).to_contain_text("Is this a van?")
    expect(page.locator("box-list ol .row").nth(1)).to_contain_text("1 comment")
    desk.press("Escape", "Escape", "m")
    page.keyboard.type("Dark picture")
    desk.press("Enter")
    desk.saved()

    assert list(Comment.objects.order_by("at").values_list("text", "annotation__is_empty")) == [
        ("Is this a van?", False),
        ("Dark picture", None),
    ]
    other = person(team.annotator)
    Stage(other).open(on)
    other.locator("[data-talk] summary").click()
    expect(other.locator("[data-said]")).to_contain_text("Dark picture")
    other.locator("box-list ol .pick").first.click()
    expect(other.locator("[data-said]")).to_contain_text("Is this a van?")


def test_the_view_survives_the_way_between_labelling_and_review(team, two, person):
    page = person(team.owner)
    desk = Desk(page).open(two[0])
    page.mouse.move(*desk.at(160, 120))
    for _ in range(4):
        page.mouse.wheel(0, -120)
    page.wait_for_timeout(100)
    zoomed = page.locator(".picture").bounding_box()

    page.get_by_role("link", name="Label it").click()
    page.wait_for_url("**/label/")
    desk.ready()

    assert page.locator(".picture").bounding_box() == pytest.approx(zoomed, abs=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_reviewing_is_accessible(team, two, person, scheme, width):
    page = person(team.owner, width=width, color_scheme=scheme)
    desk = Desk(page).open(two[0])
    desk.press("a", "r", "1", "m")
    page.keyboard.type("Why?")
    desk.press("Enter")
    desk.saved()
    desk.press("Escape", ".", "r")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
