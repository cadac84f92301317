"""The gRPC process beside the web process: the same calls in turns, by the CPU time of who answers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import grpc
from clarifai_grpc.grpc.api import service_pb2
from google.protobuf.json_format import ParseDict

from bench.clock import Side, Work, measure, memory_mib
from bench.limits import database_pids
from bench.site import Site
from bench.tables import fact
from bench.workload import A_BULK, post_body
from tests.faults.server import free_port

PAGE = 1000
TIMES = 30


def compare(site: Site) -> None:
    """Start the gRPC process and print its memory and its costs against JSON's."""
    with _serving(site) as (pid, port):
        fact("memory of the gRPC process, idle", memory_mib([pid]), "MiB", 120)
        channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=[("grpc.max_receive_message_length", -1)])
        posting = post_body(site.first_input.public_id, A_BULK)
        post = ParseDict(posting, service_pb2.PostAnnotationsRequest()).SerializeToString()
        page = service_pb2.ListAnnotationsRequest(per_page=PAGE).SerializeToString()
        pairs: list[tuple[str, Work, Work, float]] = [
            (f"POST {A_BULK}", site.call("POST", "/v2/annotations", posting),
             _call(channel, site.secret, "PostAnnotations", post), 1.3),
            (f"GET page of {PAGE}", site.call("GET", f"/v2/annotations?per_page={PAGE}"),
             _call(channel, site.secret, "ListAnnotations", page), 1.5),
        ]  # fmt: skip
        for name, over_json, over_grpc, most in pairs:
            json, other = measure(site.side(over_json), Side(over_grpc, [pid], database_pids), times=TIMES)
            told = f"{name}: CPU over gRPC against JSON ({other.whole_cpu:.1f} and {json.whole_cpu:.1f} ms)"
            fact(told, other.whole_cpu / json.whole_cpu, "x", most)
        channel.close()


def _call(channel: grpc.Channel, secret: str, method: str, body: bytes) -> Work:
    """Return a call whose request was written beforehand and whose answer is read by nobody but for its success."""
    ask = channel.unary_unary(f"/clarifai.api.V2/{method}")
    metadata = (("authorization", f"Key {secret}"),)

    def work() -> Any:
        answer = ask(body, metadata=metadata)
        if service_pb2.MultiAnnotationResponse.FromString(answer).status.code != 10000:
            raise RuntimeError(f"{method} was refused")

    return work


@contextmanager
def _serving(site: Site) -> Iterator[tuple[int, int]]:
    port = free_port()
    environment = {**site.server.environment, "LABELLER_GRPC_PORT": str(port)}
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, "manage.py", "grpc"], env={**os.environ, **environment}, **quiet)
    try:
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            grpc.channel_ready_future(channel).result(timeout=60)
        time.sleep(1)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()
