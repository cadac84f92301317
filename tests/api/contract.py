"""Holds every answer of the tests against the description of the API: nothing else, and nothing more."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema_rs

from annotations_app.api.describing import describe
from annotations_app.api.routes import find


def check(verb: str, path: str, http: int, content: dict[str, Any]) -> None:
    """Raise where an answer is not what the call's description says."""
    found = find(path.partition("?")[0].removesuffix("/").split("/")[1:])
    route = found.ends.get(verb, (None,))[0] if found else None
    if route is None or route.run is None or not content:
        return
    answers = _operations()[route.name]["responses"]
    meant = answers.get(str(http)) or answers.get(f"{http // 100}XX")
    assert meant, f"{route.name} is not described as answering {http}"
    for kind, media in meant["content"].items():
        if kind == "application/json" and "schema" in media:
            _validator(media["schema"]["$ref"]).validate(content)
            assert next(iter(content)) == "status"


@cache
def strict() -> dict[str, Any]:
    """Return the description, in which members of answers that it does not name are wrong."""
    made = describe()
    for name, schema in made["components"]["schemas"].items():
        if name.endswith(("Out", "Response", "Refusal")):
            schema["additionalProperties"] = False
    return made


@cache
def _operations() -> dict[str, Any]:
    return {one["x-method"]: one for verbs in strict()["paths"].values() for one in verbs.values()}


@cache
def _validator(reference: str) -> Any:
    return jsonschema_rs.Draft202012Validator({"$ref": reference, "components": strict()["components"]})
