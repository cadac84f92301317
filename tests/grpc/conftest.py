"""A gRPC server of our own on a free port, and Clarifai's client for it."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import grpc
import pytest
from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import service_pb2_grpc
from django.core.management import call_command
from django.db import connections

from annotations_app.grpc.server import Place, make_server
from tests.test_run import free_port

Metadata = tuple[tuple[str, str], ...]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for this machine, with its key beside it; it is its own root."""
    folder = tmp_path_factory.mktemp("certificate")
    call_command("grpc_certificate", str(folder), stdout=StringIO())
    return folder / "certificate.pem"


@pytest.fixture
def grpc_place(monkeypatch: pytest.MonkeyPatch, transactional_db: None, certificate: Path) -> Iterator[Place]:
    """Serve gRPC in this process, on the tests' database; its threads let their connections go after each call."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    # Jobs run here at once, and a process that serves gRPC must not fork; the worker, which does, serves none.
    monkeypatch.setattr("annotations_app.tasks.run_confined", lambda function, *_, **__: function())
    place = Place("127.0.0.1", free_port(), free_port(), certificate, certificate.with_name("key.pem"))
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
