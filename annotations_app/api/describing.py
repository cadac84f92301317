"""The description of the API (OpenAPI 3.1), made of the table of calls and of the types that they read and answer."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from annotations_app.api import bodies, schemas
from annotations_app.api.examples import BODIES, IDS
from annotations_app.api.routes import ROUTES, Route
from labeller import VERSION

_ABOUT = """\
The API of a Labeller server. It speaks Clarifai's `/v2`: same paths, members and status codes, so that Clarifai's own
clients work unmodified. Members of a request can be absent or null; numbers may come as text; unknown members are
ignored. Members of an answer are absent while they have nothing to say, but a list that a call is about is always
there. A refused call has stored nothing, but for PostInputs, which judges each input by itself (207)."""
#: What each module of calls is about, in the order of the page.
SUBJECTS = {
    "apps": "Apps",
    "concepts": "Concepts",
    "inputs": "Inputs",
    "add_jobs": "Inputs",
    "media": "Inputs",
    "annotations": "Annotations",
    "work": "Annotations",
    "tracks": "Tracks of videos",
    "searches": "Searches",
    "collaborators": "People",
    "users": "People",
    "own_keys": "Keys",
    "scopes": "Keys",
    "status_codes": "About the API",
    "about": "About the API",
}
_HEADERS = {
    "If-Match": "The revision that the ETag of an answer gave: refused with 412 if it is not the present one.",
    "Idempotency-Key": "A value of your own, new for each call: sent again within 24 hours, the call has one effect.",
}
_REFUSED = "Refused; the status says why. `Retry-After` is there where waiting helps."


def written() -> str:
    """Write the document."""
    return msgspec.json.format(msgspec.json.encode(describe()), indent=1).decode() + "\n"


def describe() -> dict[str, Any]:
    """Make the document."""
    known = schemas.components()
    paths: dict[str, dict[str, Any]] = {}
    seen: dict[str, int] = {}
    for route in ROUTES:
        for path in route.paths:
            seen[route.name] = seen.get(route.name, 0) + 1
            number = str(seen[route.name]) if seen[route.name] > 1 else ""
            operation = {"operationId": f"{route.name}{number}", **_operation(route, path)}
            paths.setdefault(f"/v2{path}", {})[route.verb.lower()] = operation
    header = {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Key ` and the secret."}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Labeller", "version": VERSION, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in dict.fromkeys(SUBJECTS.values())],
        "paths": paths,
        "components": {
            "schemas": known,
            "parameters": {name: _id(name) for name in IDS} | {name: _header(name) for name in _HEADERS},
            "securitySchemes": {"Key": header, "Bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route, path: str) -> dict[str, Any]:
    subject = (route.run or describe).__module__.rpartition(".")[2]
    made: dict[str, Any] = {
        "x-method": route.name,
        "tags": [SUBJECTS[subject]],
        "summary": inspect.getdoc(route.run),
        "security": [{name: [route.scope] if route.scope else []} for name in ("Key", "Bearer")] if route.key else [],
        "parameters": [*_ids(path), *_query(route), *_headers(route)],
    }
    if route.body is not bodies.Body:
        content = {"schema": schemas.reference(route.body), "example": BODIES[route.name]}
        made["requestBody"] = {"required": True, "content": {"application/json": content}}
    made["responses"] = _responses(route)
    return made


# --- parameters -----------------------------------------------------------------------------------------------------


def _ids(path: str) -> list[dict[str, str]]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _id(name: str) -> dict[str, Any]:
    example, meaning = IDS[name]
    made = {"name": name, "in": "path", "required": True, "description": meaning}
    return {**made, "schema": {"type": "string"}, "example": example}


def _query(route: Route) -> list[dict[str, Any]]:
    return [_parameter(field) for field in msgspec.structs.fields(route.query)]


def _parameter(field: msgspec.structs.FieldInfo) -> dict[str, Any]:
    schema = schemas.schema_of(field.type)
    made = {"name": field.encode_name, "in": "query", "description": schema.pop("description")}
    if schema.pop("deprecated", False):
        made["deprecated"] = True
    return {**made, "schema": schema}


def _headers(route: Route) -> list[dict[str, str]]:
    names = ["If-Match"] if route.takes_if_match else []
    if route.writes and not route.answers_secrets:
        names.append("Idempotency-Key")
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _header(name: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "description": _HEADERS[name], "schema": {"type": "string"}}


# --- answers --------------------------------------------------------------------------------------------------------


def _responses(route: Route) -> dict[str, Any]:
    refusal = _answer(_REFUSED, schemas.reference_to_refusal(route))
    good = _answer(inspect.getdoc(route.answer) or "", schemas.reference(route.answer))
    made = {"200": good}
    if route.file:
        made["200"] = {"description": "The file.", "content": {route.file: {}}}
        made["304"] = {"description": "The file is still the one of the ETag that `If-None-Match` named."}
    if route.judges == "each":
        made["207"] = _answer("Some are refused, each with its reason; the others are stored.", schemas.MIXED)
    return {**made, "4XX": refusal, "5XX": refusal}


def _answer(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
