"""Requests made up from the description of the API: nothing breaks, and every answer is one that it describes.

The run is the same each time: the made-up requests come from a fixed seed, and there are few of each call.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from requests import Request

from annotations_app.api.describing import describe
from annotations_app.models import Annotation
from annotations_app.models.stored import read
from tests.api.asking import Script, script_of
from tests.conftest import Team
from tests.make import box, make_annotation, make_input

SCHEMA = schemathesis.openapi.from_dict(describe())
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
EXAMPLES = 8
#: Ids that lead into the app: without them, nearly everything that is made up is not found.
KNOWN = {"user_id": "owner", "app_id": "street", "input_id": "picture", "annotation_id": "a", "concept_id": "tree"}


@pytest.fixture
def script(operation: Any, team: Team) -> Script:
    """Return a script of the owner, in whose app there is something to find, with the key that fits the path."""
    picture = make_input(team.app, "picture")
    make_annotation(team.app, picture, id="a", data=box("tree"))
    return script_of(team.owner, None if operation.path.startswith("/v2/users/") else team.app)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method.upper()} {one.path}")
def test_requests_that_are_made_up_are_answered_as_described(operation: Any, script: Script) -> None:
    number = 0

    @seed(20)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        nonlocal number
        number += 1
        for name in case.path_parameters or {}:
            if name in KNOWN and number % 4:  # the fourth one keeps what was made up
                case.path_parameters[name] = KNOWN[name]
        with transaction.atomic():
            answer = send(script, case)
            transaction.set_rollback(True)
        assert answer.http < 500 or answer.code == 10030, answer.content

    ask()
    assert read(Annotation.objects.filter(public_id="a"))


def send(script: Script, case: Any) -> Any:
    """Send a made-up request; what comes back is held against the description of its call."""
    sent = case.as_transport_kwargs(base_url="http://testserver")
    made_up = {name: value for name, value in (case.headers or {}).items() if name != "Authorization"}
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in made_up.items()}
    address = requests_path(sent)
    body = sent.get("json", sent.get("data"))
    return script.ask(case.method, address, body if isinstance(body, dict | list) else None, **headers)


def requests_path(sent: dict[str, Any]) -> str:
    """Write the path behind /v2 with its query string."""
    made = Request(sent["method"], sent["url"], params=sent.get("params")).prepare()
    return str(made.path_url).removeprefix("/v2")
