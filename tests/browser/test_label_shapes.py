"""Polygons and points: drawn, closed, taken back, reshaped by pointer and keys, undone, answered."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept
from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
from tests.browser.stage import SIZE, Stage, make_photo
from tests.browser.test_label import said_of, stored
from tests.make import make_annotation, make_marker


@pytest.fixture
def street(team):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    on = make_photo(team.app, "street-1")
    make_marker(team.app, on, team.annotator)
    return on


@pytest.fixture
def stage(team, street, person):
    stage = Stage(person(team.annotator)).open(street)
    stage.press("1")
    return stage


def corners_of(one):
    """Return the corners of a stored annotation as (left, top) in pixels."""
    shape = one.data.region.shape
    points = shape.get("points", [shape])
    return [(round(point["col"] * SIZE[0]), round(point["row"] * SIZE[1])) for point in points]


def near(found, *wanted):
    return len(found) == len(wanted) and all(
        abs(one - other) <= 2 for pair in zip(found, wanted, strict=True) for one, other in zip(*pair, strict=True)
    )


def take(stage, key, tool):
    """Take a tool, which the page may still have to fetch."""
    stage.press(key)
    stage.page.locator(f'box-editor[data-tool="{tool}"]').wait_for()


def draw_triangle(stage):
    take(stage, "o", "polygon")
    for corner in ((100, 100), (200, 100), (150, 200), (100, 100)):
        stage.click(*corner)


def test_a_polygon_is_closed_by_a_click_on_its_first_corner_or_a_double_click(team, stage):
    draw_triangle(stage)
    for corner in ((300, 300), (400, 300), (400, 400)):
        stage.click(*corner)
    stage.page.mouse.dblclick(*stage.at(300, 400))
    stage.saved()

    one, other = stored(team.app, team.annotator)
    assert (one.data.region.kind, one.tool, one.ms > 0) == ("polygon", "polygon", True)
    assert near(corners_of(one), (100, 100), (200, 100), (150, 200))
    assert near(corners_of(other), (300, 300), (400, 300), (400, 400), (300, 400))
    assert said_of(team.app, team.annotator) == [{"car": 1}] * 2
    expect(stage.page.locator("box-list .row .size").first).to_have_text("3 corners")


def test_corners_are_taken_back_and_two_are_no_polygon(team, stage):
    take(stage, "o", "polygon")
    for corner in ((10, 10), (20, 300), (100, 100), (200, 100)):
        stage.click(*corner)
    stage.press("Backspace", "Backspace")
    stage.page.mouse.click(*stage.at(300, 300), button="right")
    stage.press("Backspace")
    for corner in ((100, 100), (200, 100), (200, 100), (150, 200), (100, 100)):
        stage.click(*corner)
    stage.click(500, 100)
    stage.click(550, 100)
    stage.press("Escape")
    stage.saved()

    (one,) = stored(team.app, team.annotator)
    assert near(corners_of(one), (100, 100), (200, 100), (150, 200))


def test_a_polygon_and_a_point_are_drawn_by_keys_alone(team, stage):
    stage.page.locator("#stage").focus()
    take(stage, "o", "polygon")
    stage.press("ArrowLeft", "Enter", *["Shift+ArrowRight"] * 4, "Enter", *["Shift+ArrowDown"] * 4, "Enter")
    expect(stage.page.locator("[data-live]")).to_contain_text("Corner at 359, 280")
    stage.press("Enter")
    expect(stage.page.locator("[data-live]")).to_contain_text("Polygon 1, Car, 3 corners, 40 by 40")
    stage.press("Escape", "k", "Shift+ArrowLeft", "Enter")
    stage.saved()

    polygon, point = stored(team.app, team.annotator)
    assert near(corners_of(polygon), (319, 240), (359, 240), (359, 280))
    assert point.data.region.kind == "point"
    assert (point.tool, near(corners_of(point), (310, 240))) == ("point", True)


def test_corners_are_dragged_added_and_removed_and_all_of_it_is_undone(team, stage):
    draw_triangle(stage)
    stage.press("v")
    stage.drag((150, 200), (160, 260))
    stage.page.keyboard.down("Alt")
    stage.drag((150, 100), (150, 50))
    stage.page.keyboard.up("Alt")
    stage.saved()
    (one,) = stored(team.app, team.annotator)
    assert near(corners_of(one), (100, 100), (150, 50), (200, 100), (160, 260))

    stage.click(150, 50)
    stage.press("Delete")
    stage.click(100, 100)
    stage.press("Delete")
    expect(stage.page.locator("[data-hint]")).to_have_text("A polygon has at least three corners")
    stage.saved()
    (one,) = stored(team.app, team.annotator)
    assert near(corners_of(one), (100, 100), (200, 100), (160, 260))

    expect(stage.page.locator('[data-action="undo"] .vh')).to_have_text("undo remove corner")
    stage.press("Control+z", "Control+z", "Control+z")
    stage.saved()
    (one,) = stored(team.app, team.annotator)
    assert near(corners_of(one), (100, 100), (200, 100), (150, 200))
    stage.press("Control+z")
    stage.saved()
    assert stored(team.app, team.annotator) == []
    stage.press("Control+y")
    stage.saved()
    assert near(corners_of(stored(team.app, team.annotator)[0]), (100, 100), (200, 100), (150, 200))


def test_corners_are_chosen_moved_added_and_removed_by_keys(team, stage):
    draw_triangle(stage)
    stage.press("v", "e", "Shift+ArrowLeft", "ArrowUp", "Insert", "Shift+ArrowDown", "Shift+e", "Shift+e", "Shift+e")
    expect(stage.page.locator("[data-live]")).to_contain_text("Corner 4 of 4")
    stage.press("Delete", "Escape", "Shift+ArrowRight")
    stage.saved()

    (one,) = stored(team.app, team.annotator)
    assert near(corners_of(one), (100, 99), (155, 110), (210, 100))


def test_the_number_fields_list_the_corners(team, stage):
    draw_triangle(stage)
    fields = stage.page.locator("[data-corners] input")
    expect(fields).to_have_count(6)
    stage.press("Enter")
    expect(fields.first).to_be_focused()
    fields.nth(5).fill("300")
    fields.nth(5).press("Tab")
    stage.page.get_by_role("button", name="Add a corner after 3").click()
    stage.page.get_by_role("button", name="Remove corner 1").click()
    stage.press("Escape", "k")
    stage.click(400, 50)
    expect(fields).to_have_count(2)
    fields.first.fill("420")
    fields.first.press("Tab")
    stage.saved()

    polygon, point = stored(team.app, team.annotator)
    assert near(corners_of(polygon), (200, 100), (150, 300), (125, 200))
    assert near(corners_of(point), (420, 50))


def test_a_polygon_is_moved_renamed_copied_drawn_again_and_deleted_like_a_box(team, stage):
    draw_triangle(stage)
    stage.press("v")
    stage.drag((150, 130), (200, 180))
    stage.press("2", "Control+d", "Shift+N")
    for corner in ((300, 50), (400, 50), (350, 90), (300, 50)):
        stage.click(*corner)
    stage.saved()
    one, copy = stored(team.app, team.annotator)
    assert near(corners_of(one), (150, 150), (250, 150), (200, 250))
    assert near(corners_of(copy), (300, 50), (400, 50), (350, 90))
    assert said_of(team.app, team.annotator) == [{"bus": 1}] * 2

    stage.press("v", "Escape", "Control+a", "Delete")
    stage.saved()
    assert stored(team.app, team.annotator) == []


def test_a_hollow_of_a_polygon_belongs_to_what_lies_there(team, stage):
    stage.drag((120, 130), (180, 190))
    take(stage, "o", "polygon")
    for corner in (
        (50, 50),
        (300, 50),
        (300, 300),
        (250, 300),
        (250, 100),
        (100, 100),
        (100, 300),
        (50, 300),
        (50, 50),
    ):
        stage.click(*corner)
    stage.press("v", "Escape")
    stage.click(220, 240)
    assert stage.editor.get_attribute("data-selected") == ""
    stage.click(75, 200)
    expect(stage.page.locator("[data-title]")).to_contain_text("Polygon 2")


def test_a_suggested_polygon_is_corrected_by_a_corner_and_a_point_is_accepted(team, street, person):
    for number, shape in enumerate(
        (
            {"points": [{"row": 0.2, "col": 0.2}, {"row": 0.2, "col": 0.4}, {"row": 0.5, "col": 0.3}]},
            {"row": 0.7, "col": 0.7},
        )
    ):
        kind = "polygon" if "points" in shape else "point"
        region = RegionData(
            id=f"region-{kind}", kind=kind, shape=shape, value=0.5 + number / 10, concepts=[ConceptValue("car", 0.5)]
        )
        make_annotation(team.app, street, model="detector-1", data=AnnotationData(region=region))
    stage = Stage(person(team.annotator)).open(street)

    stage.press("v")
    stage.click(192, 120)
    stage.drag((128, 96), (64, 48))
    stage.press("a")
    stage.saved()

    polygon, point = stored(team.app, team.annotator)
    assert near(corners_of(polygon), (64, 48), (256, 96), (192, 240))
    assert (polygon.data.region.id, point.data.region.id) == ("region-polygon", "region-point")
    assert point.data.region.shape == {"row": 0.7, "col": 0.7}


def test_polygons_stay_over_a_reload_and_the_tool_too(team, stage):
    draw_triangle(stage)
    stage.saved()
    stage.page.wait_for_timeout(500)  # steps of undo are kept a moment after the change
    stage.page.reload()
    stage.ready()
    stage.page.locator('box-editor[data-tool="polygon"]').wait_for()
    for corner in ((300, 100), (400, 100), (350, 200), (300, 100)):
        stage.click(*corner)
    stage.press("Control+z", "Control+z")
    stage.saved()

    assert stored(team.app, team.annotator) == []


def test_who_changed_the_same_polygon_is_asked_about(team, stage, person):
    draw_triangle(stage)
    stage.press("v")
    stage.saved()
    other = Stage(person(team.owner)).open(stage.on)
    other.press("v")
    other.click(150, 130)
    other.drag((150, 200), (150, 300))
    other.saved()

    stage.drag((100, 100), (50, 60))
    stage.page.get_by_role("button", name="Keep both").click()
    stage.saved()

    theirs, mine = Annotation.objects.filter(app=team.app, is_empty=False, input_level=False).order_by("pk")
    outlines = [
        [(round(p["col"] * 640), round(p["row"] * 480)) for p in one.region.shape["points"]] for one in (theirs, mine)
    ]
    assert near(outlines[0], (100, 100), (200, 100), (150, 300))
    assert near(outlines[1], (50, 60), (200, 100), (150, 200))


def test_what_is_typed_into_a_field_outlives_the_servers_answer(team, stage):
    held = []

    def hold(route):
        held.append(route)

    stage.page.route("**/changes/", hold, times=1)
    stage.drag((100, 100), (200, 180))
    field = stage.page.locator("[data-details] input[name=left]")
    field.fill("50")
    stage.page.wait_for_timeout(100)
    held[0].continue_()
    stage.saved()
    field.press("Tab")
    stage.saved()

    assert round(stored(team.app, team.annotator)[0].data.region.box[1] * SIZE[0]) == 50
