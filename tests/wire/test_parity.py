"""Both doors answer alike: every method of the service is served by both with equal results, or refused by both."""

from __future__ import annotations

import re
from typing import Any

import grpc
import pytest
import requests
from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc
from django.conf import settings
from google.protobuf import text_format
from google.protobuf.message_factory import GetMessageClass

from annotations_app.grpc import table
from annotations_app.grpc.calls import served_methods
from annotations_app.models import ApiKey, App, Role, User
from tests.grpc.conftest import certificate, grpc_place, key  # noqa: F401 - fixtures
from tests.make import box, make_annotation, make_app, make_input, make_user
from tests.wire.parity import OF_PEOPLE, REQUESTS

METHODS = service_pb2.DESCRIPTOR.services_by_name["V2"].methods_by_name
CASES = [(name, place) for name in REQUESTS if name in served_methods() for place in range(len(REQUESTS[name]))]


def make_world(handle: str, friend: User) -> tuple[App, User]:
    """Make an app of somebody's in which all is called the same as in everybody's."""
    owner = make_user(handle, first_name="Kim")
    app = make_app(owner, "street", name="Street scenes")
    app.admit(friend, Role.REVIEWER)
    one, two = make_input(app, "one"), make_input(app, "two")
    make_annotation(app, one, id="a-one", data=box("tree", region_id="r-one"), task_id="task")
    make_annotation(app, two, id="a-two", data=box("bike", region_id="r-two"))
    make_annotation(app, two, model="v1", id="a-model", data=box("tree", region_id="r-model"))
    return app, owner


def normalised(message: Any) -> str:
    """Write an answer without what must differ: whose world it is, ids and secrets that were made, times, addresses."""
    text = text_format.MessageToString(message)
    text = re.sub(r"\btwin\b", "owner", text)
    text = re.sub(r"\b[0-9a-f]{32}\b", "<made>", text)
    text = re.sub(r'"http://[^/"]+', '"<here>', text)
    text = re.sub(r'(?m)^(\s*)(id|key_id): "(\d+|[\w-]{20,})"', r"\1<id>", text)
    text = re.sub(r'(?m)^(\s*)id: "[\w-]{43}"', r"\1<secret>", text)
    return re.sub(r"(seconds|nanos): \d+", "<time>", text)


@pytest.fixture
def doors(live_server: Any, grpc_place: Any) -> tuple[Any, Any]:  # noqa: F811
    """Connect Clarifai's client to the JSON door, and another to gRPC; each is built right after its channel."""
    json = service_pb2_grpc.V2Stub(ClarifaiChannel.get_json_channel(base_url=live_server.url))
    channel = ClarifaiChannel.get_insecure_grpc_channel(base="127.0.0.1", port=grpc_place.port)
    return json, service_pb2_grpc.V2Stub(channel)


@pytest.mark.parametrize(("name", "place"), CASES, ids=[f"{name}-{place}" for name, place in CASES])
@pytest.mark.django_db(transaction=True)
def test_both_doors_answer_the_same(doors: tuple[Any, Any], name: str, place: int) -> None:
    friend, answers = make_user("friend"), []
    for stub, handle in zip(doors, ("owner", "twin"), strict=True):
        app, owner = make_world(handle, friend)
        request = GetMessageClass(METHODS[name].input_type)(**_said(REQUESTS[name][place], handle))
        if "user_app_id" in METHODS[name].input_type.fields_by_name and not request.user_app_id.user_id:
            request.user_app_id.CopyFrom(resources_pb2.UserAppIDSet(user_id=handle, app_id="street"))
        secret = ApiKey.issue(owner, None if name in OF_PEOPLE else app)[1]
        answers.append(getattr(stub, name)(request, metadata=key(secret)))

    over_json, over_grpc = answers
    assert normalised(over_grpc) == normalised(over_json)
    assert over_grpc.status.code not in (0, 98004)


def _said(request: dict[str, Any], handle: str) -> dict[str, Any]:
    return {name: [handle] if name == "user_ids" else value for name, value in request.items()}


def test_every_served_method_has_a_request() -> None:
    assert set(served_methods()) <= set(REQUESTS)


def unserved() -> list[str]:
    """List the methods that this product does not have."""
    return sorted(set(METHODS) - set(served_methods()))


@pytest.mark.django_db(transaction=True)
def test_every_other_method_is_refused_by_both(live_server: Any, grpc_place: Any) -> None:  # noqa: F811
    owner = make_user("owner")
    app = make_app(owner, "street")
    secret = ApiKey.issue(owner, app)[1]
    wrong = []

    with grpc.insecure_channel(f"127.0.0.1:{grpc_place.port}") as channel, requests.Session() as http:
        for name in unserved():
            with pytest.raises(grpc.RpcError) as refused:
                channel.unary_unary(f"/clarifai.api.V2/{name}")(b"", metadata=key(secret))
            if refused.value.code() != grpc.StatusCode.UNIMPLEMENTED:
                wrong.append((name, "gRPC", refused.value.code()))
            for verb, path in filled_bindings(name):
                answer = http.request(verb, f"{live_server.url}{path}", headers={"Authorization": f"Key {secret}"})
                if (answer.status_code, answer.json()["status"]["code"]) != (501, 10040):
                    wrong.append((name, verb, path, answer.status_code))

    assert not wrong


def filled_bindings(name: str) -> list[tuple[str, str]]:
    """List the HTTP addresses of a method, with its ids filled in."""
    places = {"user_id": "owner", "app_id": "street"}
    filled = lambda path: re.sub(r"\{(\w+)\}", lambda place: places.get(place[1], "some"), path)  # noqa: E731
    return [(verb, filled(path)) for verb, path in table.addresses(METHODS[name])]


def test_table_in_the_documentation_is_the_one_that_the_code_makes() -> None:
    written = (settings.BASE_DIR / "docs" / "calls.md").read_text()

    assert written == table.markdown(), "write it anew: manage.py calls_table > docs/calls.md"
