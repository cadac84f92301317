"""Finding concepts by name, counting what they are on, and streaming inputs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from annotations_app.models import Status
from tests.api.asking import Script, path_of, script_of
from tests.conftest import Team
from tests.make import box, make_annotation, make_input

Json = dict[str, Any]
NAMES = {"1": "Palm", "2": "palm tree", "3": "Date palm", "4": "50%_off", "5": "50 off", "6": "a\\b", "7": "Ähre"}


@pytest.fixture
def words(script: Script) -> Script:
    """Fill the vocabulary."""
    concepts = [{"id": public_id, "name": name} for public_id, name in NAMES.items()]
    assert script.post("/concepts", {"concepts": concepts}).http == 200
    return script


def found(script: Script, query: Any, **members: Any) -> str:
    """List the ids of the concepts that a search finds."""
    answer = script.post("/concepts/searches", {"concept_query": query, **members})
    assert answer.verdict == (200, 10000), answer.content
    return "".join(one["id"] for one in answer.json["concepts"])


@pytest.mark.parametrize(
    ("name", "ids"),
    [("palm", "1"), ("PALM", "1"), ("palm*", "12"), ("*palm", "13"), ("*palm*", "123"), ("p*e", "2"), ("*", "1234567"),
     ("", "1234567"), ("pal", ""), ("50%_off", "4"), ("50*off", "45"), ("50_off", ""), ("%", ""), ("a\\b", "6"),
     ("a\\*", "6"),
     ("**palm**", "123"), ("ähre", "7"), ("Ä*", "7"), ("nothing", ""), ("\x00", ""), ("' OR 1=1 --", ""),
     ("*a" * 500 + "x", "")],
)  # fmt: skip
def test_concepts_are_found_by_their_whole_name_with_asterisks(words: Script, name: str, ids: str) -> None:
    assert found(words, {"name": name}) == ids


@pytest.mark.parametrize(("language", "ids"), [("en", "1"), ("", "1"), ("*", "1"), (None, "1"), ("ja", "")])
def test_names_are_in_the_apps_language(words: Script, language: str | None, ids: str) -> None:
    assert found(words, {"name": "palm", "language": language}) == ids


def test_found_concepts_come_in_pages(words: Script) -> None:
    assert found(words, {"name": "*"}, pagination={"page": 2, "per_page": 3}) == "456"
    assert found(words, {"name": "*"}, pagination={"page": 9, "per_page": 3}) == ""
    assert found(words, None) == "1234567"


@pytest.mark.parametrize(
    ("body", "code"),
    [({"concept_query": {"name": "x" * 1025}}, 40002), ({"concept_query": {"name": 5}}, 11100),
     ({"concept_query": []}, 11100), ({"pagination": {"per_page": 1001}}, 11102),
     ({"pagination": {"page": 1.5}}, 11100)],
)  # fmt: skip
def test_bad_search_of_concepts_is_refused(words: Script, body: Json, code: int) -> None:
    answer = words.post("/concepts/searches", body)

    assert answer.verdict == (400, code)
    assert answer.json["concepts"] == []


# --- counts ---------------------------------------------------------------------------------------------------------


def counts(script: Script, path: str = "/concepts/status") -> dict[str, tuple[int, int]]:
    """Return how many inputs each concept is on, and is said not to be on."""
    answer = script.get(path)
    assert answer.verdict == (200, 10000), answer.content
    return {
        one["id"]: (one["concept_type_count"]["positive"], one["concept_type_count"]["negative"])
        for one in answer.json["concept_counts"]
    }


def test_concepts_are_counted_by_inputs(team: Team, script: Script) -> None:
    one, two = make_input(team.app, "one"), make_input(team.app, "two")
    for data in (box("tree"), box("tree"), box("bike", value=0), box("tree", value=0)):
        make_annotation(team.app, one, data=data)
    make_annotation(team.app, two, data=box("tree", value=0.4))
    assert script.post("/concepts", {"concepts": [{"id": "unused", "name": "Never"}]}).http == 200

    assert counts(script) == {"tree": (2, 1), "bike": (0, 1), "unused": (0, 0)}
    assert list(counts(script, "/concepts/status?per_page=1&page=2")) == ["bike"]
    assert counts(script, "/concepts/status?page=9") == {}
    assert script.get("/concepts/status?page=3&per_page=1").json["concept_counts"] == [
        {"id": "unused", "name": "Never", "concept_type_count": {"positive": 0, "negative": 0}}
    ]


def test_blind_annotator_counts_what_they_may_see(team: Team) -> None:
    team.app.change(blind=True)
    here = make_input(team.app, "here")
    make_annotation(team.app, here, user=team.owner, data=box("cat"))
    make_annotation(team.app, here, model="v1", data=box("dog"))
    script, path = script_of(team.annotator), path_of(team.app, "/concepts/status")

    before = counts(script, path)
    make_annotation(team.app, here, user=team.annotator, data=box("dog"), status=Status.AWAITING_REVIEW)

    assert before == {"cat": (0, 0), "dog": (1, 0)}
    assert counts(script, path) == {"cat": (1, 0), "dog": (1, 0)}


# --- streams --------------------------------------------------------------------------------------------------------


@pytest.fixture
def inputs(team: Team, script: Script) -> Script:
    """Add inputs whose ids are not in the order of their age."""
    for name in ("c", "a", "b", "e", "d"):
        make_input(team.app, name)
    return script


@pytest.mark.parametrize(
    ("query", "ids"),
    [("", "cabed"), ("per_page=2", "ca"), ("last_id=a", "bed"), ("last_id=a&per_page=2", "be"), ("last_id=d", ""),
     ("descending=true", "debac"), ("descending=True&last_id=b", "ac"), ("order_by_id=True", "abcde"),
     ("order_by_id=true&last_id=b&per_page=2", "cd"), ("order_by_id=true&descending=true&last_id=d", "cba"),
     ("last_id=", "cabed"), ("per_page=1000", "cabed"), ("per_page=0", "cabed")],
)  # fmt: skip
def test_stream_goes_on_after_the_last_input(inputs: Script, query: str, ids: str) -> None:
    answer = inputs.get(f"/inputs/stream?{query}")

    assert answer.verdict == (200, 10000)
    assert "".join(one["id"] for one in answer.json["inputs"]) == ids


@pytest.mark.parametrize(
    ("query", "http", "code"),
    [("last_id=nothing", 404, 11101), ("last_id=%00", 404, 11101), ("per_page=1001", 400, 11102),
     ("per_page=x", 400, 11102), ("descending=maybe", 400, 11102)],
)  # fmt: skip
def test_bad_stream_is_refused(inputs: Script, query: str, http: int, code: int) -> None:
    answer = inputs.get(f"/inputs/stream?{query}")

    assert answer.verdict == (http, code)
    assert answer.json["inputs"] == []
    assert connection.needs_rollback is False
