"""Every line of the API's page can be pasted: it does what it says, or is refused as the page's ids must be."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import requests
from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import service_pb2, service_pb2_grpc

from annotations_app.models import ApiKey
from annotations_app.views.help_calls import Shown, subjects
from tests.make import make_user

pytestmark = pytest.mark.django_db(transaction=True)

#: What names a thing that nobody has until they put its id in.
TO_FILL_IN = {"GetMask": 404, "GetKey": 404, "PatchKeys": 404, "DeleteKey": 404}
#: Whoever makes an app and an input first can try all the rest, and removes them last.
ORDER = [
    "PostApps",
    "PostConcepts",
    "PostInputs",
    "POST",
    "GET",
    "PATCH",
    "DELETE",
    "DeleteInput",
    "DeleteInputs",
    "DeleteApp",
]
#: Two calls that remove the same thing: after one of them, the other finds nothing.
GONE = {"DeleteAnnotation": 404, "DeleteInputs": 404}


def in_order(address: str) -> list[Shown]:
    """List the calls as one would try them."""
    calls = [call for _, some in subjects(address) for call in some]
    return sorted(calls, key=lambda call: ORDER.index(call.name if call.name in ORDER else call.verb))


@pytest.fixture
def secret(live_server: Any) -> str:
    """Return a personal access token of somebody who has a colleague."""
    make_user("colleague", email="colleague@example.com")
    return ApiKey.issue(make_user("reader"))[1]


def check(address: str, ask: Callable[[Shown], int]) -> None:
    """Try every call; it answers success, or the refusal that its ids must meet."""
    calls = in_order(address)
    answered = {call.name: ask(call) for call in calls}

    expected = {call.name: TO_FILL_IN.get(call.name, 200) for call in calls}
    assert answered == {**expected, **{name: http for name, http in GONE.items() if name in answered}}


@pytest.fixture
def run_curl(secret: str, tmp_path: Any) -> Callable[[str], int]:
    """Return a function that pastes a line into a shell and returns the HTTP status."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not here")

    def run(line: str) -> int:
        line = f"{line} --silent --output /dev/null --write-out '%{{http_code}}'"
        ran = subprocess.run(["sh", "-c", line], cwd=tmp_path, env={**os.environ, "KEY": secret}, stdout=-1, text=True)
        return int(ran.stdout[-3:])

    return run


def test_every_line_for_curl_does_what_it_says(live_server: Any, run_curl: Callable[[str], int]) -> None:
    check(live_server.url, lambda call: run_curl(call.curl))


def test_lines_of_the_rules_do_what_they_say(live_server: Any, run_curl: Callable[[str], int]) -> None:
    page = html.unescape(requests.get(f"{live_server.url}/help/api/").text)
    rules = dict(re.findall(r'<pre id="(walk|match|repeat)"[^>]*>(.*?)</pre>', page, re.DOTALL))
    calls = {call.name: call for call in in_order(live_server.url)}

    for name in ("PostApps", "PostConcepts", "PostInputs", "PostAnnotations"):
        assert run_curl(calls[name].curl) == 200

    assert {name: run_curl(line) for name, line in rules.items()} == {"walk": 200, "match": 412, "repeat": 200}


def test_every_line_for_python_does_what_it_says(live_server: Any, secret: str, client: Any) -> None:
    page = client.get("/help/api/").content.decode()
    found = re.search(r'<pre id="python"[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert found is not None
    assert "b64decode" in found[1]
    names = {
        "stub": service_pb2_grpc.V2Stub(ClarifaiChannel.get_json_channel(base_url=live_server.url)),
        "key": (("authorization", f"Key {secret}"),),
        "service_pb2": service_pb2, "b64decode": b64decode, "requests": requests,
    }  # fmt: skip

    def ask(call: Shown) -> int:
        answer = eval(compile(call.python, call.name, "eval"), dict(names))
        if isinstance(answer, requests.Response):
            return answer.status_code
        return {10000: 200, 11101: 404, 11102: 400}.get(answer.status.code, answer.status.code)

    check(live_server.url, ask)


def test_bodies_of_the_rules_are_json(client: Any) -> None:
    page = client.get("/help/api/").content.decode()
    bodies = re.findall(r"-d '(\{.*?\})'", html.unescape(page), re.DOTALL)

    assert len(bodies) > 20
    for body in bodies:
        assert msgspec.json.decode(body)
