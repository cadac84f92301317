"""What each filter of a search finds, and that the negated one finds all else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from annotations_app.models import Annotation, Input, InputStatus
from tests.api.asking import Script
from tests.api.searching import ALL, METADATA, Json, between, body, data, letters, make_busy, near, shaped
from tests.conftest import Team

BY_ITSELF: list[tuple[Json, str]] = [
    ({}, ALL), ({"annotation": {}, "input": {}}, ALL), ({"negate": True}, ALL), ({"annotation": {"id": "c"}}, "c"),
    ({"annotation": {"id": "zz"}}, ""), ({"annotation": {"input_id": "one"}}, "abc"),
    ({"annotation": {"input_id": "nothing"}}, ""), ({"annotation": {"user_id": "annotator"}}, "bi"),
    ({"annotation": {"userId": "annotator"}}, "bi"), ({"annotation": {"user_id": "stranger"}}, ""),
    ({"annotation": {"worker": {"user": {"id": "reviewer"}}}}, "e"), ({"annotation": {"model_version_id": "v1"}}, "c"),
    ({"annotation": {"worker": {"model": {"model_version": {"id": "v1"}}}}}, "c"),
    ({"annotation": {"worker": {"workflow": {"version": {"id": "w1"}}}}}, "l"),
    ({"annotation": {"model_version_id": "w1"}}, ""), ({"annotation": {"task_id": "t1"}}, "a"),
    ({"annotation": {"status": {"code": "ANNOTATION_PENDING"}}}, "bi"),
    ({"annotation": {"status": {"code": 24157}}}, "f"),
    ({"annotation": {"status": {"code": 0}}}, ALL), ({"annotation": {"input_level": True}}, "*"),
    ({"annotation": {"input_level": False, "trusted": False}}, ALL), ({"annotation": {"trusted": True}}, "*abdefghijk"),
    ({"annotation": {"annotation_info": {"batch": {"n": 7}}}}, "a"), ({"annotation": {"annotation_info": {}}}, ALL),
    ({"annotation": {"annotation_info": {"batch": {"n": 7}, "more": 1}}}, ""),
]  # fmt: skip
BY_DATA: list[tuple[Json, str]] = [
    (data(), "*dhil"), (data(concepts=[]), "*dhil"), (data(metadata={}), ALL),
    (data(concepts=[{"id": "tree"}]), "*ac"), (data(concepts=[{"id": "tree", "value": 0.9}]), "*ac"),
    (data(concepts=[{"id": "tree", "value": 0}]), "b"), (data(concepts=[{"name": "Rad"}]), "def"),
    (data(concepts=[{"name": "rad"}]), ""), (data(concepts=[{"id": "nothing"}]), ""),
    (data(concepts=[{"id": "tree", "value": 0}, {"id": "bike"}]), "bdef"),
    (data(concepts=[{"id": "tree"}, {"id": "bike"}, {"id": "nothing"}]), "*acdef"),
    (shaped("bounding_box"), "abk"), (shaped("polygon"), "c"), (shaped("point"), "e"), (shaped("mask"), ""),
    (shaped("span"), "j"), (data(regions=[{"region_info": {"keypoint_locations": [{}]}}]), "k"),
    (data(regions=[{}]), "abcejk"), (data(regions=[{"region_info": {"polygon": {}, "point": {}}}]), "ce"),
    (data(regions=[{"region_info": {"polygon": {}}}, {"region_info": {"span": {}}}]), "cj"),
    (data(regions=[{"region_info": {"bounding_box": {"top_row": 0, "left_col": 0}}}]), "abk"),
    (data(regions=[{"track_id": "track-1"}]), "j"), (data(regions=[{"track_id": "track-2"}]), ""),
    (data(regions=[{"id": "r-span"}]), "j"), (data(regions=[{"data": {"concepts": [{"id": "bike"}]}}]), "e"),
    (data(frames=[{"frame_info": {}}]), "f"), (data(frames=[{"frame_info": {"time": 0, "number": 0}}]), "f"),
    (data(time_segments=[{"time_info": {}}]), "g"), (data(text={}), "h"),
]  # fmt: skip
BY_METADATA: list[tuple[Json, str]] = [
    (data(metadata=metadata), found) for metadata, found in [
        ({"sharp": True}, "d"), ({"sharp": False}, "*"), ({"sharp": 1}, ""), ({"sharp": None}, ""),
        ({"sharp": True, "other": 5}, "d"), ({"camera": {"side": "left"}}, "d"), ({"camera": {"side": "right"}}, ""),
        ({"camera": {"number": 3.0, "side": "left"}}, "d"), ({"camera": {"number": "3"}}, ""), ({"camera": {}}, "d"),
        ({"camera": "left"}, ""), ({"tags": ["night"]}, "d"), ({"tags": ["dry"]}, ""), ({"tags": []}, "d"),
        ({"tags": "night"}, ""), ({"note": METADATA["note"]}, "d"), ({"no'te\"": 1, "$.a": 2}, ""),
        ({f"k{number}": number for number in range(3000)} | {"sharp": True}, "d"),
    ]
]  # fmt: skip
BY_PLACE: list[tuple[Json, str]] = [
    (near(13.4, 52.5, "withinKilometers", 0.001), "g"), (near(11.6, 48.1, "withinKilometers", 510), "g"),
    (near(11.6, 48.1, "withinKilometers", 490), ""), (near(11.6, 48.1, "withinMiles", 315), "g"),
    (near(11.6, 48.1, "withinMiles", 305), ""), (near(11.6, 48.1, "withinDegrees", 4.6), "g"),
    (near(11.6, 48.1, "withinDegrees", 4.4), ""), (near(-166.6, -52.5, "withinDegrees", 180), "g"),
    (near(-166.6, -52.5, "withinDegrees", 179.9), ""), (near(0, 90, "withinRadians", 0.7), "g"),
    (between((13, 52), (14, 53)), "g"), (between((14, 53), (13, 52)), "g"), (between((13, 53), (14, 54)), ""),
    (data(geo={}), ALL),
]  # fmt: skip
BY_INPUT: list[tuple[Json, str]] = [
    ({"input": {"status": {"code": "INPUT_DOWNLOAD_SUCCESS"}}}, "abcdefgl"),
    ({"input": {"status": {"code": 30002}}}, "*hijk"),
    ({"input": {"data": {"image": {}}}}, "abc"), ({"input": {"data": {"video": {}, "image": {}}}}, "abcdefgl"),
    ({"input": {"data": {"text": {}}}}, "*hijk"), ({"input": {"data": {"audio": {}}}}, ""),
    ({"input": {"dataset_ids": ["d1"]}}, ""), ({"input": {"id": "one"}}, "abc"),
    ({"input": {"id": "one"}, "annotation": {"user_id": "annotator"}}, "b"),
]  # fmt: skip


@pytest.fixture
def busy(team: Team) -> Script:
    """Make annotations of every kind."""
    return make_busy(team)


@pytest.mark.parametrize(
    ("wanted", "found"), [*BY_ITSELF, *BY_DATA, *BY_METADATA, *BY_PLACE], ids=lambda one: str(one)[:70]
)
def test_filter_finds_what_fits_and_negated_all_else(busy: Script, wanted: Json, found: str) -> None:
    there = letters(busy.post("/annotations/searches", body(wanted)))
    others = letters(busy.post("/annotations/searches", body({**wanted, "negate": True})))

    assert there == found
    assert others == (ALL if found == ALL else "".join(letter for letter in ALL if letter not in found))


@pytest.mark.parametrize(("wanted", "found"), BY_INPUT, ids=lambda one: str(one)[:70])
def test_filter_of_inputs_finds_their_annotations(busy: Script, wanted: Json, found: str) -> None:
    Input.objects.filter(public_id="two").update(media_type="video/mp4")
    Input.objects.filter(public_id="three").update(media_type="text/plain", status=InputStatus.FAILED)

    assert letters(busy.post("/annotations/searches", body(wanted))) == found
    inputs = sorted({"*hijk": "three", "abc": "one", "defgl": "two"}[part] for part in _parts(found))
    hits = busy.post("/inputs/searches", body({"input": wanted["input"]})).json["hits"]
    if "annotation" not in wanted:
        assert sorted(hit["input"]["id"] for hit in hits) == inputs


def _parts(found: str) -> list[str]:
    return [part for part in ("abc", "defgl", "*hijk") if part in found]


def test_search_by_time_takes_both_ends_in(busy: Script) -> None:
    at = datetime(2024, 2, 3, 4, 5, 6, 789000, UTC)
    Annotation.objects.filter(public_id="d").update(modified_at=at)

    def found(**period: str) -> str:
        return letters(busy.post("/annotations/searches", body({"last_updated_time_range": period})))

    written = "2024-02-03T04:05:06.789Z"
    assert found(end_time=written) == found(start_time=written, end_time="2024-02-03T05:05:06.789+01:00") == "d"
    assert found(end_time="2024-02-03T04:05:06.788999999Z") in ("", "d")
    assert found(start_time="2024-02-03T04:05:07Z") == ALL.replace("d", "")
    assert found(start_time="2025-01-01T00:00:00Z", end_time="2024-01-01T00:00:00Z") == ""


@pytest.mark.parametrize("rare", [2, 0])
def test_what_is_frequent_is_found_by_walking(busy: Script, monkeypatch: pytest.MonkeyPatch, rare: int) -> None:
    monkeypatch.setattr("annotations_app.models.searching.RARE", rare)

    for wanted, found in [*BY_ITSELF, *BY_DATA]:
        assert letters(busy.post("/annotations/searches", body(wanted))) == found
