"""What all pages share: the request with its person, and what the frame of the page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from annotations_app.models import User

THEMES = ("light", "dark")


class PageRequest(HttpRequest):
    """A request to a page that only signed-in people reach."""

    user: User
    htmx: HtmxDetails


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Give every template the theme that the person chose, or "" for the device's."""
    theme = request.COOKIES.get("theme", "")
    return {"theme": theme if theme in THEMES else ""}


def local_address(request: HttpRequest, address: str, otherwise: str = "/") -> str:
    """Return an address of this server as it was sent, or another one where it leads elsewhere."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else otherwise
