"""The gRPC server as we run it: the service, health and reflection, on a plain port and, with a certificate, on TLS."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from annotations_app.grpc.calls import SERVICE, Door

THREADS = 8
LARGEST_MESSAGE = 128 * 2**20
FAREWELL = 20  # seconds that running calls get to finish
MINUTE = 60_000
OPTIONS = (
    ("grpc.max_receive_message_length", LARGEST_MESSAGE),
    ("grpc.max_send_message_length", -1),
    ("grpc.so_reuseport", 0),  # a taken port is said, not shared
    ("grpc.max_concurrent_streams", 256),
    ("grpc.max_connection_age_ms", 60 * MINUTE),
    ("grpc.max_connection_age_grace_ms", 5 * MINUTE),
    ("grpc.keepalive_time_ms", 2 * MINUTE),
    ("grpc.http2.max_ping_strikes", 2),
)


class Taken(Exception):
    """An address that cannot be opened."""


@dataclass(frozen=True)
class Place:
    """Where to serve; without certificate and key there is no TLS port."""

    host: str
    port: int
    tls_port: int
    certificate: Path | None = None
    key: Path | None = None

    def __str__(self) -> str:
        tls = f", {self.host}:{self.tls_port} (TLS)" if self.certificate else ""
        return f"{self.host}:{self.port}{tls}"


def make_server(place: Place) -> grpc.Server:
    """Make the server and open its ports. Raises Taken, OSError for an unreadable certificate."""
    server = grpc.server(ThreadPoolExecutor(THREADS, thread_name_prefix="grpc"), handlers=[Door()], options=OPTIONS)
    well = health.HealthServicer()
    for name in ("", SERVICE):
        well.set(name, health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(well, server)
    reflection.enable_server_reflection((SERVICE,), server)
    _open(server, place.host, place.port, None)
    if place.certificate is not None and place.key is not None:
        pair = (place.key.read_bytes(), place.certificate.read_bytes())
        _open(server, place.host, place.tls_port, grpc.ssl_server_credentials([pair]))
    return server


def _open(server: grpc.Server, host: str, port: int, credentials: grpc.ServerCredentials | None) -> None:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        opened = (
            server.add_insecure_port(address) if credentials is None else server.add_secure_port(address, credentials)
        )
    except RuntimeError:
        opened = 0
    if not opened:
        raise Taken(f"The gRPC address {address} cannot be opened: it is taken, or not of this machine.")


def serve(server: grpc.Server, say_ready: Callable[[], None]) -> None:
    """Serve, say when that has begun, until SIGTERM or Ctrl-C, then finish the running calls."""
    ending = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ending.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    server.start()
    say_ready()
    ending.wait()
    server.stop(FAREWELL).wait()
