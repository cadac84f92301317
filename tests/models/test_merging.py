"""Merge, overwrite and remove, as tables of cases (contract section 8)."""

from __future__ import annotations

import pytest

from annotations_app.errors import Invalid
from annotations_app.models.data import AnnotationData, ConceptValue, FrameData, RegionData
from annotations_app.models.drafts import DataPatch, FramePatch, RegionPatch
from annotations_app.models.merging import merged_struct, patched, removed_struct
from tests.make import box

PLACE = RegionData(kind="box", box=(0, 0, 1, 1))


def concepts(**values: float) -> list[ConceptValue]:
    return [ConceptValue(name, value) for name, value in values.items()]


@pytest.mark.parametrize(
    ("there", "sent", "result"),
    [
        ({"a": 1}, {"a": 2, "b": "x"}, {"a": 2, "b": "x"}),
        ({"a": 1}, {"a": None}, {"a": 1}),
        ({"a": {"b": 1}}, {"a": {"c": 2}}, {"a": {"b": 1, "c": 2}}),
        ({"a": {"b": 1}}, {"a": {}}, {"a": {}}),
        ({"a": [1]}, {"a": []}, {"a": []}),
        ({"a": [1]}, {"a": [2]}, {"a": [1, 2]}),
        (
            {"a": [{"id": "x", "v": 1}, {"id": "y"}]},
            {"a": [{"id": "x", "w": 2}, {"id": "z"}]},
            {"a": [{"id": "x", "v": 1, "w": 2}, {"id": "y"}, {"id": "z"}]},
        ),
        ({"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}}),
        (None, {"a": 1}, {"a": 1}),
        ({"a": 1}, None, {"a": 1}),
        ({"a": 1}, {"a": False}, {"a": False}),
    ],
)
def test_metadata_is_merged_key_by_key(there, sent, result):
    assert merged_struct(there, sent) == result


@pytest.mark.parametrize(
    ("there", "sent", "result"),
    [
        ({"a": 1, "b": 2}, {"a": 5}, {"b": 2}),
        ({"a": 1}, {"a": False}, {}),
        ({"a": 1}, {"a": None}, {"a": 1}),
        ({"a": 1}, {"a": {}}, {"a": 1}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 0}}, {"a": {"c": 2}}),
        ({"a": [1, 2]}, {"a": []}, {}),
        ({"a": 1}, {"z": 1}, {"a": 1}),
    ],
)
def test_named_metadata_keys_are_removed(there, sent, result):
    assert removed_struct(there, sent) == result


def test_merging_concepts_replaces_in_place_and_appends_at_the_end():
    data = AnnotationData(concepts=concepts(car=1, bus=1))

    after = patched(data, DataPatch(concepts=concepts(tree=1, car=0)), "merge")

    assert after.concepts == concepts(car=0, bus=1, tree=1)
    assert data.concepts == concepts(car=1, bus=1)


def test_merging_a_region_without_id_moves_the_only_one_and_keeps_what_it_says():
    data = box("car", region_id="r1")

    after = patched(data, DataPatch(regions=[RegionPatch(place=PLACE)]), "merge")

    assert (after.region.id, after.region.box, after.region.concepts) == ("r1", (0, 0, 1, 1), concepts(car=1))


def test_merging_a_region_of_another_id_would_give_two_and_is_refused():
    with pytest.raises(Invalid, match="r2"):
        patched(box("car", region_id="r1"), DataPatch(regions=[RegionPatch(id="r2", place=PLACE)]), "merge")


def test_overwriting_leaves_only_what_was_sent():
    data = box("car", region_id="r1")
    data.metadata = {"a": 1}

    after = patched(data, DataPatch(concepts=concepts(bus=1)), "overwrite")

    assert after == AnnotationData(concepts=concepts(bus=1))


def test_overwriting_a_region_by_its_id_alone_keeps_its_place():
    said = DataPatch(concepts=concepts(bus=1))

    after = patched(box("car", region_id="r1"), DataPatch(regions=[RegionPatch(id="r1", data=said)]), "overwrite")

    assert (after.region.box, after.region.concepts) == ((0.1, 0.2, 0.5, 0.6), concepts(bus=1))


def test_removing_takes_concepts_by_id_and_the_region_or_something_inside_it():
    data = box("car", "bus", region_id="r1")
    data.concepts = concepts(tree=1)
    inside = RegionPatch(id="r1", data=DataPatch(concepts=concepts(bus=0)))

    less = patched(data, DataPatch(concepts=concepts(tree=0, none=0), regions=[inside]), "remove")
    gone = patched(data, DataPatch(regions=[RegionPatch(id="r1")]), "remove")

    assert (less.concepts, less.region.concepts) == ([], concepts(car=1))
    assert gone.region is None


def test_frames_are_patched_as_regions_are():
    data = AnnotationData(frame=FrameData(id="f1", time=40, concepts=concepts(car=1)))

    moved = patched(data, DataPatch(frames=[FramePatch(info={"time": 80})]), "merge")
    more = patched(data, DataPatch(frames=[FramePatch(id="f1", data=DataPatch(concepts=concepts(bus=1)))]), "merge")
    gone = patched(data, DataPatch(frames=[FramePatch(id="f1")]), "remove")

    assert (moved.frame.time, moved.frame.concepts) == (80, concepts(car=1))
    assert (more.frame.time, more.frame.concepts) == (40, concepts(car=1, bus=1))
    assert gone.frame is None


SEGMENTS = [
    {
        "id": "s",
        "time_info": {"num_frames": 5, "begin_time": 1.0, "end_time": 2.0},
        "data": {"concepts": [{"id": "car", "value": 1.0}, {"id": "bus", "value": 1.0}], "metadata": {"a": 1}},
    },
    {"id": "t"},
    {"time_info": {"begin_time": 0.0, "end_time": 9.0}},
]


def test_stretches_of_time_are_merged_by_id_and_new_ones_come_last():
    new = {"time_info": {"begin_time": 3.0, "end_time": 4.0}}
    said = {"id": "s", "data": {"concepts": [{"id": "bus", "value": 0.0}, {"id": "dog", "value": 1.0}]}}
    moved = {"id": "s", **new}

    after = patched(AnnotationData(segments=SEGMENTS), DataPatch(segments=[said, new, moved, {"id": "u"}]), "merge")

    concepts_after = [{"id": "car", "value": 1.0}, {"id": "bus", "value": 0.0}, {"id": "dog", "value": 1.0}]
    first = {"id": "s", **new, "data": {"concepts": concepts_after, "metadata": {"a": 1}}}
    assert after.segments == [first, *SEGMENTS[1:], new, {"id": "u"}]


def test_removing_takes_a_stretch_of_time_or_something_inside_it():
    there = AnnotationData(segments=SEGMENTS)
    inside = {"id": "s", "data": {"concepts": [{"id": "car", "value": 0.0}], "metadata": {"a": 0}}}

    less = patched(there, DataPatch(segments=[inside, {"id": "unknown"}]), "remove")
    gone = patched(there, DataPatch(segments=[{"id": "s"}, {"id": "t", "data": {}}]), "remove")

    assert less.segments == [{**SEGMENTS[0], "data": {"concepts": [{"id": "bus", "value": 1.0}]}}, *SEGMENTS[1:]]
    assert gone.segments == SEGMENTS[2:]
    with pytest.raises(Invalid, match=r"data\.time_segments\[1\]\.id"):
        patched(there, DataPatch(segments=[{"id": "s"}, {"time_info": {}}]), "remove")


def test_absent_data_fields_stay_and_two_regions_are_refused():
    data = AnnotationData(
        concepts=concepts(car=1), geo={"geo_point": {"latitude": 1}}, text="hi", segments=[{"id": "s"}]
    )

    same = patched(data, DataPatch(), "merge")

    assert same == data
    with pytest.raises(Invalid, match="at most one region"):
        patched(data, DataPatch(regions=[RegionPatch(), RegionPatch()]), "overwrite")
