"""The calls of the API as their page shows them, drawn from its description."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, NamedTuple

from annotations_app import openapi
from annotations_app.views import help_lines

_WORDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
_NAMED = "#/components/schemas/"

Json = dict[str, Any]


class Kind(NamedTuple):
    """What may stand in a place: words, and the types that they lead to."""

    words: str
    types: tuple[str, ...] = ()


class Member(NamedTuple):
    """A parameter, or a member of a body, of an answer or of a type."""

    name: str
    kind: Kind
    meaning: str = ""
    place: str = ""
    is_needed: bool = False


class Shown(NamedTuple):
    """One call."""

    name: str
    verb: str
    path: str
    does: str
    scope: str
    needs_key: bool
    other_forms: list[tuple[str, str]]
    parameters: list[Member]
    body: list[Member]
    answer: list[Member]
    answers: str
    curl: str
    python: str


class Type(NamedTuple):
    """A named type."""

    name: str
    meaning: str
    members: list[Member]


@lru_cache(maxsize=8)
def subjects(base: str) -> list[tuple[str, list[Shown]]]:
    """List the calls by subject, with lines to try them on the server at this address."""
    forms: dict[str, list[tuple[str, str, Json]]] = {}
    for path, verbs in openapi.document()["paths"].items():
        for verb, operation in verbs.items():
            forms.setdefault(operation["x-method"], []).append((verb.upper(), path, operation))
    calls = [(some[0][2]["tags"][0], _shown(name, some, base)) for name, some in forms.items()]
    tags = [tag["name"] for tag in openapi.document()["tags"]]
    return [(tag, [call for subject, call in calls if subject == tag]) for tag in tags]


@cache
def types() -> list[Type]:
    """List the types that bodies and answers are made of; those of whole bodies and answers stand with their calls."""
    named = openapi.document()["components"]["schemas"]
    return [
        Type(name, schema.get("description", ""), _members(schema))
        for name, schema in named.items()
        if name.endswith(("In", "Out"))
    ]


def _shown(name: str, forms: list[tuple[str, str, Json]], base: str) -> Shown:
    """Draw a call; the form of a path that names the app is the one to try."""
    verb, path, operation = next((form for form in forms if "{app_id}" in form[1]), forms[0])
    parameters = [_followed(one) for one in operation["parameters"]]
    security, good = operation["security"], operation["responses"]["200"]
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    answer = good["content"].get("application/json", {}).get("schema", {})
    tried = _tried(name, verb, base + path, operation, parameters)
    return Shown(
        name=name,
        verb=verb,
        path=path,
        does=operation["summary"],
        scope=(security[0]["Key"] or [""])[0] if security else "",
        needs_key=bool(security),
        other_forms=[(one, other) for one, other, _ in forms if other != path],
        parameters=[_parameter(one) for one in parameters],
        body=_members(_followed(sent["schema"])) if sent else [],
        answer=_members(_followed(answer)) if answer else [],
        answers=good["description"],
        curl=tried[0],
        python=tried[1],
    )


def _tried(name: str, verb: str, address: str, operation: Json, parameters: list[Json]) -> tuple[str, str]:
    """Write the lines to try a call by, with the examples of its description."""
    ids = {one["name"]: one["example"] for one in parameters if one["in"] == "path"}
    query = {one["name"]: one["schema"]["examples"][0] for one in parameters if "examples" in one["schema"]}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
    for id_name, value in ids.items():
        address = address.replace(f"{{{id_name}}}", value)
    key = bool(operation["security"])
    line = help_lines.curl(address, verb, body, query, key=key)
    if "304" in operation["responses"]:
        return line if name == "GetOpenapi" else f"{line} --output file", help_lines.python_file(address, key=key)
    about = {one: ids[one] for one in ("user_id", "app_id") if one in ids}
    others = {one: value for one, value in ids.items() if one not in about}
    asked = {one: [value] for one, value in query.items()}
    members = ({"user_app_id": about} if about else {}) | others | asked | (body or {})
    return line, help_lines.python(name, members)


# --- parameters and members -----------------------------------------------------------------------------------------


def _parameter(one: Json) -> Member:
    kind = _kind(one["schema"])
    is_needed = bool(one.get("required"))
    meaning = one["description"].replace("`", "")
    return Member(one["name"], kind, meaning, "" if one["in"] == "query" else one["in"], is_needed)


def _members(schema: Json) -> list[Member]:
    needed = schema.get("required", ())
    return [
        Member(name, _kind(inner), inner.get("description", ""), is_needed=name in needed)
        for name, inner in schema.get("properties", {}).items()
    ]


def _kind(schema: Json) -> Kind:
    """Say what a schema lets stand in its place."""
    if "$ref" in schema:
        return Kind("", (schema["$ref"].removeprefix(_NAMED),))
    if "anyOf" in schema:
        inner = [_kind(one) for one in schema["anyOf"]]
        return Kind(" or ".join(filter(None, (one.words for one in inner))), sum((one.types for one in inner), ()))
    kind = schema.get("type", "")
    if kind == "array":
        item = _kind(schema.get("items", {}))
        return Kind(f"list of {item.words}".rstrip() if item.words or item.types else "list", item.types)
    if isinstance(kind, list):  # a number that may be written as text
        return Kind(_WORDS[kind[0]])
    if schema.get("format") == "date-time":
        return Kind("time")
    return Kind(_WORDS.get(kind, "object"))


def _followed(schema: Json) -> Json:
    """Follow a reference to what it names."""
    if "$ref" not in schema:
        return schema
    found: Any = openapi.document()
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    followed: Json = found
    return followed
