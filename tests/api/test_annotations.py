"""Posting, reading, patching and deleting annotations."""

from __future__ import annotations

from annotations_app.models import Input
from tests.api.asking import Script
from tests.conftest import Team

BOX = {"bounding_box": {"top_row": 0.1, "left_col": 0.2, "bottom_row": 0.5, "right_col": 0.6}}


def test_posted_box_comes_back_as_it_was_sent(team: Team, script: Script, picture: Input) -> None:
    concepts = [{"id": "tree"}, {"id": "water", "value": 0}]
    sent = {"input_id": "picture", "data": {"regions": [{"region_info": BOX, "data": {"concepts": concepts}}]}}

    answer = script.post("/annotations", {"annotations": [sent]})

    assert answer.verdict == (200, 10000), answer.content
    (made,) = answer.json["annotations"]
    (region,) = made["data"]["regions"]
    assert region["region_info"] == BOX
    assert [(one["id"], one["value"], one["name"]) for one in region["data"]["concepts"]] == [
        ("tree", 1, "tree"),
        ("water", 0, "water"),
    ]
    assert made["user_id"] == made["worker"]["user"]["id"] == "owner"
    assert made["status"] == {"code": 24150, "description": "Annotation success"}
    read = script.get(f"/inputs/picture/annotations/{made['id']}")
    assert read.json["annotation"] == made
    assert read.headers["ETag"] == answer.headers["ETag"]
    assert script.get("/annotations").json["annotations"] == [made]
