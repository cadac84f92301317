"""Tracks: stored, listed, overwritten and deleted with their input, and who sees and changes whose."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import AnnotationTrack, Concept, Input, Status
from tests.api.asking import Answer, Json, Script, everything, path_of, script_of
from tests.api.test_rights import FINE, NOT_MINE, ROLES, SCOPE
from tests.conftest import Team
from tests.make import make_annotation, make_app, make_input, make_user

PATH = "/inputs/film/annotation_tracks"
TRACK = {
    "id": "t1", "concept": {"id": "tree", "value": 0.5}, "start_frame_nr": 1, "end_frame_nr": 50, "start_frame_ms": 40,
    "end_frame_ms": 2000, "sample_rate_ms": 40, "sample_rate_frame": 1,
}  # fmt: skip


@pytest.fixture
def film(team: Team) -> Input:
    """Return a film."""
    return make_input(team.app, "film", media_type="video/mp4")


def post(script: Script, *tracks: Json) -> Answer:
    """Store tracks of the film."""
    return script.post(PATH, {"annotation_tracks": tracks})


def patch(script: Script, *tracks: Json) -> Answer:
    """Overwrite tracks of the film."""
    return script.patch(PATH, {"action": "overwrite", "annotation_tracks": tracks})


def ids(script: Script, query: str = "") -> list[str]:
    """List the ids of the film's tracks."""
    answer = script.get(f"{PATH}?{query}")
    assert answer.verdict == FINE
    return [one["id"] for one in answer.json["annotation_tracks"]]


def test_track_comes_back_as_it_was_sent(script: Script, film: Input) -> None:
    made = post(script, TRACK, {"status": {"code": "ANNOTATION_TRACK_PENDING"}, "start_frame_nr": "7"})

    assert made.verdict == FINE
    first, second = made.json["annotation_tracks"]
    assert {name: first[name] for name in TRACK if name != "concept"} == {
        name: value for name, value in TRACK.items() if name != "concept"
    }
    assert first["concept"] == {"id": "tree", "name": "tree", "value": 0.5, "app_id": "street"}
    assert (first["input_id"], first["status"]) == ("film", {"code": 24300, "description": "Annotation track idle"})
    assert first["created_at"] <= first["modified_at"]
    assert (len(second["id"]), second["status"]["code"], second["start_frame_nr"]) == (32, 24302, 7)
    assert not {"concept", "end_frame_nr"} & set(second)
    assert script.get(PATH).json["annotation_tracks"] == [first, second]
    assert Concept.objects.get().public_id == "tree"


def test_concept_of_a_track_is_known_by_its_name_and_renamed_with_it(team: Team, script: Script, film: Input) -> None:
    Concept.objects.create(app=team.app, public_id="tree", name="Baum")

    made = post(script, {"concept": {"name": "Baum"}}).json["annotation_tracks"][0]
    Concept.objects.update(name="Arbre")

    assert (made["concept"]["id"], made["concept"]["value"]) == ("tree", 1)
    assert script.get(PATH).json["annotation_tracks"][0]["concept"]["name"] == "Arbre"


def test_same_track_again_changes_nothing_and_another_is_refused(script: Script, film: Input) -> None:
    first = post(script, TRACK)
    patch(script, {"id": "t1", "status": {"code": 24303}})
    before = everything()

    again = post(script, TRACK)
    other = post(script, {**TRACK, "end_frame_nr": 51, "concept": {"id": "fresh"}})

    assert again.json["annotation_tracks"][0]["status"]["code"] == 24303
    assert again.json["annotation_tracks"][0]["created_at"] == first.json["annotation_tracks"][0]["created_at"]
    assert other.verdict == (400, 24155)
    assert "annotation_tracks[0].id: another track 't1'" in other.details
    assert everything() == before


BAD: list[tuple[Json, tuple[int, int], str]] = [
    ({"id": "a/b"}, (400, 24155), "annotation_tracks[1].id: "),
    ({"id": "x" * 129}, (400, 24155), "annotation_tracks[1].id: "),
    ({"id": "t1"}, (400, 24155), "annotation_tracks[1].id: 't1' stands twice"),
    ({"input_id": "other"}, (400, 24155), "annotation_tracks[1].input_id: "),
    ({"concept": {}}, (400, 24155), "annotation_tracks[1].concept.id: "),
    ({"concept": {"id": "a/b"}}, (400, 24155), "annotation_tracks[1].concept.id: "),
    ({"concept": {"id": "a", "value": 1.5}}, (400, 24155), "annotation_tracks[1].concept.value: "),
    ({"concept": {"id": "a", "value": "NaN"}}, (400, 24155), "annotation_tracks[1].concept.value: "),
    ({"status": {"code": 24150}}, (400, 24155), "annotation_tracks[1].status.code: "),
    ({"status": {"code": "NO_SUCH"}}, (400, 11100), "annotation_tracks[1].status.code"),
    ({"start_frame_nr": -1}, (400, 24155), "annotation_tracks[1].start_frame_nr: "),
    ({"sample_rate_ms": 2**32}, (400, 24155), "annotation_tracks[1].sample_rate_ms: "),
    ({"start_frame_nr": 5, "end_frame_nr": 4}, (400, 24155), "annotation_tracks[1].end_frame_nr: "),
    ({"start_frame_ms": 5, "end_frame_ms": 4}, (400, 24155), "annotation_tracks[1].end_frame_ms: "),
    ({"end_frame_ms": 1.5}, (400, 11100), "annotation_tracks[1].end_frame_ms"),
    ({"end_frame_ms": "soon"}, (400, 11100), "annotation_tracks[1].end_frame_ms"),
    ({"end_frame_ms": 1e300}, (400, 11100), "annotation_tracks[1].end_frame_ms"),
    ({"concept": "tree"}, (400, 11100), ""),
]


@pytest.mark.usefixtures("film")
@pytest.mark.parametrize(("bad", "verdict", "said"), BAD, ids=[str(row[0])[:50] for row in BAD])
def test_one_bad_track_stores_none(script: Script, bad: Json, verdict: tuple[int, int], said: str) -> None:
    before = everything()

    answer = post(script, TRACK, bad)

    assert answer.verdict == verdict, answer.content
    assert said in answer.details
    assert answer.json["annotation_tracks"] == []
    assert everything() == before


@pytest.mark.usefixtures("film")
@pytest.mark.parametrize(("bad", "verdict", "said"), BAD[3:], ids=[str(row[0])[:50] for row in BAD[3:]])
def test_one_bad_change_of_a_track_changes_none(script: Script, bad: Json, verdict: tuple[int, int], said: str) -> None:
    post(script, TRACK, {"id": "t2", "start_frame_nr": 1})
    before = everything()

    answer = patch(script, {"id": "t1", "concept": {"id": "fresh"}}, {"id": "t2", **bad})

    assert answer.verdict == verdict, answer.content
    assert said in answer.details
    assert everything() == before


@pytest.mark.usefixtures("film")
def test_unknown_tracks_and_inputs_change_nothing(script: Script) -> None:
    post(script, TRACK)
    before = everything()

    assert patch(script, {"id": "t1", "end_frame_nr": 60}, {"id": "t9"}).verdict == (404, 11101)
    assert patch(script, {}).verdict == (404, 11101)
    for some in (["t1", "t9"], ["*"], [""]):
        assert script.delete(PATH, {"ids": some}).verdict == (404, 11101)
    for verb, body in (
        ("GET", None), ("POST", {"annotation_tracks": [TRACK]}), ("DELETE", {"ids": ["t1"]}),
        ("PATCH", {"action": "overwrite", "annotation_tracks": [{"id": "t1"}]}),
    ):  # fmt: skip
        assert script.ask(verb, "/inputs/nothing/annotation_tracks", body).verdict == (404, 11101)
    assert script.delete(PATH, {}).verdict == script.delete(PATH, {"ids": ["t1"] * 129}).verdict == (400, 11102)
    assert post(script).verdict == post(script, *[{}] * 129).verdict == patch(script).verdict == (400, 11102)
    for action in ("", None, "merge", "remove"):
        body = {"action": action, "annotation_tracks": [{"id": "t1", "end_frame_nr": 60}]}
        assert script.patch(PATH, body).verdict == (400, 11102)
    assert everything() == before


def test_patch_overwrites_what_it_names_and_leaves_the_rest(script: Script, film: Input) -> None:
    before = post(script, TRACK).json["annotation_tracks"][0]

    after = patch(
        script, {"id": "t1", "start_frame_nr": 0, "concept": {"id": "bike"}}, {"id": "t1", "status": {"code": 24303}}
    ).json["annotation_tracks"]

    assert after[0] == after[1]
    assert (after[0]["concept"]["id"], after[0]["concept"]["value"], after[0]["status"]["code"]) == ("bike", 1, 24303)
    assert "start_frame_nr" not in after[0]
    assert (after[0]["end_frame_nr"], after[0]["created_at"]) == (50, before["created_at"])
    assert after[0]["modified_at"] > before["modified_at"]


def test_tracks_are_filtered_paged_and_deleted(team: Team, script: Script, film: Input) -> None:
    make_input(team.app, "other")
    post(script, *({"id": f"t{number}"} for number in range(5)))
    script.post("/inputs/other/annotation_tracks", {"annotation_tracks": [{"id": "t1"}]})

    assert ids(script) == ["t0", "t1", "t2", "t3", "t4"]
    assert ids(script, "ids=t3&ids=t1&ids=t9") == ["t1", "t3"]
    assert ids(script, "page=2&per_page=2") == ["t2", "t3"]
    assert ids(script, "page=9") == []
    assert script.get(f"{PATH}?per_page=1001").verdict == (400, 11102)

    assert script.delete(PATH, {"ids": ["t1", "t3", "t1"]}).verdict == FINE
    by_body = {"input_id": "film", "ids": ["t0"]}
    assert script.delete(path_of(team.app, "/annotation_tracks"), by_body).verdict == FINE
    assert ids(script) == ["t2", "t4"]
    assert AnnotationTrack.objects.filter(public_id="t1").count() == 1


def test_tracks_go_with_their_input_and_with_their_app(team: Team, script: Script, film: Input) -> None:
    make_input(team.app, "other")
    post(script, TRACK)
    script.post("/inputs/other/annotation_tracks", {"annotation_tracks": [TRACK]})

    assert script.delete("/inputs/film").verdict == FINE
    assert AnnotationTrack.objects.count() == 1
    assert script.delete(path_of(team.app)).verdict == FINE
    assert not AnnotationTrack.objects.exists()


CALLS: list[tuple[str, Any, tuple[tuple[int, int], ...]]] = [
    ("GET", None, (FINE,) * 5),
    ("POST", {"annotation_tracks": [{"id": "fresh", "concept": {"id": "new"}}]}, (FINE, FINE, FINE, FINE, SCOPE)),
    ("PATCH", {"action": "overwrite", "annotation_tracks": [{"id": "of-annotator", "end_frame_nr": 5}]},
     (FINE, FINE, NOT_MINE, FINE, SCOPE)),
    ("PATCH", {"action": "overwrite", "annotation_tracks": [{"id": "of-annotator"}, {"id": "of-owner"}]},
     (FINE, FINE, NOT_MINE, NOT_MINE, SCOPE)),
    ("DELETE", {"input_id": "film", "ids": ["of-annotator"]}, (FINE, FINE, NOT_MINE, FINE, SCOPE)),
    ("DELETE", {"input_id": "film", "ids": ["of-annotator", "of-owner"]}, (FINE, FINE, NOT_MINE, NOT_MINE, SCOPE)),
]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", CALLS, ids=[f"{row[0]} {str(row[1])[:60]}" for row in CALLS])
def test_own_tracks_are_changed_by_their_maker_and_all_by_managers(
    team: Team, film: Input, role: str, row: tuple[str, Any, tuple[tuple[int, int], ...]]
) -> None:
    verb, body, verdicts = row
    for person in (team.owner, team.annotator):
        AnnotationTrack.objects.create(app=team.app, input=film, public_id=f"of-{person.handle}", user=person)
    asking, before = script_of(team.everybody()[role]), everything()

    answer = asking.ask(verb, path_of(team.app, "/annotation_tracks" if verb == "DELETE" else PATH), body)

    expected = verdicts[ROLES.index(role)]
    assert answer.verdict == expected, answer.content
    assert (everything() == before) == (expected != FINE or verb == "GET")


def test_blind_app_hides_others_tracks_until_ones_own_work_is_submitted(team: Team, film: Input) -> None:
    team.app.change(blind=True)
    AnnotationTrack.objects.create(app=team.app, input=film, public_id="of-owner", user=team.owner)
    asking, path = script_of(team.annotator), path_of(team.app, PATH)
    asking.post(path, {"annotation_tracks": [{"id": "mine"}]})

    def seen() -> list[str]:
        return [one["id"] for one in asking.get(path).json["annotation_tracks"]]

    body = {"action": "overwrite", "annotation_tracks": [{"id": "of-owner"}]}
    assert seen() == ["mine"]
    assert asking.patch(path, body).verdict == (404, 11101)
    make_annotation(team.app, film, user=team.annotator, status=Status.AWAITING_REVIEW)
    assert seen() == ["of-owner", "mine"]
    assert asking.patch(path, body).verdict == NOT_MINE


def test_tracks_of_another_app_are_unknown(team: Team, script: Script, film: Input) -> None:
    outsider = make_user("outsider")
    other = make_app(outsider, "other")
    AnnotationTrack.objects.create(app=other, input=make_input(other, "film"), public_id="foreign", user=outsider)
    before = everything()

    assert ids(script, "ids=foreign") == []
    assert patch(script, {"id": "foreign"}).verdict == script.delete(PATH, {"ids": ["foreign"]}).verdict == (404, 11101)
    assert script_of(outsider).get(path_of(team.app, PATH)).verdict == (404, 11101)
    assert everything() == before


def test_many_tracks_cost_as_many_statements_as_one(script: Script, film: Input) -> None:
    post(script, {"concept": {"id": "tree"}})
    counts = []

    for number in (1, 128):
        names = [f"n{number}-{one}" for one in range(number)]
        for ask in (post, patch):
            with CaptureQueriesContext(connection) as caught:
                assert ask(script, *({"id": name, "concept": {"id": "tree"}} for name in names)).verdict == FINE
            counts.append(len(caught))
        with CaptureQueriesContext(connection) as caught:
            script.get(f"{PATH}?per_page=1000")
        counts.append(len(caught))
        with CaptureQueriesContext(connection) as caught:
            assert script.delete(PATH, {"ids": names}).verdict == FINE
        counts.append(len(caught))

    assert counts[:4] == counts[4:]
