"""Protobuf messages and the structs of the API say the same."""

from __future__ import annotations

import math
import struct
from datetime import UTC, datetime

import pytest
from clarifai_grpc.grpc.api import resources_pb2, service_pb2
from hypothesis import given
from hypothesis import strategies as st

from annotations_app.api import bodies, wire
from annotations_app.api.records import KeyIn
from annotations_app.api.replies import success
from annotations_app.errors import LabellerError
from annotations_app.formats import answers, records
from annotations_app.formats.clarifai import status_out
from annotations_app.grpc.messages import message_of, query_of, shortest, struct_of


def single(number: float) -> float:
    return struct.unpack("<f", struct.pack("<f", number))[0]


@pytest.mark.parametrize("number", [0.6, 0.1, 1.0, 0.0, 1e-20, 0.123456, 0.999999, 16777216.0, -0.3])
def test_number_of_few_digits_comes_back_as_it_was_written(number):
    assert shortest(single(number)) == number


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_shortest_decimal_means_the_same_number(number):
    assert single(shortest(number)) == number


@pytest.mark.parametrize("number", [math.inf, -math.inf])
def test_infinity_is_left_to_the_rules(number):
    assert shortest(number) == number
    assert math.isnan(shortest(math.nan))


def test_absent_members_are_absent_and_an_absent_concept_value_is_zero():
    sent = service_pb2.PostAnnotationsRequest(
        annotations=[resources_pb2.Annotation(input_id="one", data={"concepts": [{"id": "tree"}]})]
    )

    read = struct_of(sent, bodies.PostAnnotations)

    assert read.annotations[0] == wire.AnnotationIn(
        input_id="one", data=wire.DataIn(concepts=[wire.ConceptIn(id="tree", value=0.0)])
    )


def test_everything_of_a_region_is_read():
    info = {"bounding_box": {"left_col": 0.6}, "keypoint_locations": [{"row": 0.1, "visibility": 2}]}
    sent = resources_pb2.Region(id="r", region_info=info, value=0.7, track_id="t", data={"text": {"raw": "a\0b"}})

    read = struct_of(sent, wire.RegionIn)

    assert read.region_info.bounding_box == wire.BoxIn(left_col=0.6)
    assert read.region_info.keypoint_locations == [wire.PointIn(row=0.1, visibility=2)]
    assert (read.value, read.track_id, read.data.text.raw) == (0.7, "t", "a\1b")


def test_bytes_are_read_as_base64():
    sent = resources_pb2.Mask(image=resources_pb2.Image(base64=b"\x89PNG"))

    assert struct_of(sent, wire.MaskIn).image.base64 == "iVBORw=="


def test_free_objects_keep_all_kinds_of_values():
    said = {"a": [1.5, None, True, "x", {}, []], "b": {"c": {}}}
    sent = resources_pb2.Annotation(annotation_info=said)

    assert struct_of(sent, wire.AnnotationIn).annotation_info == said


def test_free_object_that_is_nested_too_deep_is_refused():
    sent = resources_pb2.Annotation()
    at = sent.annotation_info
    for _ in range(120):
        at.fields["a"].struct_value.SetInParent()
        at = at.fields["a"].struct_value

    with pytest.raises(LabellerError, match="nested deeper"):
        struct_of(sent, wire.AnnotationIn)


@pytest.mark.parametrize(
    ("seconds", "nanos", "read"),
    [
        (253402300799, 999999999, datetime.max.replace(tzinfo=UTC)),
        (-62135596800, 0, datetime.min.replace(tzinfo=UTC)),
        (-1, 999999999, datetime(1969, 12, 31, 23, 59, 59, 999999, UTC)),
    ],
)
def test_times_are_read_to_the_microsecond(seconds: int, nanos: int, read: datetime) -> None:
    sent = resources_pb2.Key(expires_at={"seconds": seconds, "nanos": nanos})

    assert struct_of(sent, KeyIn).expires_at == read


@pytest.mark.parametrize("time", [(253402300800, 0), (-62135596801, 0), (2**63 - 1, 0), (0, 10**9), (0, -1)])
def test_time_that_no_calendar_has_is_refused_by_its_name(time: tuple[int, int]) -> None:
    sent = resources_pb2.Key(expires_at={"seconds": time[0], "nanos": time[1]})

    with pytest.raises(LabellerError, match="expires_at") as refused:
        struct_of(sent, KeyIn)
    assert refused.value.code == 11100


def test_query_has_the_names_of_a_query_string():
    sent = service_pb2.ListAnnotationsRequest(
        input_ids=["a", "b"], list_all_annotations=True, page=2, statuses=[{"code": 24151}, {"code": 24150}]
    )

    assert query_of(sent) == {
        "input_ids": ["a", "b"], "list_all_annotations": ["true"], "page": ["2"], "statuses.code": ["24151", "24150"],
    }  # fmt: skip


def test_answer_becomes_a_message_without_what_is_ours_alone():
    now = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
    app = records.AppIdOut("street", "owner")
    who = records.CollaboratorOut("7", app, answers.UserOut("kim"), "reviewer", now, now, ["All"])
    descriptor = service_pb2.MultiCollaboratorsResponse.DESCRIPTOR

    made = message_of(success(collaborators=[who], next_cursor="x").envelope("1"), descriptor)

    assert made.status.code == 10000
    assert made.collaborators[0].user.id == "kim"
    assert made.collaborators[0].created_at.ToDatetime(UTC) == now


def test_value_zero_and_free_members_are_written():
    concept = answers.ConceptOut("tree", "Tree", 0.0, "street")
    data = answers.DataOut(concepts=[concept], metadata={"a": [None, 1.0]})
    now = datetime.now(UTC)
    worker = answers.WorkerOut(answers.UserOut("kim"))
    one = answers.AnnotationOut("a", "one", status_out(24150), worker, now, now, data)

    made = message_of({"annotations": [one]}, service_pb2.MultiAnnotationResponse.DESCRIPTOR)

    assert made.annotations[0].data.concepts[0].value == 0
    assert made.annotations[0].data.metadata["a"][1] == 1
