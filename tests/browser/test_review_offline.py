"""Reviewing without a network: what is decided is kept and saved later."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.desk import AWAITING, DENIED, DONE, Desk, statuses, submit_two


@pytest.fixture
def two(team):
    return submit_two(team)


def test_decisions_without_a_network_are_kept_and_saved_later(team, two, person, troubles):
    troubles.expected = ("ERR_INTERNET_DISCONNECTED",)
    page = person(team.reviewer)
    desk = Desk(page).open(two[0])
    page.context.set_offline(True)
    desk.press("a", "a", "r", "1")
    expect(page.locator("[data-looked]")).to_have_text("3 of 4 looked at")
    assert statuses(two[0]) == [AWAITING] * 4

    page.context.set_offline(False)
    desk.saved()

    assert statuses(two[0]) == [DONE, DENIED, AWAITING, DONE]


def test_without_a_network_the_whole_image_is_decided_and_the_next_one_comes(team, two, person, troubles):
    troubles.expected = ("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    page = person(team.reviewer)
    desk = Desk(page).open(two[0])
    page.wait_for_timeout(3000)  # for what is fetched ahead
    page.context.set_offline(True)
    desk.press("Shift+A")
    expect(page.locator("[data-hint]")).to_contain_text("Kept on this device")
    desk.press("f")
    page.wait_for_url("**/street-2/review/")
    desk.ready()
    desk.press("r", "1")
    expect(page.locator("[data-looked]")).to_have_text("1 of 4 looked at")
    assert statuses(two[0]) == [AWAITING] * 4

    page.context.set_offline(False)
    desk.saved()

    assert statuses(two[0]) == [DONE] * 4
    assert statuses(two[1]).count(DENIED) == 1
