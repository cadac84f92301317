"""The gRPC door as clients meet it (contract section 5, trust 5.15)."""

from __future__ import annotations

import grpc
import pytest
from clarifai_grpc.grpc.api import resources_pb2, service_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from annotations_app.grpc.calls import served_methods
from annotations_app.grpc.server import LARGEST_MESSAGE, Place, Taken, make_server
from annotations_app.models import Annotation, ApiKey
from tests.grpc.conftest import key
from tests.make import make_annotation, make_input

BOX = {"top_row": 0.1, "left_col": 0.6, "bottom_row": 0.5, "right_col": 0.9}


@pytest.fixture
def secret(team):
    make_input(team.app, "one")
    return ApiKey.issue(team.owner, team.app)[1]


def post(*annotations):
    return service_pb2.PostAnnotationsRequest(annotations=[resources_pb2.Annotation(**one) for one in annotations])


def boxed(**members):
    region = {"region_info": {"bounding_box": {**BOX, **members}}, "data": {"concepts": [{"id": "tree", "value": 1}]}}
    return {"input_id": "one", "data": {"regions": [region]}}


def asked(channel, method, sent, secret):
    """Send bytes as they are, and read the status of the answer."""
    return service_pb2.MultiAnnotationResponse.FromString(
        channel.unary_unary(f"/clarifai.api.V2/{method}")(sent, metadata=key(secret))
    )


def test_box_is_stored_as_it_was_written(secret, stub):
    answer = stub.PostAnnotations(post(boxed()), metadata=key(secret))

    assert answer.status.code == 10000
    stored = Annotation.objects.select_related("region").get(public_id=answer.annotations[0].id)
    assert (stored.region.left, stored.region.bottom) == (0.6, 0.5)


def test_absent_concept_value_is_a_negative(secret, stub):
    answer = stub.PostAnnotations(
        post({"input_id": "one", "data": {"concepts": [{"id": "tree"}]}}), metadata=key(secret)
    )

    assert answer.annotations[0].data.concepts[0].value == 0
    assert Annotation.objects.get(input_level=False).concepts.get().value == 0


@pytest.mark.parametrize(
    "metadata",
    [(), (("authorization", "wrong"),), (("authorization", "Key wrong"),), (("authorization-bin", b"Key x"),),
     (("x-clarifai-session-token", "x"),)],
)  # fmt: skip
def test_wrong_key_is_told_inside_the_answer(secret, stub, metadata):
    answer = stub.ListAnnotations(service_pb2.ListAnnotationsRequest(), metadata=metadata)

    assert answer.status.code == 11008
    assert answer.status.description == "Invalid API key or Invalid API key/application pair"


def test_two_authorizations_are_none(secret, stub):
    answer = stub.ListAnnotations(service_pb2.ListAnnotationsRequest(), metadata=key(secret) * 2)

    assert answer.status.code == 11008


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -0.5, 1e30])
def test_binary_nonsense_is_refused_with_a_status_for_each_item(secret, stub, number):
    answer = stub.PostAnnotations(post(boxed(left_col=number), boxed()), metadata=key(secret))

    assert answer.status.code == 10020
    assert [one.status.code for one in answer.annotations] == [24155, 24152]
    assert "left_col" in answer.annotations[0].status.details
    assert not Annotation.objects.filter(input_level=False).exists()


def test_not_a_number_in_metadata_is_refused(secret, stub):
    answer = stub.PostAnnotations(
        post({"input_id": "one", "data": {"metadata": {"a": float("nan")}}}), metadata=key(secret)
    )

    assert answer.annotations[0].status.code == 24155
    assert not Annotation.objects.filter(input_level=False).exists()


@pytest.mark.parametrize("count", [0, 129])
def test_count_of_items_is_bounded(secret, stub, count):
    answer = stub.PostAnnotations(post(*[boxed()] * count), metadata=key(secret))

    assert answer.status.code == 11102
    assert not answer.annotations


def test_unknown_number_of_a_status_is_refused(secret, stub):
    answer = stub.PostAnnotations(post({"input_id": "one", "status": {"code": 99999}}), metadata=key(secret))

    assert answer.annotations[0].status.code == 24155


def test_app_is_named_by_the_message(secret, stub, team, stranger):
    token = ApiKey.issue(team.annotator)[1]
    about = resources_pb2.UserAppIDSet(user_id="owner", app_id="street")

    named = stub.ListInputs(service_pb2.ListInputsRequest(user_app_id=about), metadata=key(token))
    unnamed = stub.ListInputs(service_pb2.ListInputsRequest(), metadata=key(token))
    foreign = stub.ListInputs(service_pb2.ListInputsRequest(user_app_id=about), metadata=key(ApiKey.issue(stranger)[1]))

    assert [one.id for one in named.inputs] == ["one"]
    assert unnamed.status.code == 11102
    assert foreign.status.code == 11101


def test_statuses_arrive_over_grpc(secret, stub, team):
    make_annotation(team.app, team.app.inputs.get(), id="mine", status=24151)
    make_annotation(team.app, team.app.inputs.get(), id="done")

    answer = stub.ListAnnotations(
        service_pb2.ListAnnotationsRequest(statuses=[{"code": "ANNOTATION_PENDING"}]), metadata=key(secret)
    )

    assert [one.id for one in answer.annotations] == ["mine"]


@pytest.mark.parametrize("page", [2**32 - 1, 7])
def test_page_past_the_end_is_an_empty_success(secret, stub, page):
    answer = stub.ListAnnotations(service_pb2.ListAnnotationsRequest(page=page, per_page=1000), metadata=key(secret))

    assert answer.status.code == 10000
    assert not answer.annotations


def test_revision_travels_in_the_metadata(secret, stub):
    _, call = stub.PostAnnotations.with_call(post({**boxed(), "id": "a"}), metadata=key(secret))
    (revision,) = [value for name, value in call.trailing_metadata() if name == "etag"]
    gone = service_pb2.DeleteAnnotationRequest(input_id="one", annotation_id="a")

    stale = stub.DeleteAnnotation(gone, metadata=(*key(secret), ("if-match", '"other"')))
    fresh = stub.DeleteAnnotation(gone, metadata=(*key(secret), ("if-match", revision)))

    assert (stale.status.code, fresh.status.code) == (24155, 10000)


@pytest.mark.parametrize("method", ["ListModels", "PostWorkflowResults", "NoSuchMethod"])
def test_method_that_is_not_served_is_unimplemented(secret, channel, method):
    call = channel.unary_unary(f"/clarifai.api.V2/{method}")

    with pytest.raises(grpc.RpcError) as refused:
        call(b"", metadata=key(secret))

    assert refused.value.code() == grpc.StatusCode.UNIMPLEMENTED


def test_other_services_are_unimplemented(channel):
    with pytest.raises(grpc.RpcError) as refused:
        channel.unary_unary("/clarifai.api.V3/ListInputs")(b"")

    assert refused.value.code() == grpc.StatusCode.UNIMPLEMENTED


@pytest.mark.parametrize(
    "sent", [b"\xff" * 99, b"\x0a\x05abc", b"\x12\x03\x0a\x01\xff"], ids=["random", "cut off", "no UTF-8"]
)
def test_bytes_that_are_no_message_are_told_inside_the_answer(secret, channel, sent):
    answer = asked(channel, "PostAnnotations", sent, secret)

    assert answer.status.code == 11100
    assert answer.status.details == "The message cannot be read."


def test_nothing_is_unpacked_for_somebody_without_a_key(secret, channel):
    assert asked(channel, "PostAnnotations", b"\xff" * 99, "wrong").status.code == 11008


def test_call_that_sends_more_than_it_may_is_refused_unread(secret, channel):
    empty = b"\x12\x00" * (5 * 2**20)  # five million annotations of two bytes

    answer = asked(channel, "PostAnnotations", empty, secret)

    assert answer.status.code == 40033
    assert answer.status.details == "At most 8 MiB in one call."


def test_million_items_are_too_many(secret, channel):
    answer = asked(channel, "DeleteAnnotations", b"\x12\x01a" * 10**6, secret)

    assert answer.status.code == 11102


def test_repeated_pictures_of_nothing_are_too_many(secret, channel):
    answer = asked(channel, "PostInputs", b"\x12\x00" * 200_000, secret)

    assert answer.status.code == 11102


def test_messages_beyond_the_usual_4_mib_are_taken(secret, stub):
    large = resources_pb2.Image(base64=b"\x89PNG" + b"\0" * (5 * 2**20))

    answer = stub.PostInputs(
        service_pb2.PostInputsRequest(inputs=[resources_pb2.Input(data={"image": large})]), metadata=key(secret)
    )

    assert answer.inputs[0].status.code == 30104


@pytest.mark.parametrize("compression", [grpc.Compression.NoCompression, grpc.Compression.Gzip])
def test_message_beyond_the_limit_is_refused_before_it_is_read(secret, channel, compression):
    call = channel.unary_unary("/clarifai.api.V2/PostInputs")

    with pytest.raises(grpc.RpcError) as refused:
        call(b"\0" * (LARGEST_MESSAGE + 1), metadata=key(secret), compression=compression)

    assert refused.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED


def test_client_that_leaves_early_leaves_all_or_nothing(secret, channel):
    call = channel.unary_unary("/clarifai.api.V2/PostAnnotations")
    wanted = post(*[boxed()] * 128).SerializeToString()

    ends = {call.future(wanted, metadata=key(secret), timeout=limit).code() for limit in (0.001, 0.01, 0.02, 0.05, 20)}

    assert ends <= {grpc.StatusCode.OK, grpc.StatusCode.DEADLINE_EXCEEDED}
    assert Annotation.objects.filter(input_level=False).count() % 128 == 0


def test_health_says_serving(channel):
    asked = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(service="clarifai.api.V2"))

    assert asked.status == health_pb2.HealthCheckResponse.SERVING


def test_reflection_names_the_public_service_only(channel):
    ask = reflection_pb2.ServerReflectionRequest(list_services="")

    (answer,) = reflection_pb2_grpc.ServerReflectionStub(channel).ServerReflectionInfo(iter([ask]))

    assert [one.name for one in answer.list_services_response.service] == ["clarifai.api.V2"]


def test_taken_port_is_one_clear_line(grpc_place):
    with pytest.raises(Taken, match=f"127.0.0.1:{grpc_place.port} cannot be opened"):
        make_server(Place("127.0.0.1", grpc_place.port, 1))


def test_every_call_of_the_table_that_the_service_has_is_served():
    assert {"PostAnnotations", "ListAnnotations", "PostInputs", "MyScopes", "ListStatusCodes"} <= set(served_methods())


@pytest.mark.parametrize("method", ["ListInputs", "ListAnnotations", "ListAnnotationTracks"])
def test_list_of_more_ids_than_a_query_string_holds_is_refused_here_too(secret, stub, method):
    ids = [f"id-{number}" for number in range(5001)]
    sent = {"input_id": "one", "ids": ids} if method == "ListAnnotationTracks" else {"ids": ids}
    if method == "ListAnnotations":
        sent = {"input_ids": ids}

    answer = getattr(stub, method)(getattr(service_pb2, f"{method}Request")(**sent), metadata=key(secret))

    assert answer.status.code == 11102
    assert "5000" in answer.status.details


def test_who_names_nobody_means_themselves(team, stub):
    token = key(ApiKey.issue(team.owner, None)[1])

    apps = stub.ListApps(service_pb2.ListAppsRequest(), metadata=token)
    user = stub.GetUser(service_pb2.GetUserRequest(), metadata=token)

    assert [app.id for app in apps.apps] == [team.app.public_id]
    assert user.user.id == "owner"


@pytest.mark.parametrize("method", ["ListKeys", "PostKeys", "PatchKeys", "GetKey", "DeleteKey", "ListCollaborations"])
def test_app_beside_somebody_else_opens_nothing_of_theirs(team, stub, method):
    token = key(ApiKey.issue(team.owner, None)[1])
    theirs = {"user_app_id": {"user_id": "annotator", "app_id": team.app.public_id}}

    answer = getattr(stub, method)(getattr(service_pb2, f"{method}Request")(**theirs), metadata=token)

    assert answer.status.code == 11007
