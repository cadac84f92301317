"""The call that describes all calls; it needs no key."""

from __future__ import annotations

from annotations_app import openapi
from annotations_app.api.replies import Call, Media, Reply


def get_openapi(call: Call) -> Reply:
    """Answer with this description of the API, as OpenAPI 3.1."""
    content, etag = openapi.written()
    return Reply({}, media=Media("openapi.json", "application/json", etag, content=content))
