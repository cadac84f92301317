"""The types of the API as JSON schemas, for its description."""

from __future__ import annotations

from typing import Any

import msgspec

from annotations_app.api import bodies
from annotations_app.api.envelopes import BaseResponse, MultiInputResponse
from annotations_app.api.routes import ROUTES, Route
from annotations_app.formats.answers import InputOut, StatusOut

_PLACE = "#/components/schemas/{name}"
MIXED = {"$ref": _PLACE.format(name="MixedInputResponse")}

#: How calls judge what they were sent, those first whose refusals tell most: calls that answer the same share them.
_MOST_TO_TELL = ("each", "all", "whole")

Schema = dict[str, Any]


def reference(kind: type[msgspec.Struct]) -> Schema:
    """Name the schema of a struct."""
    return {"$ref": _PLACE.format(name=kind.__name__)}


def reference_to_refusal(route: Route) -> Schema:
    """Name the schema of a call's refusal: a status, with the lists that its answer always has."""
    return {"$ref": _PLACE.format(name=_name_of_refusal(route))} if route.lists else reference(BaseResponse)


def schema_of(kind: Any) -> Schema:
    """Write the schema of a type that has no name."""
    return _plain(msgspec.json.schema(kind))


def components() -> dict[str, Schema]:
    """Write the schemas of all that the calls read and answer, and of their refusals, by name."""
    kinds = [kind for route in ROUTES for kind in (route.body, route.answer) if kind is not bodies.Body]
    _, found = msgspec.json.schema_components(list(dict.fromkeys(kinds)), ref_template=_PLACE)
    known = {name: _plain(schema) for name, schema in found.items()}
    for route in sorted(ROUTES, key=lambda one: _MOST_TO_TELL.index(one.judges)):
        if route.lists and _name_of_refusal(route) not in known:
            known[_name_of_refusal(route)] = _refusal(route, known)
    known["MixedInputResponse"] = _mixed(known)
    return dict(sorted(known.items()))


def _name_of_refusal(route: Route) -> str:
    return route.answer.__name__.removesuffix("Response") + "Refusal"


def _refusal(route: Route, known: dict[str, Schema]) -> Schema:
    """Describe a refused call that answers lists: they are empty, or hold what was sent, each item with its reason."""
    answer = known[route.answer.__name__]
    properties = dict(answer["properties"]) if route.judges == "each" else {"status": reference(StatusOut)}
    for name in route.lists:
        properties[name] = {"type": "array", "maxItems": 0}
        if route.judges != "whole":
            properties[name] = {"type": "array", "items": _sent_back(known[route.body.__name__], name)}
    why = "Why the call was refused; what was sent comes back where each item has its own reason."
    return {"type": "object", "description": why, "properties": properties, "required": ["status", *route.lists]}


def _sent_back(body: Schema, name: str) -> Schema:
    """Describe an item as it was sent, with its reason."""
    reason = {"type": "object", "properties": {"status": reference(StatusOut)}, "required": ["status"]}
    return {"allOf": [body["properties"][name]["items"], reason]}


def _mixed(known: dict[str, Schema]) -> Schema:
    """Describe the answer to a post of inputs of which some were refused."""
    whole = known[MultiInputResponse.__name__]
    either = {"anyOf": [reference(InputOut), _sent_back(known[bodies.PostInputs.__name__], "inputs")]}
    properties = {**whole["properties"], "inputs": {"type": "array", "items": either}}
    return {**whole, "description": "Inputs, and those that were refused, in the order of the post.",
            "properties": properties}  # fmt: skip


def _plain(schema: Any) -> Any:
    """Write a schema as people would: null is as good as absent, numbers that may be text have two types."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: _plain(value) for name, value in schema.items() if name not in ("title", "default")}
    if kept.get("required") == []:
        del kept["required"]
    if "anyOf" in kept:
        kept |= _joined([one for one in kept.pop("anyOf") if one != {"type": "null"}])
    return kept


def _joined(kinds: list[Schema]) -> Schema:
    """Join what may stand in one place; a whole number may be written with a point, as every JSON schema has it."""
    if len(kinds) == 1:
        return kinds[0]
    names = [one["type"] for one in kinds if set(one) == {"type"}]
    if len(names) < len(kinds):
        return {"anyOf": kinds}
    return {"type": [name for name in names if not (name == "number" and "integer" in names)]}
