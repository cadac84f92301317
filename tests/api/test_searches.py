"""Searches: how filters join, what a hit shows, pages, rights, and what cannot be asked."""

from __future__ import annotations

from typing import Any

import pytest

from annotations_app.models import Status
from tests.api.asking import Script, everything, path_of, script_of
from tests.api.searching import Json, body, data, letters, make_busy, shaped
from tests.conftest import Team
from tests.make import box, make_annotation, make_app, make_input, make_user


@pytest.fixture
def busy(team: Team) -> Script:
    """Make annotations of every kind."""
    return make_busy(team)


@pytest.mark.parametrize(
    ("filters", "found"),
    [([data(concepts=[{"id": "tree"}]), data(concepts=[{"id": "bike"}])], ""),
     ([data(concepts=[{"id": "tree"}]), {"annotation": {"user_id": "owner"}}], "*a"),
     ([data(concepts=[{"id": "tree"}]), {"annotation": {"user_id": "owner"}, "negate": True}], "c"),
     ([shaped("polygon"), {"annotation": {"model_version_id": "v1"}}, {"annotation": {"input_id": "one"}}], "c"),
     ([shaped("polygon"), {"annotation": {"input_id": "two"}}], ""),
     ([{"annotation": {"status": {"code": 24151}}}, data(), {"input": {"id": "three"}}], "i"),
     ([{"annotation": {"task_id": "t1"}, "negate": True}, {"annotation": {"input_id": "one"}}], "bc")],
)  # fmt: skip
def test_all_filters_fit_the_same_annotation(busy: Script, filters: list[Json], found: str) -> None:
    assert letters(busy.post("/annotations/searches", body(*filters))) == found


@pytest.mark.parametrize("rare", [2000, 2, 1, 0])
@pytest.mark.parametrize(
    ("filters", "found"),
    [([], "one two three"), ([{}], "one two three"), ([data(concepts=[{"id": "tree"}])], "one three"),
     ([{**data(concepts=[{"id": "tree"}]), "negate": True}], "two"),
     ([{"annotation": {"user_id": "annotator"}}], "one three"),
     ([data(concepts=[{"id": "tree"}]), {"annotation": {"user_id": "annotator"}}], ""),
     ([data(concepts=[{"id": "tree", "value": 0}]), {"annotation": {"user_id": "annotator"}}], "one"),
     ([data(concepts=[{"id": "tree"}]), {**shaped("polygon"), "negate": True}], "three"),
     ([shaped("bounding_box")], "one three"), ([shaped("point"), {"input": {"id": "two"}}], "two"),
     ([{"annotation": {"user_id": "annotator"}, "input": {"id": "one"}, "negate": True}], "two three"),
     ([{"annotation": {"status": {"code": 24157}}}], "two"), ([data(metadata={"sharp": False})], "three"),
     ([{"annotation": {"model_version_id": "v1"}}, data(regions=[{}])], "one")],
)  # fmt: skip
def test_input_is_found_once_by_one_annotation_and_left_out_by_any(
    busy: Script, monkeypatch: pytest.MonkeyPatch, rare: int, filters: list[Json], found: str
) -> None:
    monkeypatch.setattr("annotations_app.models.searching.RARE", rare)

    answer = busy.post("/inputs/searches", body(*filters))
    count = busy.post("/inputs/searches", body(*filters, only_count=True))

    assert answer.verdict == (200, 10000), answer.content
    assert [hit["input"]["id"] for hit in answer.json["hits"]] == found.split()
    assert not any("annotation" in hit for hit in answer.json["hits"])
    assert count.json["hits"] == []
    assert count.json["hit_counts"] == [{"estimated_total": len(found.split())}]


def test_hit_holds_the_whole_input_and_the_annotation(team: Team, busy: Script) -> None:
    answer = busy.post("/annotations/searches", body({"annotation": {"id": "a"}}))

    (hit,) = answer.json["hits"]
    assert (hit["score"], hit["user_id"], hit["app_id"]) == (1.0, "owner", "street")
    assert hit["annotation"] == busy.get("/inputs/one/annotations/a").json["annotation"]
    assert hit["input"] == busy.get("/inputs/one").json["input"]
    assert hit["input"]["data"]["image"]["url"].endswith("/inputs/one/image")
    assert len(answer.json["id"]) == 32
    assert answer.json["searches"] == [{"query": {"filters": [{"annotation": {"id": "a"}}]}}]


def test_pages_meet_every_hit_once(busy: Script) -> None:
    def page(path: str, **pagination: Any) -> list[Json]:
        answer = busy.post(path, body({}, pagination=pagination))
        assert answer.verdict == (200, 10000), answer.content
        return list(answer.json["hits"])

    for path, number in (("/annotations/searches", 13), ("/inputs/searches", 3)):
        pages = [page(path, page=turn, per_page=2) for turn in range(1, number // 2 + 3)]
        assert [hit for one in pages for hit in one] == page(path) == page(path, page=0, per_page=1000)
        assert len(page(path)) == number
        assert page(path, page=4294967295, per_page=1000) == page(path, page="9") == []


@pytest.mark.parametrize("path", ["/annotations/searches", "/inputs/searches"])
def test_hits_are_read_to_their_end_by_cursor(busy: Script, path: str) -> None:
    found, cursor = [], ""
    while cursor is not None:
        answer = busy.post(path, body({}, pagination={"per_page": 2, "cursor": cursor})).json
        found += answer["hits"]
        cursor = answer.get("next_cursor")

    assert found == busy.post(path, body({})).json["hits"]


BAD: list[tuple[Json, int]] = [
    ({}, 40002), ({"searches": []}, 40002), ({"searches": [{}, {}]}, 40002), ({"searches": [{"save": True}]}, 10040),
    ({"searches": "x"}, 11100), ({"searches": [None]}, 11100), (body(None), 11100), (body(*[{}] * 21), 40002),
    (body(pagination={"per_page": 1001}), 11102), (body(pagination={"page": -1}), 11102),
    (body(pagination={"page": 2**32}), 11102), (body(pagination={"cursor": "x"}), 11102),
    (body(pagination={"cursor": "", "page": 1}), 11102),
    (body(pagination={"page": "x"}), 11100), (body(pagination=[]), 11100),
    ({"searches": [{"query": {"ranks": [{"annotation": {"data": {"concepts": [{"id": "tree"}]}}}]}}]}, 40002),
    ({"searches": [{"query": {"ranks": [{"annotation": {"data": {"image": {"url": "https://a.b/c"}}}}]}}]}, 40002),
    ({"searches": [{"query": {"ranks": [{"annotation": {"data": {"text": {"raw": "dog"}}}}]}}]}, 40002),
    ({"searches": [{"query": {"ands": [{"output": {}}]}}]}, 40002),
    (body({"annotation": {"status": {"code": "NO_SUCH"}}}), 11100), (body({"annotation": {"trusted": 1}}), 11100),
    (body({"annotation": {"user_id": "a", "worker": {"user": {"id": "b"}}}}), 40002),
    (body({"last_updated_time_range": {"start_time": "yesterday"}}), 11100),
    (body({"last_updated_time_range": {"start_time": "9999-12-31T23:59:59-01:00"}}), 11100),
    (body({"last_updated_time_range": {"end_time": "0001-01-01T00:00:00+01:00"}}), 11100),
    (body({"input": {"data": {"image": {"url": "https://example.com/a.jpg"}}}}), 40002),
    (body({"input": {"data": {"concepts": [{"id": "tree"}]}}}), 40002),
    *((body(data(**members)), 40002) for members in [
        {"concepts": [{}]}, {"concepts": [{"id": "tree", "value": 1.5}]},
        {"concepts": [{"id": "tree", "value": "NaN"}]},
        {"concepts": [{"id": "x"}] * 1001}, {"image": {}}, {"text": {"raw": "word"}}, {"clusters": [{"id": "c"}]},
        {"frames": [{"frame_info": {"number": 5}}]}, {"time_segments": [{"time_info": {"begin_time": 1}}]},
        {"regions": [{"data": {"metadata": {"a": 1}}}]}, {"regions": [{}] * 21}, {"metadata": {"a": "x" * 70000}},
        {"geo": {"geo_point": {"latitude": 1, "longitude": 1}}},
        {"geo": {"geo_limit": {"type": "withinMiles", "value": 1}}},
        {"geo": {"geo_point": {"latitude": 91}, "geo_limit": {"type": "withinMiles", "value": 1}}},
        {"geo": {"geo_point": {}, "geo_limit": {"type": "withinParsecs", "value": 1}}},
        {"geo": {"geo_point": {}, "geo_limit": {"type": "withinMiles", "value": "NaN"}}},
        {"geo": {"geo_box": [{"geo_point": {}}]}}, {"metadata": {"a": "\x01"}},
    ]),
]  # fmt: skip


@pytest.mark.parametrize("path", ["/annotations/searches", "/inputs/searches"])
@pytest.mark.parametrize(("sent", "code"), BAD, ids=lambda one: str(one)[:80])
def test_what_cannot_be_asked_is_refused_and_never_ignored(busy: Script, path: str, sent: Json, code: int) -> None:
    before = everything()

    answer = busy.post(path, sent)

    assert answer.code == code, answer.content
    assert answer.http == (501 if code == 10040 else 400)
    assert answer.json["hits"] == []
    assert answer.details
    assert everything() == before


def test_ranks_that_say_nothing_and_ignored_members_change_nothing(busy: Script) -> None:
    search = {
        "query": {"ranks": [{"annotation": {"data": {}}}, {}],
                  "filters": [{"annotation": {"id": "a"}}], "language": "en"},
        "algorithm": "nearest_neighbor", "metric": "EUCLIDEAN_DISTANCE", "min_value": 0.5,
        "as_of": "2024-01-01T00:00:00Z",
        "name": "mine", "visibility": {"gettable": 10}, "save": False,
    }  # fmt: skip

    assert letters(busy.post("/annotations/searches", {"searches": [search]})) == "a"


def test_another_apps_annotations_are_never_found(busy: Script, team: Team) -> None:
    other = make_app(make_user("outsider"), "other")
    foreign = make_input(other, "foreign")
    make_annotation(other, foreign, id="x", task_id="t1", data=box("tree", region_id="r-span"))

    for wanted in (
        {},
        {"annotation": {"id": "x"}},
        {"annotation": {"input_id": "foreign"}},
        {"annotation": {"user_id": "outsider"}},
    ):
        assert "x" not in letters(busy.post("/annotations/searches", body(wanted)))
        assert "foreign" not in str(busy.post("/inputs/searches", body(wanted)).json["hits"])
    assert letters(busy.post("/annotations/searches", body({"annotation": {"task_id": "t1"}}))) == "a"


def test_blind_annotator_finds_others_work_after_their_own(team: Team) -> None:
    team.app.change(blind=True)
    here, there = make_input(team.app, "here"), make_input(team.app, "there")
    make_annotation(team.app, here, id="theirs", data=box("cat"))
    make_annotation(team.app, there, id="machine", model="v1", data=box("cat"))
    script, wanted = script_of(team.annotator), body(data(concepts=[{"id": "cat"}]))
    hidden = body({**data(concepts=[{"id": "cat"}]), "negate": True})

    def found(asked: Json) -> tuple[list[str], list[str]]:
        annotations = script.post(path_of(team.app, "/annotations/searches"), asked).json["hits"]
        inputs = script.post(path_of(team.app, "/inputs/searches"), asked).json["hits"]
        return [hit["annotation"]["id"] for hit in annotations], [hit["input"]["id"] for hit in inputs]

    assert found(wanted) == (["machine"], ["there"])
    assert found(hidden) == ([], ["here"])
    make_annotation(team.app, here, id="mine", user=team.annotator, data=box("dog"), status=Status.AWAITING_REVIEW)
    assert found(wanted) == (["theirs", "machine"], ["here", "there"])


@pytest.mark.parametrize(
    ("path", "scopes", "http"),
    [("/annotations/searches", ["Search", "Annotations:Get", "Inputs:Get"], 200),
     ("/annotations/searches", ["Annotations:Get", "Inputs:Get"], 403),
     ("/annotations/searches", ["Search", "Inputs:Get"], 403),
     ("/annotations/searches", ["Search", "Annotations:Get"], 403),
     ("/inputs/searches", ["Search", "Annotations:Get", "Inputs:Get"], 200), ("/inputs/searches", ["Inputs:Get"], 403),
     ("/inputs/searches", ["Search", "Inputs:Get"], 403), ("/inputs/searches", ["Search", "Annotations:Get"], 403)],
)  # fmt: skip
def test_key_needs_the_scopes_of_all_that_a_search_shows(
    team: Team, busy: Script, path: str, scopes: list[str], http: int
) -> None:
    script = script_of(team.owner, team.app, scopes=scopes)

    answer = script.post(path, body({"annotation": {"user_id": "owner"}}))

    assert answer.http == http
    assert answer.code == (10000 if http == 200 else 11007)


def test_inputs_are_found_by_what_they_are_without_the_scope_of_annotations(team: Team, busy: Script) -> None:
    script = script_of(team.owner, team.app, scopes=["Search", "Inputs:Get"])

    assert script.post("/inputs/searches", body({"input": {"status": {"code": 30000}}})).http == 200
