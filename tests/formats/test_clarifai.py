"""The API's own JSON as a file says exactly what the API answers."""

import json

import msgspec
import pytest

from annotations_app.exchange import Choice, as_api
from annotations_app.formats.clarifai import Writer
from annotations_app.models import Annotation, ApiKey, InputStatus, Status
from annotations_app.models.data import AnnotationData, ConceptValue, FrameData, RegionData
from annotations_app.models.stored import read
from tests.make import box, make_input, make_stored

SAYINGS = {
    "box": box("car", value=0.0),
    "nothing": AnnotationData(),
    "concepts": AnnotationData(concepts=[ConceptValue("sunny", 0.6)], metadata={"a": [1, None]}, text="a line"),
    "frame": AnnotationData(
        frame=FrameData(index=1, time=40, number=2, region=RegionData(kind="box", box=(0, 0, 1, 1)))
    ),
    "polygon": AnnotationData(region=RegionData(kind="polygon", shape={"points": [{"row": 0.0, "col": 0.1}] * 3})),
    "keypoints": AnnotationData(
        region=RegionData(kind="keypoints", box=(0, 0, 1, 1), shape={"points": [{"row": 0.5, "visibility": 2}]})
    ),
    "span": AnnotationData(region=RegionData(kind="span", shape={"char_start": 0, "char_end": 2, "raw_text": "ab"})),
    "geo": AnnotationData(geo={"geo_point": {"longitude": 1.5, "latitude": 0.0}}),
}


@pytest.mark.parametrize("saying", SAYINGS)
@pytest.mark.parametrize("model", ["", "detector-1"])
def test_the_file_has_what_the_api_answers(team, saying, model):
    there = make_input(team.app, "one")
    make_stored(
        team.app, there, model=model, data=msgspec.convert(msgspec.to_builtins(SAYINGS[saying]), AnnotationData)
    )
    member = team.member(team.owner)

    file = json.loads(b"".join(as_api(member, Choice((Status.SUCCESS,), models=True), "http://here/app")))

    rows = read(Annotation.objects.filter(app=team.app, input_level=False))
    answered = [Writer("street", "http://here/app").annotation(one) for one in rows]
    assert file["annotations"] == json.loads(msgspec.json.encode(answered))


def test_the_file_has_the_inputs_as_the_api_answers_them(team, client):
    make_input(team.app, "a+b", color_mode="RGB")
    make_input(team.app, "broken", status=InputStatus.INVALID_ARGUMENT, problem="cut off", width=None, height=None)
    make_input(team.app, "notes", media_type="text/plain", width=None, height=None)
    _, secret = ApiKey.issue(team.owner, team.app)

    answer = client.get("/v2/users/owner/apps/street/inputs", headers={"Authorization": f"Key {secret}"})
    app_url = "http://testserver/v2/users/owner/apps/street"
    file = json.loads(b"".join(as_api(team.member(team.owner), Choice(), app_url)))

    assert sorted(file["inputs"], key=lambda one: one["id"]) == sorted(
        answer.json()["inputs"], key=lambda one: one["id"]
    )
