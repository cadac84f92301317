"""Polygons and points of the labelling page: put, changed and refused, as boxes are."""

from __future__ import annotations

from uuid import uuid4

import pytest

from annotations_app.models import Change
from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
from annotations_app.models.operation import NotTaken, Operation, operation_in
from annotations_app.text import new_id
from tests.make import make_annotation
from tests.models.operations import delete, put, stored

TRIANGLE = [(0.1, 0.1), (0.1, 0.5), (0.5, 0.3)]


def shaped(public_id=None, base=None, **place):
    return Operation(uuid4(), "put", public_id or new_id(), base, concepts={"car": 1.0}, **place)


def corners(on, public_id):
    return [(point["row"], point["col"]) for point in stored(on, public_id).region.shape["points"]]


def test_a_polygon_is_drawn_and_a_corner_of_it_moved(team, on, do):
    drawn = shaped(polygon=TRIANGLE, tool="polygon", ms=4000)
    assert do(team.annotator, drawn).result == "saved"
    region = stored(on, drawn.id).region
    assert (region.kind, region.top) == ("polygon", None)

    changed = shaped(drawn.id, drawn.rev, polygon=[*TRIANGLE[:2], (0.6, 0.3)])
    assert do(team.annotator, changed).result == "saved"

    assert corners(on, drawn.id) == [*TRIANGLE[:2], (0.6, 0.3)]
    assert stored(on, drawn.id).region.public_id == region.public_id
    assert Change.objects.get(input=on).before["data"]["region"]["shape"]["points"][2] == {"row": 0.5, "col": 0.3}


def test_a_point_is_set_and_moved(team, on, do):
    drawn = shaped(point=(0.25, 0.75))
    do(team.annotator, drawn)
    do(team.annotator, shaped(drawn.id, drawn.rev, point=(0.3, 0.75)))

    region = stored(on, drawn.id).region
    assert (region.kind, region.shape) == ("point", {"row": 0.3, "col": 0.75})


def test_a_repeated_polygon_is_saved_once(team, on, do):
    drawn = shaped(polygon=TRIANGLE)

    assert [do(team.annotator, drawn).result for _ in range(2)] == ["saved", "saved"]
    assert stored(on, drawn.id).rev == drawn.rev
    assert do(team.annotator, shaped(drawn.id, uuid4(), polygon=TRIANGLE)).result == "conflict"


def test_a_deleted_polygon_is_brought_back_with_its_place(team, on, do):
    drawn = shaped(polygon=TRIANGLE)
    gone = delete(drawn.id, drawn.rev)
    do(team.annotator, drawn, gone, shaped(drawn.id, gone.rev))

    assert corners(on, drawn.id) == TRIANGLE


def test_naming_a_polygon_leaves_its_place_to_the_last_digit(team, on, do):
    exact = [{"row": 0.123456789012, "col": 0.1, "z": 0.5}, {"row": 0.1, "col": 0.5, "visibility": 2}, {"row": 0.5}]
    shape = {"points": exact}
    data = AnnotationData(region=RegionData(kind="polygon", shape=shape, concepts=[ConceptValue("car")]))
    made = make_annotation(team.app, on, user=team.annotator, data=data)
    sent = [(0.1234568, 0.1), (0.1, 0.5), (0.5, 0.0)]

    named = Operation(uuid4(), "put", made.public_id, made.rev, polygon=sent, concepts={"bus": 1.0})
    assert do(team.annotator, named).result == "saved"
    assert stored(on, made.public_id).region.shape == shape

    added = [*sent[:1], (0.1, 0.3), *sent[1:]]
    do(team.annotator, shaped(made.public_id, named.rev, polygon=added))
    points = stored(on, made.public_id).region.shape["points"]
    assert points == [exact[0], {"row": 0.1, "col": 0.3}, *exact[1:]]


def test_a_models_polygon_is_accepted_and_corrected(team, on, do):
    shape = {"points": [{"row": row, "col": col} for row, col in TRIANGLE]}
    data = AnnotationData(region=RegionData(id="r1", kind="polygon", shape=shape, concepts=[ConceptValue("car", 0.8)]))
    make_annotation(team.app, on, model="detector", data=data)

    accepted = shaped(region="r1")
    corrected = shaped(region="r1", polygon=[*TRIANGLE, (0.4, 0.1)])
    assert [do(team.annotator, one).result for one in (accepted, corrected)] == ["saved", "saved"]

    assert corners(on, accepted.id) == TRIANGLE
    assert len(corners(on, corrected.id)) == 4
    assert stored(on, corrected.id).region.public_id == "r1"


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ({"polygon": TRIANGLE[:2]}, "invalid"),
        ({"polygon": [*TRIANGLE, (1.1, 0.5)]}, "invalid"),
        ({"polygon": [*TRIANGLE, (float("nan"), 0.5)]}, "invalid"),
        ({"polygon": [(0.1, 0.1), (0.1, 0.5), (0.1, 0.3)]}, "too-small"),
        ({"polygon": [(0.1, 0.1), (0.1001, 0.1001), (0.1, 0.1001)]}, "too-small"),
        ({"polygon": TRIANGLE * 5000}, "invalid"),
        ({"point": (0.5, -0.1)}, "invalid"),
    ],
)
def test_a_place_that_is_none_is_refused(team, on, do, place, word):
    refused = do(team.annotator, shaped(**place))

    assert (refused.result, refused.word) == ("refused", word)


def test_a_region_stays_what_it_is(team, on, do):
    drawn = put()
    outline = shaped(polygon=TRIANGLE)
    do(team.annotator, drawn, outline)

    for wrong in (
        shaped(drawn.id, drawn.rev, polygon=TRIANGLE),
        shaped(drawn.id, drawn.rev, point=(0.1, 0.1)),
        shaped(outline.id, outline.rev, point=(0.1, 0.1)),
        shaped(outline.id, outline.rev, box=(0.1, 0.1, 0.2, 0.2)),
        shaped(outline.id, outline.rev, box=None),
    ):
        assert do(team.annotator, wrong).word == "shape"


@pytest.mark.parametrize(
    "place",
    [
        {"box": [0.1, 0.1, 0.2, 0.2], "point": [0.1, 0.1]},
        {"box": None, "polygon": TRIANGLE},
        {"polygon": None},
        {"point": [0.1]},
        {"polygon": [[0.1, 0.2, 0.3]]},
        {"polygon": "all"},
        {"polygon": [["0", "1"]]},
    ],
)
def test_a_malformed_place_is_named(place):
    with pytest.raises(NotTaken):
        operation_in({"rev": str(uuid4()), "kind": "put", "id": "a", "concepts": {}, **place})
