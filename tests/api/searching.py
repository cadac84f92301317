"""What searches are played on, and how they are written."""

from __future__ import annotations

from typing import Any

from annotations_app.models import Status
from annotations_app.models.data import AnnotationData, ConceptValue, FrameData, RegionData
from tests.api.asking import Answer, Script, script_of
from tests.conftest import Team
from tests.make import box, make_annotation, make_input

Json = dict[str, Any]
ALL = "*abcdefghijkl"


def shape(kind: str, shape: Json, *concepts: str, **members: Any) -> AnnotationData:
    """Make data with a region of another kind than a box."""
    values = [ConceptValue(concept) for concept in concepts]
    return AnnotationData(region=RegionData(kind=kind, shape=shape, concepts=values, **members))


CORNERS = {"points": [{"row": 0.1, "col": 0.1}, {"row": 0.5, "col": 0.1}, {"row": 0.5, "col": 0.5}]}
BERLIN = {"geo_point": {"longitude": 13.4, "latitude": 52.5}}
METADATA = {"camera": {"side": "left", "number": 3}, "tags": ["wet", "night"], "sharp": True, "note": 'it\'s "so" %_'}


def make_busy(team: Team) -> Script:
    """Make annotations of every kind, each named by one letter, on three inputs; `*` is one of an input itself."""
    one, two, three = (make_input(team.app, name) for name in ("one", "two", "three"))
    segment = {"time_info": {"begin_time": 0.0, "end_time": 1.0}}
    frame = FrameData("f", 0, 40, 1, concepts=[ConceptValue("bike")])
    make_annotation(team.app, one, id="a", data=box("tree"), info={"batch": {"n": 7, "by": "x"}}, task_id="t1")
    make_annotation(team.app, one, id="b", user=team.annotator, data=box("tree", value=0), status=Status.PENDING)
    make_annotation(team.app, one, id="c", model="v1", data=shape("polygon", CORNERS, "tree", value=0.5))
    make_annotation(team.app, two, id="d", data=AnnotationData(concepts=[ConceptValue("bike", 0.3)], metadata=METADATA))
    make_annotation(team.app, two, id="e", user=team.reviewer, data=shape("point", {"row": 0.5, "col": 0.5}, "bike"))
    make_annotation(team.app, two, id="f", data=AnnotationData(frame=frame), status=Status.AWAITING_REVIEW)
    make_annotation(team.app, two, id="g", data=AnnotationData(segments=[segment], geo=BERLIN))
    make_annotation(team.app, three, id="h", data=AnnotationData(text="a transcription"))
    make_annotation(team.app, three, id="i", user=team.annotator, data=AnnotationData(), status=Status.PENDING)
    span = {"char_start": 0, "char_end": 4, "raw_text": "tree"}
    make_annotation(team.app, three, id="j", data=shape("span", span, track_id="track-1", id="r-span"))
    keypoints = RegionData(kind="keypoints", box=(0.1, 0.1, 0.5, 0.5), shape={"points": [{"row": 0.2, "col": 0.2}]})
    make_annotation(team.app, three, id="k", data=AnnotationData(region=keypoints))
    script = script_of(team.owner, team.app)
    worker = {"workflow": {"id": "flow", "version": {"id": "w1"}}}
    level = {"id": "three", "data": {"concepts": [{"id": "tree"}], "metadata": {"sharp": False}}}
    assert script.post("/annotations", {"annotations": [{"id": "l", "input_id": "two", "worker": worker}]}).http == 200
    assert script.patch("/inputs", {"inputs": [level], "action": "merge"}).http == 200
    assert script.patch("/concepts", {"concepts": [{"id": "bike", "name": "Rad"}], "action": "overwrite"}).http == 200
    return script


def body(*filters: Json, **members: Any) -> Json:
    """Write a search."""
    return {"searches": [{"query": {"filters": list(filters)}}], **members}


def letters(answer: Answer) -> str:
    """List what was found."""
    assert answer.verdict == (200, 10000), answer.content
    return "".join(
        "*" if hit["annotation"].get("input_level") else hit["annotation"]["id"] for hit in answer.json["hits"]
    )


def data(**members: Any) -> Json:
    """Write a filter on the data of annotations."""
    return {"annotation": {"data": members}}


def shaped(name: str) -> Json:
    """Write a filter on the shape of regions."""
    return data(regions=[{"region_info": {name: {}}}])


def near(longitude: float, latitude: float, kind: str, value: float) -> Json:
    """Write a filter on a circle."""
    point = {"longitude": longitude, "latitude": latitude}
    return data(geo={"geo_point": point, "geo_limit": {"type": kind, "value": value}})


def between(*corners: tuple[float, float]) -> Json:
    """Write a filter on a box of degrees."""
    return data(geo={"geo_box": [{"geo_point": {"longitude": east, "latitude": north}} for east, north in corners]})
