"""A gRPC server of our own on a free port, and Clarifai's client for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import service_pb2_grpc
from django.db import connections

from annotations_app.grpc.server import Place, make_server
from tests.test_run import free_port

Metadata = tuple[tuple[str, str], ...]


@pytest.fixture
def grpc_place(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[Place]:
    """Serve gRPC in this process, on the tests' database; its threads let their connections go after each call."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    place = Place("127.0.0.1", free_port(), free_port())
    server = make_server(place)
    server.start()
    yield place
    server.stop(None).wait()


@pytest.fixture
def channel(grpc_place: Place) -> Iterator[grpc.Channel]:
    """Connect as any program does."""
    with grpc.insecure_channel(f"127.0.0.1:{grpc_place.port}") as opened:
        yield opened


@pytest.fixture
def stub(grpc_place: Place) -> Any:
    """Connect as Clarifai's Python client does."""
    opened = ClarifaiChannel.get_insecure_grpc_channel(base="127.0.0.1", port=grpc_place.port)
    return service_pb2_grpc.V2Stub(opened)


def key(secret: str) -> Metadata:
    """Write the metadata that carry a key."""
    return (("authorization", f"Key {secret}"),)
