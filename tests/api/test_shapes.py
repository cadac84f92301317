"""Every kind of place, frames, stretches of time and free members, there and back."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

from annotations_app.models import Input, Region
from tests.api.asking import Script, everything, path_of, script_of
from tests.conftest import Team

POINTS = [
    {"row": 0.1, "col": 0.2},
    {"row": 0, "col": 0.5, "z": 0.5, "visibility": 1},
    {"row": 0.9, "col": 0.25, "visibility": 3},
]
PLACES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"bounding_box": {"bottom_row": 1, "right_col": 1}},
    {"bounding_box": {"top_row": 0, "left_col": 0, "bottom_row": 1, "right_col": 1}}),
    ({"polygon": {"points": [{}, {"col": 0.5}, {"row": "0.5", "col": 0.25, "visibility": "VISIBLE"}]}},
     {"polygon": {"points": [{"row": 0, "col": 0}, {"row": 0, "col": 0.5},
     {"row": 0.5, "col": 0.25, "visibility": 1}]}}),
    ({"polygon": {"points": POINTS}}, {"polygon": {"points": POINTS}}),
    ({"point": {}}, {"point": {"row": 0, "col": 0}}),
    ({"span": {"char_end": 5, "raw_text": "hello"}}, {"span": {"char_start": 0, "char_end": 5, "raw_text": "hello"}}),
    ({"token": {"char_start": "6", "char_end": 11.0}}, {"token": {"char_start": 6, "char_end": 11}}),
    ({"keypoint_locations": POINTS}, {"keypoint_locations": POINTS}),
    ({"keypoint_locations": POINTS[:1], "bounding_box": {"bottom_row": 0.5, "right_col": 0.5}},
     {"keypoint_locations": POINTS[:1],
     "bounding_box": {"top_row": 0, "left_col": 0, "bottom_row": 0.5, "right_col": 0.5}}),
]  # fmt: skip


def there_and_back(script: Script, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Post an annotation and return it as it is read again."""
    sent = {"input_id": "picture", "data": data, **more}
    posted = script.post("/annotations", {"annotations": [sent]})
    assert posted.verdict == (200, 10000), posted.content
    made = posted.json["annotations"][0]
    again = script.post("/annotations", {"annotations": [{**sent, "id": made["id"]}]})
    assert again.json["annotations"] == [made]
    read = script.get(f"/inputs/picture/annotations/{made['id']}").json["annotation"]
    assert read == made
    return dict(read)


@pytest.mark.parametrize(("sent", "stored"), PLACES, ids=lambda place: repr(place)[:40])
def test_place_comes_back(script: Script, picture: Input, sent: dict[str, Any], stored: dict[str, Any]) -> None:
    region = {"region_info": sent, "value": 0.7, "track_id": "t", "data": {"metadata": {"a": []}, "text": {"raw": "x"}}}

    made = there_and_back(script, {"regions": [region]})

    (out,) = made["data"]["regions"]
    assert out["region_info"] == stored
    assert (out["value"], out["track_id"], out["data"]) == (0.7, "t", region["data"])
    assert len(out["id"]) == 32


def test_frame_comes_back_with_its_time(script: Script, picture: Input) -> None:
    region = {"region_info": PLACES[0][0], "data": {"concepts": [{"id": "tree"}]}}
    frame = {
        "frame_info": {"time": "1000", "number": 25},
        "data": {"regions": [region], "concepts": [{"id": "bike", "value": 0}]},
    }

    made = there_and_back(script, {"frames": [frame]})

    (out,) = made["data"]["frames"]
    assert out["frame_info"] == {"index": 0, "time": 1000, "number": 25}
    assert out["data"]["regions"][0]["region_info"] == PLACES[0][1]
    assert out["data"]["regions"][0]["data"]["concepts"][0]["id"] == "tree"
    assert out["data"]["concepts"][0]["value"] == 0
    assert "regions" not in made["data"]


def test_free_members_come_back_as_sent(script: Script, picture: Input) -> None:
    free = {"empty": {}, "list": [], "null": None, "n": 1.5, "deep": {"a": [1, True, None, {"b": "ü"}]}, "camelCase": 1}
    segment = {"id": "s", "time_info": {"num_frames": 18, "begin_time": 1.5, "end_time": 2.25}}
    data = {
        "concepts": [{"id": "b"}, {"id": "a", "value": 0.25}], "metadata": free, "text": {"raw": "two\nlines"},
        "geo": {"geo_point": {"longitude": 8.5}},
        "time_segments": [{**segment, "data": {"concepts": [{"id": "tree"}]}}],
    }  # fmt: skip

    made = there_and_back(script, data, annotation_info={**free, "task_id": "t9"}, embed_model_version_id="e")

    assert made["data"]["metadata"] == free
    assert made["annotation_info"] == {**free, "task_id": "t9"}
    assert made["task_id"] == "t9"
    assert made["embed_model_version_id"] == "e"
    assert [(one["id"], one["value"]) for one in made["data"]["concepts"]] == [("b", 1), ("a", 0.25)]
    assert made["data"]["geo"] == {"geo_point": {"longitude": 8.5, "latitude": 0}}
    concept = {"id": "tree", "value": 1}
    assert made["data"]["time_segments"] == [{**segment, "data": {"concepts": [concept]}}]
    assert made["data"]["text"] == {"raw": "two\nlines"}
    assert "names" not in made


def test_empty_annotation_leaves_its_members_out(script: Script, picture: Input) -> None:
    made = there_and_back(script, {}, status={"code": "ANNOTATION_PENDING"})

    expected = {"id", "input_id", "status", "user_id", "trusted", "worker", "created_at", "modified_at"}
    assert set(made) == expected
    assert made["created_at"].endswith("Z")
    assert len(made["created_at"]) <= len("2006-01-02T15:04:05.999999Z")


def test_models_and_workflows_are_shown_in_both_forms(script: Script, picture: Input) -> None:
    model = there_and_back(script, {}, model_version_id="v1")
    named = there_and_back(script, {}, worker={"model": {"id": "m", "model_version": {"id": "v2"}}})
    flow = there_and_back(script, {}, worker={"workflow": {"id": "f", "version": {"id": "w1"}}})

    assert model["worker"] == {"model": {"model_version": {"id": "v1"}}}
    assert (named["model_version_id"], named["worker"]["model"]["id"]) == ("v2", "m")
    assert flow["worker"] == {"workflow": {"id": "f", "version": {"id": "w1"}}}
    assert "trusted" not in model
    assert "user_id" not in flow


def png(colour: str = "white") -> bytes:
    """Make a small PNG."""
    kept = io.BytesIO()
    Image.new("1", (8, 6), colour).save(kept, "PNG")
    return kept.getvalue()


def test_mask_comes_back_as_an_address_that_the_key_opens(team: Team, script: Script, picture: Input) -> None:
    encoded = base64.urlsafe_b64encode(png()).decode().rstrip("=")

    made = there_and_back(script, {"regions": [{"region_info": {"mask": {"image": {"base64": encoded}}}}]})
    image = made["data"]["regions"][0]["region_info"]["mask"]["image"]
    by_url = there_and_back(script, {"regions": [{"region_info": {"mask": {"image": image}}}]})

    assert list(image) == ["url"]
    path = image["url"].removeprefix("http://testserver/v2")
    assert raw(script, path) == (200, png())
    assert raw(Script(), path)[0] == 401
    assert by_url["data"]["regions"][0]["region_info"]["mask"]["image"] == image
    assert script.get(path_of(team.app, "/masks/nothing.png")).verdict == (404, 11101)


def raw(script: Script, path: str, **headers: str) -> tuple[int, bytes]:
    """GET a file."""
    response = script.client.get(f"/v2{path}", **{**script.headers, **headers})  # type: ignore[arg-type]
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, content


def test_mask_of_a_refused_call_is_not_kept(team: Team, script: Script, picture: Input) -> None:
    mask = {"mask": {"image": {"base64": base64.b64encode(png("black")).decode()}}}
    good, bad = ({"input_id": name, "data": {"regions": [{"region_info": mask}]}} for name in ("picture", "nothing"))

    answer = script.post("/annotations", {"annotations": [good, bad]})

    assert answer.item_codes() == [24152, 24155]
    assert b'"base64":' not in answer.content


def picture_of(size: tuple[int, int] = (40, 30), kind: str = "JPEG") -> str:
    """Make a picture as base64."""
    kept = io.BytesIO()
    Image.new("RGB", size, "teal").save(kept, kind)
    return base64.b64encode(kept.getvalue()).decode()


def test_inputs_are_judged_one_by_one(team: Team, script: Script, django_capture_on_commit_callbacks: Any) -> None:
    data = {"image": {"base64": picture_of()}, "concepts": [{"id": "tree"}], "metadata": {"a": 1}}
    sent = [
        {"id": "good", "data": data}, {"id": "broken", "data": {"image": {"base64": picture_of()[:100]}}},
        {"id": "good", "data": data},
        {"data": {"image": {}}}, {}, {"data": {"image": {"base64": "x", "url": "https://example.com/x.png"}}},
        {"data": {"image": {"url": "http://127.0.0.1/x.png"}}}, {"id": "a/b", "data": data},
        {"data": {"text": {"raw": "hello"}}},
        {"data": {"image": {"base64": base64.b64encode(b"%PDF-1.7 ...").decode()}}},
        {"data": {**data, "regions": [{"region_info": {"point": {}}}] * 2}}, {"data": {"text": {"raw": "a\0"}}},
        {"data": {**data, "geo": {"geo_point": {"latitude": 91}}}},
    ]  # fmt: skip

    with django_capture_on_commit_callbacks(execute=True):
        answer = script.post("/inputs", {"inputs": sent})

    assert answer.verdict == (207, 10010)
    codes = answer.item_codes("inputs")
    assert codes[0] in (30000, 30001)
    assert codes[1:] == [30104, 30100, 30104, 30104, 30104, 30106, 30104, 30000, 30104, 30104, 30104, 30104]
    assert b'"base64":' not in answer.content
    assert answer.json["inputs"][1]["id"] == "broken"
    good = script.get("/inputs/good").json["input"]
    assert good["status"]["code"] == 30000
    assert good["data"]["concepts"][0]["id"] == "tree"
    info = good["data"]["image"]["image_info"]
    assert (info["width"], info["height"], info["format"]) == (40, 30, "JPEG")
    assert raw(script, path_of(team.app, "/inputs/good/image")) == (200, base64.b64decode(picture_of()))
    assert raw(script_of(team.viewer), path_of(team.app, "/inputs/good/image"))[0] == 200


def test_input_may_say_one_thing_of_one_place(script: Script) -> None:
    place = {"bounding_box": {"top_row": 0.1, "left_col": 0.1, "bottom_row": 0.5, "right_col": 0.5}}
    region = {"region_info": place, "data": {"concepts": [{"id": "new-tree"}]}}

    made = script.post("/inputs", {"inputs": [{"data": {"text": {"raw": "x"}, "regions": [region]}}]}).json["inputs"][0]
    (level,) = script.get(f"/annotations?input_ids={made['id']}").json["annotations"]

    assert made["data"]["regions"] == level["data"]["regions"]
    assert made["data"]["regions"][0]["region_info"] == place
    assert len(made["data"]["regions"][0]["id"]) == 32
    assert level["input_level"] is True
    assert script.get("/concepts/new-tree").http == 200


def test_refused_inputs_leave_nothing(team: Team, script: Script) -> None:
    before = everything()

    for body, verdict in (
        ({"inputs": [{"data": {"image": {"base64": "AAAA"}}}]}, (400, 10020)), ({"inputs": []}, (400, 11102)),
        ({"inputs": [{}] * 129}, (400, 11102)), ({"inputs": [{"data": {"image": {"base64": 5}}}]}, (400, 11100)),
        ({"inputs": [{}], "input_id_conflict_resolution": "WHAT"}, (400, 11100)), ({"inputs": [None]}, (400, 11100)),
    ):  # fmt: skip
        assert script.post("/inputs", body).verdict == verdict
    assert everything() == before


def test_file_of_an_input_is_known_again_and_never_a_page(team: Team, script: Script) -> None:
    script.post("/inputs", {"inputs": [{"id": "words", "data": {"text": {"raw": "<script>"}}}]})
    path = f"/v2{path_of(team.app, '/inputs/words/image')}"

    first = script.client.get(path, **script.headers)  # type: ignore[arg-type]
    again = script.client.get(path, **script.headers, HTTP_IF_NONE_MATCH=first["ETag"])  # type: ignore[arg-type]

    assert first["Content-Disposition"].startswith("attachment")
    assert first["Content-Security-Policy"].startswith("sandbox")
    assert first["X-Content-Type-Options"] == "nosniff"
    assert "private" in first["Cache-Control"]
    assert b"".join(first.streaming_content) == b"<script>"
    assert again.status_code == 304


def test_file_that_vanished_is_a_missing_resource(script: Script, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    script.post("/inputs", {"inputs": [{"id": "words", "data": {"text": {"raw": "hello"}}}]})
    Input.objects.filter(public_id="words").update(original="nowhere/at/all")

    gone = script.get(path_of(team.app, "/inputs/words/image"))
    monkeypatch.setattr("annotations_app.api.media.default_storage.exists", lambda name: True)
    going = script.get(path_of(team.app, "/inputs/words/image"))

    assert gone.verdict == going.verdict == (404, 11101)


def test_a_mask_is_kept_with_the_lines_around_it_also_by_its_address(
    team: Team, script: Script, picture: Input
) -> None:
    drawn = Image.new("L", (40, 20))
    drawn.paste(255, (10, 5, 30, 15))
    body = io.BytesIO()
    drawn.save(body, "PNG")
    encoded = base64.b64encode(body.getvalue()).decode()

    made = there_and_back(script, {"regions": [{"region_info": {"mask": {"image": {"base64": encoded}}}}]})
    image = made["data"]["regions"][0]["region_info"]["mask"]["image"]
    assert set(image) == {"url"}
    there_and_back(script, {"regions": [{"region_info": {"mask": {"image": image}}}]})

    lines = [region.shape["rings"] for region in Region.objects.filter(annotation__app=team.app)]
    assert [sorted(map(tuple, one)) for [one] in lines] == [
        [(0.25, 0.25), (0.25, 0.75), (0.75, 0.25), (0.75, 0.75)]
    ] * 2
