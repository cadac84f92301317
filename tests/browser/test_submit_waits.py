"""A submit that could not be sent yet: what is done after it builds on it, and is nobody else's change."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Annotation, AnnotationConcept, Concept, Status
from tests.browser.stage import Stage, hand_out_photos


@pytest.fixture
def waiting(team, person, troubles):
    """Draw a box and submit it while nothing reaches the server; the next image is not there either."""
    troubles.expected = ("Failed to load resource",)
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    [on] = hand_out_photos(team.app, team.annotator, (1,))
    page = person(team.annotator)
    stage = Stage(page).open(on)
    page.route("**/changes/", lambda route: route.abort())
    stage.press("1")
    stage.drag((100, 100), (200, 200))
    stage.press("Control+Enter")
    expect(page.locator('box-editor[data-kept="2"][data-writing="0"]')).to_be_visible()
    return stage


@pytest.mark.parametrize("reloads", [False, True])
def test_a_box_that_is_changed_after_a_submit_that_waits_is_no_conflict(team, waiting, reloads):
    page = waiting.page
    if reloads:
        waiting.open(waiting.on)
    waiting.press("v", "Escape", ".", "2")
    expect(page.locator('box-editor[data-kept="3"][data-writing="0"]')).to_be_visible()

    page.unroute("**/changes/")
    waiting.press("Control+s")
    # The submit goes on to the queue by itself, and what comes after it is sent from there.
    named = AnnotationConcept.objects.filter(app=team.app, concept__public_id="bus")
    for _ in range(100):
        if named.exists():
            break
        page.wait_for_timeout(100)

    [one] = Annotation.objects.filter(app=team.app, user=team.annotator, region__isnull=False)
    assert [said.concept.public_id for said in one.concepts.all()] == ["bus"]
    assert one.status == Status.AWAITING_REVIEW
    page.wait_for_load_state()
    expect(page.locator("[data-dispute]")).to_have_count(0)
