"""The table of rights that drives the JSON door (tests/api/test_rights.py), played over gRPC: the same verdicts."""

from __future__ import annotations

from typing import Any

import pytest
from clarifai_grpc.grpc.api import service_pb2
from google.protobuf.json_format import ParseDict
from google.protobuf.message_factory import GetMessageClass

from annotations_app.api.routes import find
from annotations_app.grpc import calls
from annotations_app.grpc.calls import SERVICE, Door, served_methods
from annotations_app.models import ApiKey
from tests.api.asking import everything, path_of
from tests.api.state import State, make_state
from tests.api.test_rights import DENIED, FINE, ROLES, TABLE
from tests.conftest import Team

METHODS = service_pb2.DESCRIPTOR.services_by_name["V2"].methods_by_name
DOOR = Door()


class Context:
    """What gRPC tells a method of who calls."""

    def __init__(self, secret: str) -> None:
        self.metadata = (("authorization", f"Key {secret}"),)

    def invocation_metadata(self) -> tuple[tuple[str, str], ...]:
        """Return what the client sent beside the message."""
        return self.metadata

    def peer(self) -> str:
        """Return where it calls from."""
        return "ipv4:127.0.0.1:50000"

    def set_trailing_metadata(self, metadata: Any) -> None:
        """Take what is sent after the answer."""


def message(team: Team, verb: str, path: str, body: Any) -> tuple[str, Any]:
    """Write a call of the table as the service's method and its message."""
    found = find(path_of(team.app, path).strip("/").split("/"))
    assert found is not None
    route, names = found.ends[verb]
    fields = METHODS[route.name].input_type.fields_by_name
    ids = dict(zip(names, found.values, strict=True))
    about = {"user_id": ids.pop("user_id"), "app_id": ids.pop("app_id")}
    said = {name: value for name, value in ids.items() if name in fields} | (body or {}) | {"user_app_id": about}
    return route.name, ParseDict(said, GetMessageClass(METHODS[route.name].input_type)(), ignore_unknown_fields=True)


@pytest.fixture(autouse=True)
def _kept_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stay on the connection of the test, whose transaction is undone after it."""
    monkeypatch.setattr(calls, "close_old_connections", lambda: None)


CALLS = [row for row in TABLE if "?" not in row[1]]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", CALLS, ids=[f"{row[0]} {row[1]} {str(row[2])[:60]}" for row in CALLS])
def test_role_is_answered_as_over_json(team: Team, role: str, row: tuple[str, str, Any, tuple[Any, ...]]) -> None:
    state: State = make_state(team)
    name, request = message(team, *row[:3])
    assert name in served_methods()
    secret = ApiKey.issue(team.everybody()[role])[1]
    state.before = everything()

    answer = DOOR.handlers[f"/{SERVICE}/{name}"].unary_unary(request.SerializeToString(), Context(secret))

    _, code = expected = row[3][ROLES.index(role)]
    assert answer.status.code == code, answer
    if expected != FINE:
        assert everything() == state.before
        assert answer.status.details
    if expected == DENIED:
        assert 24156 in [one.status.code for one in answer.annotations]
