"""The numbers of what is selected, in pixels or per cent: showing changes nothing, and each change is one operation."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept
from annotations_app.models.data import POLYGON, AnnotationData, RegionData
from tests.browser.stage import Stage, make_photo
from tests.browser.test_label import boxes_of, stored
from tests.make import box, make_annotation

FINE = (0.123456789012, 0.234567890123, 0.456789012345, 0.567890123456)


@pytest.fixture
def stage(team, person):
    Concept.objects.add(team.app, [("car", "Car")])
    on = make_photo(team.app, "street-1")
    make_annotation(team.app, on, user=team.owner, data=box("car", at=FINE))
    stage = Stage(person(team.owner)).open(on)
    stage.press("v", ".")
    return stage


def field(stage, side):
    return stage.page.locator(f"[data-details] fieldset input[name={side}]")


def shown(stage):
    return [field(stage, side).input_value() for side in ("left", "top", "width", "height")]


def unit(stage):
    return stage.page.get_by_label("Unit of the numbers")


def count_calls(stage):
    """Write down the operations that the page sends from now on."""
    sent = []

    def note(request):
        if request.url.endswith("/changes/"):
            sent.extend(request.post_data_json["ops"])

    stage.page.on("request", note)
    return sent


def test_showing_numbers_in_either_unit_changes_nothing(team, stage):
    sent = count_calls(stage)
    expect(field(stage, "left")).to_have_value("150")
    assert shown(stage) == ["150", "59", "213", "160"]

    unit(stage).select_option("%")
    assert shown(stage) == ["23.46", "12.35", "33.33", "33.33"]
    for side in ("left", "top", "width", "height"):
        field(stage, side).press("Control+a")
        stage.page.keyboard.type(field(stage, side).input_value())
        stage.press("Tab")
    unit(stage).select_option("px")
    for side in ("left", "top", "width", "height"):
        field(stage, side).fill(field(stage, side).input_value())
        stage.press("Enter")
    stage.saved()

    assert sent == []
    assert boxes_of(team.app, team.owner) == [FINE]


@pytest.mark.parametrize(
    ("unit_name", "side", "value", "wanted"),
    [
        ("px", "left", "32", {1: 0.05, 3: 0.05 + 0.3333222}),
        ("px", "height", "48", {2: 0.1234568 + 0.1}),
        ("%", "width", "12.5", {3: 0.2345679 + 0.125}),
        ("%", "top", "50", {0: 0.5, 2: 0.5 + 0.3333322}),
    ],
)
def test_a_change_of_one_number_is_one_operation_and_leaves_the_rest(team, stage, unit_name, side, value, wanted):  # noqa: PLR0917
    sent = count_calls(stage)
    unit(stage).select_option(unit_name)

    field(stage, side).fill(value)
    field(stage, side).press("Enter")
    stage.saved()

    [found] = boxes_of(team.app, team.owner)
    assert [found[at] for at in range(4) if at not in wanted] == [FINE[at] for at in range(4) if at not in wanted]
    assert {at: found[at] for at in wanted} == {at: pytest.approx(one, abs=1e-9) for at, one in wanted.items()}
    assert len(sent) == 1
    assert field(stage, side).input_value() == value
    stage.press("Escape", "Control+z")
    stage.saved()
    assert boxes_of(team.app, team.owner)[0] == pytest.approx(FINE, abs=6e-8)


def test_an_empty_or_strange_number_shows_the_former_one_again(team, stage):
    sent = count_calls(stage)

    field(stage, "left").fill("")
    field(stage, "left").press("Tab")

    expect(field(stage, "left")).to_have_value("150")
    assert sent == []


def test_a_box_shows_its_numbers_also_after_a_polygon_showed_its_corners(team, stage):
    corners = [{"row": 0.1, "col": 0.2}, {"row": 0.6, "col": 0.3}, {"row": 0.5, "col": 0.6}]
    outline = AnnotationData(region=RegionData(kind=POLYGON, shape={"points": corners}))
    make_annotation(team.app, stage.on, user=team.owner, data=outline)
    stage.page.reload()
    stage.ready()

    stage.page.locator("box-list .pick").nth(1).click()
    expect(stage.page.locator("[data-corners] input").first).to_be_visible()
    stage.page.locator("box-list .pick").nth(0).click()

    expect(field(stage, "left")).to_have_value("150")
    assert shown(stage) == ["150", "59", "213", "160"]


def test_the_unit_stays_over_a_reload_and_is_that_of_corners_too(team, stage):
    corners = [{"row": 0.111111111, "col": 0.222222222}, {"row": 0.6, "col": 0.3}, {"row": 0.5, "col": 0.6}]
    outline = AnnotationData(region=RegionData(kind=POLYGON, shape={"points": corners}))
    make_annotation(team.app, stage.on, user=team.owner, data=outline)
    unit(stage).select_option("%")
    sent = count_calls(stage)

    stage.page.reload()
    stage.ready()
    stage.page.locator("box-list .pick").nth(1).click()
    fields = stage.page.locator("[data-corners] input")
    expect(fields.first).to_have_value("22.22")
    expect(unit(stage)).to_have_value("%")
    fields.first.fill("25")
    fields.first.press("Enter")
    stage.saved()

    assert len(sent) == 1
    points = stored(team.app, team.owner)[1].data.region.shape["points"]
    assert points == [{"row": 0.111111111, "col": 0.25}, *corners[1:]]
    unit(stage).select_option("px")
    expect(fields.first).to_have_value("160")
