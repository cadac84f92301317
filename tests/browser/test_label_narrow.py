"""A narrow window keeps no tool from anybody: the row of tools shows where it goes on, and ends with the keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept
from tests.browser.stage import Stage, make_photo

BEFORE, BEHIND = re.compile(r"\bmore-before\b"), re.compile(r"\bmore-behind\b")


@pytest.fixture
def narrow(team, person):
    """Open a picture in a window of 320 pixels, with more concepts than fit side by side."""
    Concept.objects.add(team.app, [(f"c{number}", f"Concept {number}") for number in range(6)])
    return Stage(person(team.owner, width=320, height=640)).open(make_photo(team.app, "street-1"))


@pytest.mark.parametrize("row", [".tools", "[data-choices]"])
def test_a_row_fades_at_the_ends_where_it_goes_on(narrow, row):
    found = narrow.page.locator(row)
    expect(found).to_have_class(BEHIND)
    expect(found).not_to_have_class(BEFORE)

    found.evaluate("one => one.scrollTo(60, 0)")
    expect(found).to_have_class(BEFORE)
    expect(found).to_have_class(BEHIND)
    found.evaluate("one => one.scrollTo(9999, 0)")
    expect(found).not_to_have_class(BEHIND)
    narrow.page.set_viewport_size({"width": 860, "height": 640})
    expect(found).not_to_have_class(BEFORE)


def test_the_keys_open_from_the_end_of_the_tools_and_do_what_they_say(narrow):
    page = narrow.page
    assert page.get_by_role("button", name="Show the keys").count() == 1

    page.locator(".tools button").first.focus()
    narrow.press("End")
    opener = page.locator(".tools [data-action=keys]")
    expect(opener).to_be_focused()
    opener.click()
    page.get_by_role("dialog", name="Keys").get_by_role("button", name="Crosshair on or off").click()

    expect(page.locator("dialog[data-keys]")).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(opener).to_be_hidden()
    expect(page.locator(".top [data-action=keys]")).to_be_visible()
