"""Patches and deletions: what is refused, and what comes of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from annotations_app.models import Annotation, Change, Concept, Input
from tests.api.asking import Script
from tests.api.state import State, make_state
from tests.conftest import Team
from tests.make import box, make_annotation

OWN = {"input_id": "first", "id": "of-owner"}
OTHER = {"input_id": "second", "id": "of-annotator"}


@pytest.fixture
def state(team: Team) -> State:
    """Make the fixed state."""
    return make_state(team)


def patch(*items: Any, action: Any = "merge", **more: Any) -> dict[str, Any]:
    """Write the body of a patch."""
    return {"action": action, "annotations": list(items), **more}


def says(**members: Any) -> dict[str, Any]:
    """Patch the data of the owner's annotation."""
    return {**OWN, "data": members}


BAD_PATCHES = [
    *((patch(says(), action=action), 400, 11102, 0) for action in (None, "", "delete", "MERGE", "mer\0ge", "merge ")),
    *((patch(says(), action=action), 400, 11100, 0) for action in (5, [], {}, True)),
    ({"annotations": [OWN]}, 400, 11102, 0), ({"action": "merge"}, 400, 11102, 0), (patch(), 400, 11102, 0),
    (patch(*[OWN] * 129), 400, 11102, 0), (patch({**OWN, "id": "nothing"}), 404, 10020, 11101),
    (patch({**OWN, "input_id": "second"}), 404, 10020, 11101), (patch({"input_id": "first"}), 400, 10020, 24155),
    (patch({"id": "of-owner"}), 400, 10020, 24155), (patch({"id": "of-outsider", "input_id": "foreign"}),
    404, 10020, 11101),
    (patch(OWN, {**OWN, "id": "nothing"}), 404, 10020, 24152),
    (patch(says(concepts=[{"id": "new"}]), says(concepts=[{"id": "tree", "value": 5}])), 400, 10020, 24155),
    (patch(says(regions=[{"region_info": {"bounding_box": {"bottom_row": 2, "right_col": 1}}}])), 400, 10020, 24155),
    (patch(says(regions=[{"id": "no-such"}])), 400, 10020, 24155), (patch({**OWN, "user_id": "nobody"}),
    400, 10020, 24155),
    (patch({**OWN, "status": {"code": "NO_SUCH"}}), 400, 11100, 0), (patch({**OWN, "status": {"code": 10000}}),
    400, 10020, 24155),
    (patch(says(concepts=[{"id": "a\0"}])), 400, 10020, 24155), (patch(says(concepts=[{}])), 400, 10020, 24155),
    (patch(says(concepts=[{"id": "a"}, {"id": "a"}])), 400, 10020, 24155), (patch(says(regions=[{}, {}])),
    400, 10020, 24155),
    (patch(says(metadata={"x": "y" * 70_000})), 400, 10020, 24155),
    (patch({**OTHER, "annotation_info": {"task_id": "x" * 129}}), 400, 10020, 24155),
    (patch(says(time_segments=[{"time_info": {}}]), action="remove"), 400, 10020, 24155),
    (patch({**OWN, "delete_if_empty_data": 5, "id": 5}), 400, 11100, 0),
    (patch(OWN, delete_if_empty_data="yes"), 400, 11100, 0),
    ('{"action":"merge","annotations":[{"input_id":"first","id":"of-owner","data":{"metadata":{"a":NaN}}}]}',
    400, 11100, 0),
    ({"action": "merge", "annotations": {}}, 400, 11100, 0), (patch(None), 400, 11100, 0), (patch([]), 400, 11100, 0),
    *((patch(says(concepts=[{"id": f"c{number}"} for number in range(1001)]), action=action), 400, 10020, 24155)
      for action in ("merge", "overwrite", "remove")),
    *((patch(says(**bad), action=action), 400, 10020, 24155) for action in ("merge", "overwrite") for bad in (
        {"metadata": {"a": "\0"}}, {"text": {"raw": "\a"}}, {"geo": {"geo_point": {"latitude": 91}}},
        {"frames": [{}, {}]}, {"concepts": [{"id": "new", "value": "NaN"}]}, {"regions": [{"value": 2}]},
    )),
]  # fmt: skip


@pytest.mark.parametrize(("body", "http", "code", "item"), BAD_PATCHES, ids=lambda value: repr(value)[:50])
def test_bad_patch_changes_nothing(state: State, body: dict[str, Any], http: int, code: int, item: int) -> None:
    state.check_refused(state.script.patch("/annotations", body), http, code, item=item)


BAD_INPUT_PATCHES: list[tuple[Any, int, int, int]] = [
    *(({"action": action, "inputs": [{"id": "first"}]}, 400, 11102, 0) for action in (None, "", "delete", "MERGE")),
    *(({"action": action, "inputs": [{"id": "first"}]}, 400, 11100, 0) for action in (5, [], {}, True)),
    ({"inputs": [{"id": "first"}]}, 400, 11102, 0), ({"action": "merge"}, 400, 11102, 0),
    ({"action": "merge", "inputs": []}, 400, 11102, 0),
    ({"action": "merge", "inputs": [{"id": "first"}] * 129}, 400, 11102, 0),
    ({"action": "merge", "inputs": {}}, 400, 11100, 0), ({"action": "merge", "inputs": [None]}, 400, 11100, 0),
    ('{"action":"merge","inputs":[{"id":"first","data":{"metadata":{"a":NaN}}}]}', 400, 11100, 0),
    *(({"action": "merge", "inputs": [{"id": "first", "data": {"metadata": {"a": 1}}}, {"id": name}]}, 404, 10020,
       11101)
      for name in ("nothing", "foreign", "a\0", "*", "x" * 9999)),
    *(({"action": "merge", "inputs": [{"id": "second", "data": {"metadata": {"a": 1}}}, {"id": "first", "data": bad}]},
       400, 10020, 30104) for bad in (
        {"concepts": [{"id": "new"}, {"id": "new"}]}, {"concepts": [{"id": "new", "value": 2}]}, {"concepts": [{}]},
        {"metadata": {"x": "y" * 70_000}}, {"metadata": {"a": "\0"}}, {"geo": {"geo_point": {"latitude": 91}}},
        {"regions": [{}, {}]}, {"regions": [{"id": "no-such"}]}, {"text": {"raw": "\a"}},
    )),
    ({"action": "merge", "inputs": [{"data": {"metadata": {"a": 1}}}]}, 400, 10020, 30104),
]  # fmt: skip


@pytest.mark.parametrize(("body", "http", "code", "item"), BAD_INPUT_PATCHES, ids=lambda value: repr(value)[:50])
def test_bad_patch_of_inputs_changes_nothing(state: State, body: Any, http: int, code: int, item: int) -> None:
    answer = state.script.patch("/inputs", body)

    state.check_refused(answer, http, code)
    assert not item or item in answer.item_codes("inputs")
    assert answer.json["inputs"] == [] or item


BAD_DELETES: list[tuple[Any, int, int]] = [
    *((body, 400, 11102) for body in (None, "", {}, {"input_ids": [],
    "ids": []}, {"ids": ["of-owner"]}, {"input_ids": None})),
    *((body, 400, 11102) for body in ({"delete_all": True}, {"input_ids": ["first"], "ids": ["a", "b"]})),
    *((body, 400, 11102) for body in ({"input_ids": ["first"] * 129, "ids": ["of-owner"] * 129},
    {"input_ids": ["first"] * 129})),
    *((body, 400, 11100) for body in ("[]", "null", '{"input_ids":["first"',
    {"input_ids": "first"}, {"input_ids": [None]})),
    *((body, 400, 11100) for body in ({"input_ids": ["first"], "ids": [None]}, {"input_ids": ["first"],
    "ids": {"0": "x"}})),
    *(({"input_ids": ["first"],
    "ids": [name]}, 404, 11101) for name in ("*", "", "of-annotator", "%", "a\0", "x" * 9999)),
    ({"input_ids": ["*"]}, 404, 11101), ({"input_ids": [""]}, 404, 11101),
    ({"input_ids": ["first", "nothing"]}, 404, 11101),
    ({"input_ids": ["foreign"]}, 404, 11101), ({"input_ids": ["foreign"], "ids": ["of-outsider"]}, 404, 11101),
    ({"input_ids": ["first", "first"], "ids": ["of-owner", "nothing"]}, 404, 11101),
]  # fmt: skip


@pytest.mark.parametrize("path", ["/annotations", "/inputs/annotations", "/users/owner/apps/street/annotations"])
@pytest.mark.parametrize(("body", "http", "code"), BAD_DELETES, ids=lambda value: repr(value)[:50])
def test_bad_deletion_deletes_nothing(state: State, path: str, body: Any, http: int, code: int) -> None:
    state.check_refused(state.script.delete(path, body), http, code)


def test_deletion_by_query_deletes_nothing(state: State) -> None:
    state.check_refused(state.script.delete("/annotations?input_ids=first&ids=of-owner"), 400, 11102)


def test_input_level_annotation_goes_only_with_its_input(state: State) -> None:
    level = Annotation.objects.get(app=state.team.app, input__public_id="first", input_level=True).public_id

    state.check_refused(state.script.delete(f"/inputs/first/annotations/{level}"), 400, 24155)
    body = {"input_ids": ["first", "first"], "ids": ["of-owner", level]}
    state.check_refused(state.script.delete("/annotations", body), 400, 24155)
    assert state.script.delete("/inputs/first").http == 200
    assert not Annotation.objects.filter(public_id=level).exists()


@pytest.mark.parametrize(
    ("body", "http", "code"),
    [({"ids": []}, 400, 11102), ({}, 400, 11102), (None, 400, 11102), ({"ids": None}, 400, 11102),
    ({"ids": "first"}, 400, 11100),
     ({"ids": [None]}, 400, 11100), ({"ids": ["x"] * 129}, 400, 11102), ({"ids": ["first", "nothing"]}, 404, 11101),
     ('{"ids":["first"', 400, 11100), ("null", 400, 11100), ({"ids": {"0": "first"}}, 400, 11100),
     *(({"ids": ["first", bad]}, 404, 11101) for bad in ("", "%", "a\0", "x" * 9999, "first ")),
     ({"ids": ["*"]}, 404, 11101), ({"ids": ["foreign"]}, 404, 11101), ({"delete_all": True}, 400, 11102),
     ("[]", 400, 11100)],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_bad_deletion_of_inputs_deletes_nothing(state: State, body: Any, http: int, code: int) -> None:
    state.check_refused(state.script.delete("/inputs", body), http, code)


def test_bulk_deletions_keep_history(state: State) -> None:
    pairs = {"input_ids": ["first", "second"], "ids": ["of-owner", "of-annotator"]}

    assert state.script.delete("/inputs/annotations", pairs).json.keys() == {"status"}

    assert not Annotation.objects.filter(app=state.team.app, input_level=False).exists()
    assert Change.objects.filter(act="deleted").count() == 2


def test_same_annotation_twice_in_a_patch_is_changed_in_order(state: State) -> None:
    first, second = says(metadata={"a": 1, "b": 1}), says(metadata={"b": 2})

    answer = state.script.patch("/annotations", patch(first, second))

    assert answer.json["annotations"][1]["data"]["metadata"] == {"a": 1, "b": 2}
    assert Annotation.objects.get(public_id="of-owner").metadata == {"a": 1, "b": 2}


def test_patches_do_as_section_8_says(state: State) -> None:
    def patched(action: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        answer = state.script.patch("/annotations", patch({**OWN, "data": data}, action=action, **more))
        assert answer.verdict == (200, 10000), answer.content
        return dict(answer.json["annotations"][0])

    merged = patched("merge", {"regions": [{"data": {"concepts": [{"id": "apple"}, {"id": "tree", "value": 0}]}}]})
    (region,) = merged["data"]["regions"]
    assert [(one["id"], one["value"]) for one in region["data"]["concepts"]] == [("tree", 0), ("apple", 1)]
    assert region["id"] == "r-owner"
    moved = {"bounding_box": {"top_row": 0.5, "left_col": 0.5, "bottom_row": 0.8, "right_col": 0.8}}
    assert patched("merge", {"regions": [{"region_info": moved}]})["data"]["regions"][0]["region_info"] == moved
    kept = patched(
        "overwrite", {"regions": [{"id": "r-owner", "data": {"concepts": [{"id": "bike"}]}}], "text": {"raw": "x"}}
    )
    assert kept["data"]["regions"][0]["region_info"] == moved
    assert kept["data"]["text"] == {"raw": "x"}
    gone = patched("remove", {"regions": [{"id": "r-owner"}], "text": {"raw": "x"}}, delete_if_empty_data=True)
    assert gone["data"] == {}
    assert not Annotation.objects.filter(public_id="of-owner").exists()
    assert Concept.objects.filter(public_id="apple").exists()


def test_revision_changes_with_every_stored_change_and_with_nothing_else(state: State) -> None:
    path = "/inputs/first/annotations/of-owner"
    before = state.script.get(path).headers["ETag"]

    again = state.script.get(path).headers["ETag"]
    patched = state.script.patch("/annotations", patch(says(metadata={"a": 1})))
    several = state.script.patch("/annotations", patch(OWN, OTHER))

    assert before == again != patched.headers["ETag"]
    assert before.startswith('"')
    assert "ETag" not in several.headers


def test_task_in_the_annotation_info_of_a_patch_stands_in_for_an_empty_one(state: State) -> None:
    def patched(**members: Any) -> Any:
        return state.script.patch("/annotations", patch({**OWN, **members})).json["annotations"][0]

    assert patched(annotation_info={"task_id": "t1"})["task_id"] == "t1"
    assert patched(annotation_info={"task_id": "t2"})["task_id"] == "t1"
    assert patched(task_id="t3", annotation_info={"task_id": "t4"})["task_id"] == "t3"


def test_inputs_are_patched_in_their_input_level_annotation(team: Team, script: Script, picture: Input) -> None:
    def patched(action: str, **data: Any) -> dict[str, Any]:
        answer = script.patch("/inputs", {"action": action, "inputs": [{"id": "picture", "data": data}]})
        assert answer.verdict == (200, 10000), answer.content
        return dict(answer.json["inputs"][0]["data"])

    merged = patched(
        "merge",
        concepts=[{"id": "water"}, {"id": "tree"}],
        metadata={"a": {"b": 1}},
        geo={"geo_point": {"latitude": 5}},
    )
    removed = patched("remove", concepts=[{"id": "water", "value": 0.3}], geo={})

    assert [one["id"] for one in merged["concepts"]] == ["water", "tree"]
    assert merged["geo"] == {"geo_point": {"longitude": 0, "latitude": 5}}
    assert [one["id"] for one in removed["concepts"]] == ["tree"]
    assert "geo" not in removed
    assert removed["metadata"] == {"a": {"b": 1}}
    level = script.get("/annotations").json["annotations"][0]
    assert level["input_level"] is True
    assert level["data"]["metadata"] == {"a": {"b": 1}}
    bad = script.patch(
        "/inputs", {"action": "merge", "inputs": [{"id": "picture", "data": {"concepts": [{}]}}, {"id": "x"}]}
    )
    assert bad.item_codes("inputs") == [30104, 11101]


def test_concepts_are_added_and_renamed_all_or_none(team: Team, script: Script) -> None:
    added = script.post("/concepts", {"concepts": [{"id": "cat", "name": "Katze"}, {"id": "dog"}]})
    again = script.post("/concepts", {"concepts": [{"id": "new"}, {"id": "cat"}]})
    twice = script.post("/concepts", {"concepts": [{"id": "new"}, {"id": "new"}]})
    renamed = script.patch("/concepts", {"action": "overwrite", "concepts": [{"id": "dog", "name": "Hund"}]})
    unknown = script.patch(
        "/concepts", {"action": "overwrite", "concepts": [{"id": "dog", "name": "x"}, {"id": "zebra", "name": "y"}]}
    )

    assert [(one["id"], one["name"]) for one in added.json["concepts"]] == [("cat", "Katze"), ("dog", "dog")]
    for answer in (again, twice):
        assert answer.verdict == (400, 40003)
        assert answer.json["status"]["description"] == "Invalid request"
        assert "duplicate" in answer.details
    assert renamed.json["concepts"][0]["name"] == "Hund"
    assert unknown.verdict == (404, 11101)
    assert unknown.json["status"]["description"] == "Resource does not exist"
    assert sorted(Concept.objects.values_list("public_id", "name")) == [("cat", "Katze"), ("dog", "Hund")]
    for body in ({"concepts": []}, {}, {"concepts": [{"id": "x"}] * 1001}):
        assert script.post("/concepts", body).verdict == (400, 11102)
    for bad in ({}, {"id": "a/b"}, {"id": "x", "name": "a\nb"}, {"id": "a\0"}, {"id": "status"}):
        assert script.post("/concepts", {"concepts": [bad]}).verdict == (400, 40003)
    assert script.patch("/concepts", {"action": "merge", "concepts": [{"id": "cat"}]}).verdict == (400, 11102)


def test_existing_region_is_labelled_by_its_id(team: Team, script: Script, picture: Input) -> None:
    make_annotation(team.app, picture, model="v1", data=box("tree", region_id="suggested", value=0.7))
    answer = {"id": "suggested", "data": {"concepts": [{"id": "tree", "value": 0}]}}

    made = script.post("/annotations", {"annotations": [{"input_id": "picture", "data": {"regions": [answer]}}]})

    (region,) = made.json["annotations"][0]["data"]["regions"]
    assert region["id"] == "suggested"
    assert region["region_info"]["bounding_box"]["left_col"] == 0.2
    assert region["data"]["concepts"][0]["value"] == 0
