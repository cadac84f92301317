"""Well-typed values that cannot be stored: the item says why, the others 24152, and nothing changes."""

from __future__ import annotations

from typing import Any

import pytest

from annotations_app.models import Annotation
from tests.api.state import State, make_state
from tests.conftest import Team
from tests.make import make_input

BAD_IDS = [
    "x" * 10_000, "a\nb", "\u202eabc", "../etc/passwd", "a/b", "<script>", "' OR 1=1 --", "%s%n", "a b", " a", "a ",
    "a\u200bb", "a\u0007", ".", "..", "status", "é",
]  # fmt: skip


@pytest.fixture
def state(team: Team) -> State:
    """Make the fixed state."""
    return make_state(team)


def region(**info: Any) -> dict[str, Any]:
    """Make an annotation on the first input with a region in this place."""
    return {"input_id": "first", "data": {"regions": [{"region_info": info}]}}


def box(**edges: Any) -> dict[str, Any]:
    """Make an annotation with a box, good but for the given edges."""
    return region(bounding_box={"top_row": 0.1, "left_col": 0.1, "bottom_row": 0.9, "right_col": 0.9, **edges})


def data(**members: Any) -> dict[str, Any]:
    """Make an annotation on the first input that says this."""
    return {"input_id": "first", "data": members}


EDGES = ("top_row", "left_col", "bottom_row", "right_col")
POINTS = [{"row": 0.1, "col": 0.1}, {"row": 0.5, "col": 0.1}, {"row": 0.5, "col": 0.5}]
NUMBERS = [
    *(box(**{edge: value}) for edge in EDGES for value in (-0.1, -0.000001, 1.0001, 2, -5, 1e308, 2**53 + 1, 10**38)),
    *(box(top_row=value) for value in ("NaN", "Infinity", "-Infinity")),
    box(top_row=0.9, bottom_row=0.1), box(left_col=0.9, right_col=0.1), box(bottom_row=0.1), box(right_col=0.1),
    box(top_row=0, left_col=0, bottom_row=0, right_col=0), box(top_row=10, left_col=20, bottom_row=100, right_col=200),
    region(bounding_box={}), *(data(concepts=[{"id": "tree", "value": value}]) for value in (-1, 2, "NaN", "Infinity")),
    *(region(polygon={"points": POINTS[:count]}) for count in (0, 1, 2)), region(polygon={}),
    region(polygon={"points": [*POINTS, {"row": 1.1, "col": 0}]}),
    region(polygon={"points": [*POINTS, {"row": "NaN"}]}),
    region(polygon={"points": POINTS * 5000}), region(point={"row": 2, "col": 0.5}), region(point={"row": "NaN"}),
    region(point={"row": 0.1, "visibility": 9}), region(span={"char_start": 5, "char_end": 1}),
    data(geo={"geo_point": {"latitude": 91}}), data(geo={"geo_point": {"longitude": -181}}),
    data(geo={"geo_point": {"longitude": "NaN"}}), data(frames=[{"frame_info": {"time": -5}}]),
    data(frames=[{"frame_info": {"time": str(2**63)}}]), data(time_segments=[{"time_info": {"begin_time": "NaN"}}]),
]  # fmt: skip
TEXTS = [
    *({"input_id": bad} for bad in [*BAD_IDS, "first ", "first2", "", "foreign"]), {}, {"data": {}},
    *({"input_id": "first", "id": bad} for bad in BAD_IDS),
    *(data(regions=[{"id": bad, "region_info": {"point": {}}}]) for bad in BAD_IDS),
    *(data(concepts=[{"id": bad}]) for bad in ("x" * 10_000, "a\nb", "\u202eabc", "a/b", "a?b", "a#b", "a%b", " a",
    "a\u0007")),
    *(data(concepts=[{"id": "new", "name": bad}]) for bad in ("x" * 10_000, "a\nb", "a\u0007")),
    *({"input_id": "first", "user_id": bad} for bad in [*BAD_IDS, "nobody", "outsider"]),
    data(concepts=[{}]), data(concepts=[{"value": 1}]), data(concepts=[{"id": "a"}, {"id": "a"}]),
    data(concepts=[{"id": f"c{number}"} for number in range(10_000)]),
    {**data(concepts=[{"id": "other"}]), "id": "of-owner"}, {"input_id": "first", "status": {"code": 99999}},
    {"input_id": "first", "status": {"code": -1}}, {"input_id": "first", "status": {"code": 10000}},
    {"input_id": "first", "status": {"code": "SUCCESS"}}, {"input_id": "first", "task_id": "x" * 200},
]  # fmt: skip
POINT = {"region_info": {"point": {"row": 0.5, "col": 0.5}}}
SHAPES = [
    data(regions=[POINT, POINT]), data(regions=[POINT] * 1000),
    region(bounding_box={"bottom_row": 1, "right_col": 1}, polygon={"points": POINTS}),
    data(regions=[{}]), data(regions=[{"region_info": {}}]), data(regions=[{"region_info": None}]),
    data(regions=[{"id": "no-such-region"}]), data(regions=[{**POINT, "data": {"regions": [POINT]}}]),
    data(regions=[{**POINT, "data": {"frames": [{}]}}]), data(frames=[{}, {}]),
    data(regions=[POINT], frames=[{"data": {"regions": [POINT]}}]),
    data(frames=[{"data": {"regions": [POINT, POINT]}}]),
    region(mask={}), region(mask={"image": {"base64": "!!!"}}), region(mask={"image": {"base64": "aGVsbG8="}}),
    region(mask={"image": {"url": "http://example.com/mask.png"}}),
    region(mask={"image": {"url": "file:///etc/passwd"}}),
    region(mask={"image": {"url": f"http://testserver/masks/{'0' * 64}.png"}}),
    {"input_id": "first", "user_id": "owner", "worker": {"user": {"id": "annotator"}}},
    {"input_id": "first", "model_version_id": "a", "worker": {"model": {"model_version": {"id": "b"}}}},
    {"input_id": "first", "worker": {"user": {"id": "owner"}, "model": {"model_version": {"id": "b"}}}},
    {"input_id": "first", "worker": {"model": {"id": "m"}}},
]  # fmt: skip


@pytest.mark.parametrize("bad", [*NUMBERS, *TEXTS, *SHAPES], ids=lambda bad: repr(bad)[-60:])
def test_bad_item_is_refused_with_its_reason_and_nothing_changes(state: State, bad: dict[str, Any]) -> None:
    good = data(concepts=[{"id": "brand-new"}])

    answer = state.script.post("/annotations", {"annotations": [good, bad]})

    state.check_refused(answer, 400, 10020)
    assert answer.item_codes() == [24152, 24155]
    assert answer.details.startswith("annotations[1]: ")
    status = answer.json["annotations"][1]["status"]
    assert status["details"]
    assert answer.json["annotations"][0]["status"]["details"] == "not saved: another item was refused"


@pytest.mark.parametrize("count", [2, 128])
@pytest.mark.parametrize("place", [0, 0.5, 1])
def test_one_bad_item_among_many_stores_nothing(state: State, count: int, place: float) -> None:
    bad = int(place * (count - 1))
    items = [data(concepts=[{"id": "tree", "value": 2 if number == bad else 1}]) for number in range(count)]

    answer = state.script.post("/annotations", {"annotations": items})

    state.check_refused(answer, 400, 10020)
    assert answer.item_codes() == [24155 if number == bad else 24152 for number in range(count)]


@pytest.mark.parametrize("count", [0, 129, 5000])
def test_none_and_more_than_128_items_are_refused_whole(state: State, count: int) -> None:
    state.check_refused(state.script.post("/annotations", {"annotations": [data()] * count}), 400, 11102)


def test_128_items_are_fine(state: State) -> None:
    answer = state.script.post("/annotations", {"annotations": [data(concepts=[{"id": "tree"}])] * 128})

    assert answer.verdict == (200, 10000)
    assert len({item["id"] for item in answer.json["annotations"]}) == 128


def test_id_twice_in_a_call_is_refused_and_on_another_input_is_another_annotation(state: State) -> None:
    make_input(state.team.app, "third")

    twice = state.script.post("/annotations", {"annotations": [{**data(), "id": "x"}, {**data(), "id": "x"}]})
    apart = state.script.post(
        "/annotations", {"annotations": [{**data(), "id": "x"}, {"input_id": "third", "id": "x"}]}
    )

    assert twice.item_codes() == [24152, 24155]
    assert apart.verdict == (200, 10000)


def test_foreign_input_and_no_input_are_told_in_the_same_words(state: State) -> None:
    foreign, missing = (
        state.script.post("/annotations", {"annotations": [{"input_id": name}]}) for name in ("foreign", "missing")
    )

    assert (
        foreign.json["annotations"][0]["status"]["details"].replace("foreign", "missing")
        == (missing.json["annotations"][0]["status"]["details"])
    )


def test_forged_server_fields_are_ignored(state: State) -> None:
    forged = {
        "input_id": "first", "created_at": "2001-01-01T00:00:00Z",
        "modified_at": 5, "trusted": False, "input_level": True,
        "app_id": "other", "consensus_info": {"x": 1}, "data": {"image": {"url": "file:///etc/passwd"}},
    }  # fmt: skip

    made = state.script.post("/annotations", {"annotations": [forged]}).json["annotations"][0]

    assert made["trusted"] is True
    assert "input_level" not in made
    assert "consensus_info" not in made
    assert "data" not in made
    assert made["created_at"] > "2020"


def test_numbers_are_kept_as_they_were_sent(state: State) -> None:
    edges = {"top_row": "0.1", "left_col": 0.6, "bottom_row": 0.30000000000000004, "right_col": 0.7}

    made = state.script.post("/annotations", {"annotations": [box(**edges)]}).json["annotations"][0]
    again = state.script.get(f"/inputs/first/annotations/{made['id']}").json["annotation"]

    stored = again["data"]["regions"][0]["region_info"]["bounding_box"]
    assert stored == {**edges, "top_row": 0.1}
    assert b"0.6," in state.script.get("/annotations").content


def test_same_post_twice_is_one_annotation(state: State) -> None:
    sent = {**box(), "id": "mine", "annotation_info": {"a": [1, {}]}}

    first = state.script.post("/annotations", {"annotations": [sent]})
    second = state.script.post("/annotations", {"annotations": [sent]})

    assert second.json["annotations"] == first.json["annotations"]
    assert Annotation.objects.filter(public_id="mine").count() == 1


def test_letters_composed_and_decomposed_stay_as_they_were_sent(state: State) -> None:
    names = ["\u00c5ngstr\u00f6m", "A\u030angstro\u0308m"]

    answer = state.script.post("/annotations", {"annotations": [data(concepts=[{"id": name} for name in names])]})

    assert [one["id"] for one in answer.json["annotations"][0]["data"]["concepts"]] == names


def test_concept_ids_hold_spaces_and_letters_of_any_script(state: State) -> None:
    ids = ["traffic light", "Straße", "信号", "it's <b>", "a' OR 1=1 --"]

    answer = state.script.post("/annotations", {"annotations": [data(concepts=[{"id": one} for one in ids])]})

    assert [one["id"] for one in answer.json["annotations"][0]["data"]["concepts"]] == ids
    assert state.script.get("/concepts/traffic%20light").json["concept"]["name"] == "traffic light"
