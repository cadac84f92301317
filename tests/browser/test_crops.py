"""Reviewing many boxes at once, by keys and by mouse."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from annotations_app.models import Act, Annotation, AnnotationConcept, Change, Concept, Status, deciding
from annotations_app.models.drafts import Draft
from annotations_app.models.posting import post_annotations
from tests.browser.stage import make_photo
from tests.make import box, make_annotation


@pytest.fixture
def many(team):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    on = [make_photo(team.app, f"street-{number}") for number in range(3)]
    return [
        make_annotation(
            team.app, on[number % 3], user=team.annotator, status=Status.AWAITING_REVIEW,
            data=box("car", at=(0.1, 0.1, 0.3, 0.3 + number / 200)),
        )
        for number in range(60)
    ]  # fmt: skip


def count(status):
    return Annotation.objects.filter(status=status, region__isnull=False).count()


def open_grid(page):
    page.goto("/apps/owner/street/review/")
    page.get_by_role("link", name="Review by crops").click()
    page.get_by_role("link", name="Car").click()
    page.locator("crop-grid[data-ready]").wait_for()


def saved(page):
    expect(page.locator("[data-saving]")).to_have_text("Saved", timeout=90_000)


def test_what_is_wrong_is_marked_and_enter_approves_the_rest_page_by_page(team, many, person):
    page = person(team.reviewer)
    open_grid(page)
    expect(page.locator("[data-where]")).to_contain_text("Page 1 of 2, 48 boxes")
    for key in ("Space", "ArrowRight", "2"):
        page.keyboard.press(key)
    page.locator(".crops li:not([hidden]) button").nth(5).click()
    page.keyboard.press("Enter")
    expect(page.locator("[data-where]")).to_contain_text("Page 2 of 2, 12 boxes")
    saved(page)

    assert (count(Status.SUCCESS), count(Status.REVIEW_DENIED), count(Status.AWAITING_REVIEW)) == (45, 3, 12)
    reasons = Change.objects.filter(act=Act.SENT_BACK).values_list("reason", flat=True)
    assert sorted(reasons) == ["It is Bus", "wrong concept", "wrong concept"]

    page.keyboard.press("Control+z")
    expect(page.locator("[data-where]")).to_contain_text("Page 1 of 2")
    saved(page)
    assert count(Status.AWAITING_REVIEW) == 60

    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[data-where]")).to_have_text("All boxes here are looked at")
    saved(page)
    assert count(Status.SUCCESS) == 60


def test_a_manager_relabels_by_a_digit_and_takes_it_back(team, many, person):
    page = person(team.manager)
    open_grid(page)
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-where]")).to_contain_text("Page 2")
    saved(page)
    assert AnnotationConcept.objects.filter(concept__public_id="bus", annotation__status=Status.SUCCESS).count() == 1

    page.keyboard.press("Control+z")
    saved(page)
    expect(page.locator("[data-where]")).to_contain_text("Page 1")
    assert not AnnotationConcept.objects.filter(concept__public_id="bus").exists()
    assert count(Status.AWAITING_REVIEW) == 60


def test_a_page_goes_in_one_request_on_however_many_inputs_its_boxes_are(team, many, person):
    page, sent = person(team.reviewer), []
    page.on("request", lambda request: request.method == "POST" and sent.append(request))
    open_grid(page)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    saved(page)

    assert (count(Status.SUCCESS), count(Status.REVIEW_DENIED)) == (59, 1)
    assert [urlsplit(request.url).path for request in sent] == ["/apps/owner/street/changes/"] * 2
    operations = [one for request in sent for one in request.post_data_json["ops"]]
    assert {one["input"] for one in operations} == {"street-0", "street-1", "street-2"}
    assert len(operations) == 60


def test_what_somebody_else_decided_meanwhile_is_shown_at_its_crop_and_the_rest_is_saved(team, many, person):
    page = person(team.reviewer)
    open_grid(page)
    [changed, *_] = page.locator(".crops li").all()
    [one] = [one for one in many if one.public_id == changed.get_attribute("data-id")]
    deciding.approve(team.member(team.manager), one.input_id, one.public_id)
    page.keyboard.press("Enter")
    saved(page)

    expect(page.locator(".crops li", has_text="changed meanwhile")).to_have_count(1)
    expect(changed).to_contain_text("changed meanwhile")
    expect(page.locator("[data-where]")).to_contain_text("Something changed meanwhile and was not decided")
    assert Change.objects.filter(act=Act.APPROVED, user=team.reviewer).count() == 47


def test_decisions_that_cannot_be_sent_are_kept_shown_on_their_inputs_and_sent_by_a_later_page(
    team, many, person, troubles
):
    troubles.expected = ("Failed to load resource",)
    page = person(team.reviewer)
    open_grid(page)
    page.route("**/changes/", lambda route: route.abort())
    page.keyboard.press("Enter")
    expect(page.locator("[data-saving]")).to_have_text("48 kept on this device")

    page.goto("/apps/owner/street/inputs/street-0/review/")
    page.locator("box-editor[data-ready]").wait_for()
    rows = page.locator("box-list ol .row")
    expect(rows).to_have_count(20)
    expect(rows.filter(has_text="approved")).to_have_count(16)
    assert count(Status.SUCCESS) == 0

    page.unroute("**/changes/")
    page.reload()
    page.locator("box-editor[data-ready][data-kept='0']").wait_for()
    expect(rows.filter(has_text="approved")).to_have_count(16)
    assert count(Status.SUCCESS) == 48


@pytest.fixture
def five_hundred(team):
    """Submit boxes of one size, but for every fiftieth, which is very long."""
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    on = [make_photo(team.app, f"street-{number}") for number in range(5)]
    for begin in range(0, 500, 100):
        places = [(0.1, 0.1, 0.3, 0.3 if number % 50 else 0.9) for number in range(begin, begin + 100)]
        drafts = [
            Draft(
                on[number % 5].public_id,
                f"b{begin + number}",
                team.annotator.handle,
                status=Status.AWAITING_REVIEW,
                data=box("car", at=at),
            )
            for number, at in enumerate(places)
        ]
        post_annotations(team.member(team.owner), drafts)
    return on


def focused(page):
    """Say which box has the focus: the id of its annotation."""
    return page.evaluate("() => document.activeElement.closest('li')?.dataset.id")


def test_five_hundred_boxes_are_decided_by_keys_alone(team, five_hundred, person):
    page = person(team.manager)
    open_grid(page)
    where = page.locator("[data-where]")
    expect(where).to_contain_text("Page 1 of 11, 48 boxes, the oddest first")
    odd = [f"b{number}" for number in range(0, 500, 50)]
    assert [one.get_attribute("data-id") for one in page.locator(".crops li").all()[:10]] == odd

    # The odd ones are wrong, and why is said once, for them.
    page.keyboard.press("Shift+Tab")
    for _ in range(30):
        if page.evaluate("() => document.activeElement.name === 'reason'"):
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("far too long")
    for _ in range(30):
        page.keyboard.press("Tab")
        if focused(page):
            break
    assert focused(page) == "b0"
    for _ in odd:
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    # On each further page two are of another concept, and the rest is right.
    renamed = set()
    for number in range(2, 12):
        expect(where).to_contain_text(f"Page {number} of 11")
        page.keyboard.press("ArrowRight")
        for _ in range(2):
            renamed.add(focused(page))
            page.keyboard.press("2")
        page.keyboard.press("Enter")
    expect(where).to_have_text("All boxes here are looked at")
    expect(page.locator("[data-following]")).to_be_focused()
    saved(page)

    sent_back = Annotation.objects.filter(status=Status.REVIEW_DENIED)
    assert sorted(sent_back.values_list("public_id", flat=True)) == sorted(odd)
    assert set(Change.objects.filter(act=Act.SENT_BACK).values_list("reason", flat=True)) == {"far too long"}
    buses = AnnotationConcept.objects.filter(concept__public_id="bus", annotation__status=Status.SUCCESS)
    assert set(buses.values_list("annotation__public_id", flat=True)) == renamed
    assert (count(Status.SUCCESS), count(Status.AWAITING_REVIEW)) == (490, 0)
