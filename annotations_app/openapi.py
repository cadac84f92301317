"""The description of the API, as `manage.py openapi` writes it from the types: it is served, and drawn as a page."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

import msgspec
from django.conf import settings


@cache
def written() -> tuple[bytes, str]:
    """Return the document as it is served, and what names its content."""
    content = (settings.BASE_DIR / "docs" / "openapi.json").read_bytes()
    return content, hashlib.sha256(content).hexdigest()[:32]


@cache
def document() -> dict[str, Any]:
    """Return the document as values; nobody changes them."""
    read: dict[str, Any] = msgspec.json.decode(written()[0])
    return read
