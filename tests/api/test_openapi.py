"""The description of the API: it is the one in docs/, it is whole, and it is handed to everybody."""

from __future__ import annotations

import jsonschema_rs
import msgspec
import pytest
from django.conf import settings

from annotations_app.api import bodies, examples
from annotations_app.api.describing import describe, written
from annotations_app.api.routes import ROUTES
from tests.api.asking import Script

DOCUMENT = describe()
OPERATIONS = [one for verbs in DOCUMENT["paths"].values() for one in verbs.values()]
WITH_BODY = {route.name: route.body for route in ROUTES if route.body is not bodies.Body}


def test_description_in_the_documentation_is_that_of_the_code() -> None:
    in_docs = (settings.BASE_DIR / "docs" / "openapi.json").read_text()

    assert in_docs == written(), "write it anew: manage.py openapi > docs/openapi.json"


def test_every_path_of_every_call_is_described() -> None:
    described = {(verb.upper(), path) for path, verbs in DOCUMENT["paths"].items() for verb in verbs}

    assert described == {(route.verb, f"/v2{path}") for route in ROUTES for path in route.paths}
    assert len({one["operationId"] for one in OPERATIONS}) == len(OPERATIONS)
    assert all(one["summary"].endswith(".") and one["tags"] for one in OPERATIONS)


def test_schemas_are_schemas_and_every_reference_leads_somewhere() -> None:
    text = msgspec.json.encode(DOCUMENT).decode()

    for name, schema in DOCUMENT["components"]["schemas"].items():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
        assert schema["description"], name
    for kind in ("schemas", "parameters"):
        named = {part.partition('"')[0] for part in text.split(f'"$ref":"#/components/{kind}/')[1:]}
        assert named <= set(DOCUMENT["components"][kind])
    assert set(DOCUMENT["components"]["parameters"]) >= set(examples.IDS)


@pytest.mark.parametrize("name", WITH_BODY)
def test_body_to_try_is_read_and_has_no_member_that_would_be_ignored(name: str) -> None:
    body = examples.BODIES[name]

    read = msgspec.convert(body, WITH_BODY[name])

    assert msgspec.to_builtins(read) == body


def test_no_body_is_there_to_try_for_a_call_that_is_gone() -> None:
    assert set(examples.BODIES) == set(WITH_BODY)


def test_description_needs_no_key_and_is_kept_until_it_changes() -> None:
    first = Script().get("/openapi.json")

    again = Script(HTTP_IF_NONE_MATCH=first.headers["ETag"]).get("/openapi.json")

    assert (first.http, first.json) == (200, DOCUMENT)
    assert first.headers["Content-Type"] == "application/json"
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert (again.http, again.content) == (304, b"")
    assert Script().post("/openapi.json").verdict == (405, 11103)
