"""A large picture opens with the one that is displayed, and is sharp where one zooms in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app import tasks, tile_jobs
from annotations_app.models import Input
from annotations_app.models.adding import InputDraft, add_inputs
from tests.browser.stage import Stage
from tests.pictures import picture


@pytest.fixture
def large(team):
    [row] = add_inputs(team.member(team.owner), [InputDraft(id="plan", content=picture(size=(6400, 4400)))])
    tasks.process_input(row.pk)
    tile_jobs.cut_tiles(row.pk)
    return Input.objects.select_related("app__owner").get(pk=row.pk)


def keys_of(page):
    """Return the tiles that are shown, as scale/column/row."""
    found = page.locator(".tiles img").evaluate_all("all => all.map((one) => one.src.match(/tiles.(.*).[?]/)[1])")
    return set(found)


def test_tiles_come_where_one_zooms_in_and_go_when_they_are_out_of_view(team, large, person):
    asked = []
    page = person(team.owner)
    page.on("request", lambda request: asked.append(request.url))
    stage = Stage(page).open(large)
    page.wait_for_timeout(500)
    assert keys_of(page) == set()
    assert not any("/original/" in one or "/tiles/" in one for one in asked)

    page.mouse.move(*stage.at(3200, 2200))
    for _ in range(11):
        page.mouse.wheel(0, -120)
    tiles = page.locator(".tiles img")
    expect(tiles.first).to_be_visible()
    page.wait_for_timeout(2600)
    near = keys_of(page)
    assert {"1/2/2", "1/3/2"} <= near
    assert len(near) <= 12
    # A tile lies where it belongs: the picture is dark on the left and light on the right of its middle.
    frame = page.locator('.tiles img[src*="/1/3/2/"]').bounding_box()
    assert abs(frame["x"] - stage.at(3072, 2048)[0]) < 1
    assert abs(frame["y"] - stage.at(3072, 2048)[1]) < 1

    stage.press("Escape", *["Shift+ArrowRight"] * 6)
    page.wait_for_timeout(3000)
    assert not keys_of(page) & near
    stage.press("z", "z")
    page.wait_for_timeout(3000)
    assert len(keys_of(page)) <= 40
    assert not any("/original/" in one for one in asked)


def test_boxes_are_drawn_on_tiles_as_anywhere(team, large, person):
    page = person(team.owner)
    stage = Stage(page).open(large)
    page.mouse.move(*stage.at(3200, 2200))
    for _ in range(11):
        page.mouse.wheel(0, -120)
    expect(page.locator(".tiles img").first).to_be_visible()
    stage.drag((3150, 2150), (3250, 2250))
    stage.saved()

    expect(page.locator("box-list .row .size")).to_contain_text("×10")
