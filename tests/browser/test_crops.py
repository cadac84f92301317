"""Reviewing many boxes at once, by keys and by mouse."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from annotations_app.models import Act, Annotation, AnnotationConcept, Change, Concept, Status
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
    expect(page.locator("[data-saving]")).to_have_text("Saved", timeout=20_000)


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_grid_is_accessible(team, many, person, scheme, width):
    page = person(team.reviewer, width=width, color_scheme=scheme)
    open_grid(page)
    for key in ("Space", "ArrowRight", "2"):
        page.keyboard.press(key)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
