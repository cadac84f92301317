"""Places that have no tools here are shown, named, reviewed and deleted like boxes, and stay what they are."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept, Status
from annotations_app.models.data import (
    BOX,
    KEYPOINTS,
    MASK,
    POINT,
    POLYGON,
    SPAN,
    TOKEN,
    AnnotationData,
    ConceptValue,
    RegionData,
)  # fmt: skip
from tests.browser.stage import Stage, make_photo
from tests.browser.test_label import said_of, stored
from tests.make import make_annotation

LINES = [[[0.2, 0.2], [0.2, 0.6], [0.6, 0.6], [0.6, 0.2]], [[0.3, 0.3], [0.3, 0.5], [0.5, 0.5], [0.5, 0.3]]]
CORNERS = [{"row": 0.2, "col": 0.2}, {"row": 0.6, "col": 0.2}, {"row": 0.4, "col": 0.6, "z": 2.5}]
TEXT = {"char_start": 3, "char_end": 8, "raw_text": "lorry"}
#: The kind, what of it is stored, where it is drawn, and where it is taken by the pointer, x and y in ratios.
KINDS = [
    (MASK, {"sha256": "0" * 64, "file": "masks/1/0.png", "rings": LINES}, [(0.4, 0.2), (0.3, 0.4)], (0.25, 0.4)),
    (POLYGON, {"points": CORNERS}, [(0.2, 0.4)], (0.3, 0.4)),
    (POINT, {"row": 0.3, "col": 0.4, "visibility": 1}, [(0.4, 0.3)], (0.4, 0.3)),
    (KEYPOINTS, {"points": CORNERS}, [(0.2, 0.2), (0.2, 0.6), (0.6, 0.4)], (0.3, 0.4)),
    (SPAN, TEXT, [], None),
    (TOKEN, TEXT, [], None),
]


def region(kind, shape, **fields):
    return RegionData(kind=kind, shape=shape, concepts=[ConceptValue("car", 1.0)], track_id="track-1", **fields)


@pytest.fixture
def on(team):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    return make_photo(team.app, "street-1")


@pytest.mark.parametrize("case", KINDS, ids=[one[0] for one in KINDS])
def test_a_place_of_any_kind_is_shown_selected_named_and_deleted(team, on, person, case):
    kind, shape, lines, spot = case
    made = make_annotation(team.app, on, user=team.owner, data=AnnotationData(region=region(kind, shape)))
    stage = Stage(person(team.owner)).open(on)
    stage.press("v")

    stage.draws(1 if lines else 0)
    for x, y in lines:
        [(red, _, blue)] = stage.colour(x * 640, y * 480)
        assert red > blue + 100
    if spot:
        stage.click(spot[0] * 640, spot[1] * 480)
    else:
        stage.page.locator("box-list .pick").click()
        expect(stage.page.locator("box-list .size")).to_have_text(f"{kind} “lorry”")
    expect(stage.page.locator("[data-details] [data-title]")).to_contain_text("1 · Car")
    stage.press("2", "Control+c", "Control+v", "Control+d", "ArrowRight", "Shift+Z", "Shift+N", "Escape", ".", "h", "h")
    stage.press("Shift+1", "l", "l")
    stage.saved()
    if kind not in (POLYGON, POINT):
        kept = stored(team.app, team.owner)
        assert [(one.id, one.data.region.shape) for one in kept] == [(made.public_id, shape)]
        assert (kept[0].data.region.kind, kept[0].data.region.track_id) == (kind, "track-1")
        assert said_of(team.app, team.owner) == [{"bus": 1, "car": 0}]

        stage.press("Delete")
        stage.saved()
        assert stored(team.app, team.owner) == []
        stage.press("Control+z")
        stage.saved()
        assert stored(team.app, team.owner)[0].data.region.shape == shape
        stage.draws(1 if lines else 0)
    stage.page.reload()
    stage.ready()
    assert (stage.page.locator("canvas.boxes").get_attribute("data-drawn") != "0") == bool(lines)


@pytest.mark.parametrize("case", KINDS, ids=[one[0] for one in KINDS])
def test_a_place_of_any_kind_is_reviewed_and_answered_where_a_model_proposes_it(team, on, person, case):
    kind, shape, _, _ = case
    theirs = AnnotationData(region=region(kind, shape))
    made = make_annotation(team.app, on, user=team.annotator, data=theirs, status=Status.AWAITING_REVIEW)
    page = person(team.owner)
    page.goto(f"/apps/owner/street/inputs/{on.public_id}/review/")
    reviewing = Stage(page).ready()
    reviewing.press("a")
    reviewing.saved()
    made.refresh_from_db()
    assert made.status == Status.SUCCESS

    proposed = AnnotationData(region=region(kind, shape, id="seen"))
    make_annotation(team.app, on, model="detector-1", data=proposed)
    stage = Stage(page).open(on)
    stage.page.locator("box-list .row.asks .pick").click()
    stage.press("a")
    stage.saved()

    [mine] = stored(team.app, team.owner)
    assert (mine.data.region.id, mine.data.region.kind, mine.data.region.shape) == ("seen", kind, shape)


def test_the_hole_of_a_mask_belongs_to_what_lies_there_and_a_mask_is_not_dragged(team, on, person):
    mask = region(MASK, {"sha256": "0" * 64, "file": "masks/1/0.png", "rings": LINES})
    make_annotation(team.app, on, user=team.owner, data=AnnotationData(region=mask))
    inner = RegionData(kind=BOX, box=(0.32, 0.32, 0.48, 0.48), concepts=[ConceptValue("bus", 1.0)])
    make_annotation(team.app, on, user=team.owner, data=AnnotationData(region=inner))
    stage = Stage(person(team.owner)).open(on)
    stage.press("v")

    stage.click(0.4 * 640, 0.4 * 480)
    expect(stage.page.locator("box-list .pick[aria-pressed=true] .name")).to_have_text("Bus")
    stage.drag((0.25 * 640, 0.25 * 480), (0.35 * 640, 0.35 * 480))

    expect(stage.page.locator("[data-hint]")).to_contain_text("A mask is named, reviewed and deleted here, not moved")
    assert stored(team.app, team.owner)[0].data.region.shape["rings"] == LINES
