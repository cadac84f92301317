"""The requests that the official clients and the documentation send, word for word, against a team at work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest

from annotations_app.models import Annotation, AnnotationTrack, Collaborator, Concept, InputsAddJob, User
from tests.api.asking import Answer, Script, script_of
from tests.conftest import Team
from tests.make import box, make_annotation, make_input, make_user

Line = dict[str, Any]

LINES: list[Line] = [
    msgspec.json.decode(line) for line in (Path(__file__).parent / "recorded-requests.jsonl").read_bytes().splitlines()
]

#: Known calls that this product does not have.
UNBUILT = {
    "post_tasks", "list_tasks", "put_task_assignments_label_start", "put_task_assignments_review_approve",
}  # fmt: skip
#: The codes of unreadable statuses, of a mask that is no PNG, and of pictures that are none.
REFUSED = {
    "list_by_status": (400, 11102),
    "post_mask": (400, 10020),
    "post_inputs_bytes": (400, 10020),
}
PLACES = {
    "YOUR_INPUT_ID": "one", "YOUR_INPUT_ID_1": "one", "YOUR_INPUT_ID_2": "two", "YOUR_ANNOTATION_ID": "a-one",
    "YOUR_ANNOTATION_ID_1": "a-one", "YOUR_ANNOTATION_ID_2": "a-two", "REGION_ID": "r-one", "REGION_ID_1": "r-one",
    "REGION_ID_2": "r-other", "USER_ID": "owner", "USER_ID_1": "annotator", "USER_ID_2": "reviewer", "APP_ID": "street",
    "CONCEPT_ID": "tree", "CONCEPT_ID_PART": "re", "CONCEPT_NAME": "Baum", "MODEL_VERSION_ID": "v1",
    "MODEL_VERSION_ID_1": "v1", "MODEL_VERSION_ID_2": "v2", "IMAGE_URL": "https://example.com/picture.jpg",
}  # fmt: skip
#: Calls that a key of one app cannot do.
BY_TOKEN = {"post_apps", "list_keys", "post_keys"}
FRESH = {
    "post_apps": {"APP_ID": "new"},
    "post_collaborators": {"USER_ID_2": "newcomer"},
    "post_metadata_and_info": {"YOUR_ANNOTATION_ID": "a-new"},
    "post_inputs_bytes": {"YOUR_INPUT_ID": "new"},
    "post_annotation_tracks": {"TRACK_ID": "new"},
    "post_concepts_create": {"CONCEPT_ID": "new"},
}


@pytest.fixture
def script(team: Team) -> Script:
    """Put a team to work: two inputs, three regions, a model, some concepts. Return a script of the owner."""
    one, two = make_input(team.app, "one"), make_input(team.app, "two")
    make_annotation(team.app, one, id="a-one", data=box("tree", region_id="r-one"))
    make_annotation(team.app, one, id="a-other", data=box("bike", region_id="r-other"))
    make_annotation(team.app, two, id="a-two", data=box("tree", region_id="r-two"))
    make_annotation(team.app, two, model="v1", id="a-model", data=box("tree"))
    make_user("newcomer")
    InputsAddJob.objects.create(app=team.app, public_id="job_id")
    AnnotationTrack.objects.create(app=team.app, input=one, public_id="track_id", user=team.owner)
    return script_of(team.owner, team.app)


def play(line: Line, script: Script) -> Answer:
    """Send one recorded request."""
    places = {**PLACES, **FRESH.get(line["name"], {})}
    places["COLLABORATOR_ID"] = str(Collaborator.objects.get(user__handle="annotator").pk)
    if line["name"] in BY_TOKEN:
        script = script_of(User.objects.get(handle="owner"))

    def filled(text: str) -> str:
        return re.sub(r"\{([A-Z][A-Z_0-9]*)\}", lambda found: places.get(found[1], found[1].lower()), text)

    query = filled(urlencode(line["query"], doseq=True, safe="{}"))
    body = None if line["body"] is None else filled(msgspec.json.encode(line["body"]).decode())
    kind = line["headers"].get("content-type", "")
    return script.ask(line["method"], filled(line["path"]).removeprefix("/v2") + f"?{query}", body, content_type=kind)


def test_all_recorded_requests_are_here() -> None:
    assert len(LINES) == 104


@pytest.mark.parametrize("line", LINES, ids=[line["name"] for line in LINES])
def test_recorded_request_is_answered_as_the_contract_says(line: Line, script: Script) -> None:
    answer = play(line, script)

    expected = (501, 10040) if line["name"] in UNBUILT else REFUSED.get(line["name"], (200, 10000))
    assert answer.verdict == expected, answer.content
    assert next(iter(answer.json)) == "status"


def line_named(name: str) -> Line:
    """Return one recorded request."""
    return next(line for line in LINES if line["name"] == name)


def test_absent_edges_of_a_box_are_zero(script: Script) -> None:
    answer = play(line_named("post_bounding_boxes"), script)

    box_out = answer.json["annotations"][0]["data"]["regions"][0]["region_info"]["bounding_box"]
    assert box_out == {"top_row": 0, "left_col": 0, "bottom_row": 0.5, "right_col": 0.5}


def test_patch_of_the_status_alone_leaves_the_data(script: Script) -> None:
    before = script.get("/inputs/one/annotations/a-one").json["annotation"]

    after = play(line_named("patch_status_merge"), script).json["annotations"][0]

    assert after["data"] == before["data"]


def test_overwritten_region_has_the_new_place_and_only_the_new_concept(script: Script) -> None:
    answer = play(line_named("patch_region_coordinates_overwrite"), script)

    (region,) = answer.json["annotations"][0]["data"]["regions"]
    assert region["region_info"]["bounding_box"]["top_row"] == 0.5
    assert [concept["id"] for concept in region["data"]["concepts"]] == ["bike"]
    assert region["id"] not in ("", "r-one")


def test_bulk_delete_by_inputs_leaves_input_level_annotations(script: Script) -> None:
    play(line_named("curl_delete_bulk_by_input_ids"), script)

    assert not Annotation.objects.filter(input_level=False).exists()
    assert Annotation.objects.filter(input_level=True).count() == 2


def test_value_0_of_a_new_concept_is_ignored(script: Script) -> None:
    answer = play(line_named("post_concepts_create"), script)

    assert answer.json["concepts"][0]["id"] == "new"
    assert Concept.objects.get(public_id="new").name == "Baum"
