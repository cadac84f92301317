"""The pages for requests that no view answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from annotations_app.answers import refusal


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be read."""
    return refusal(request, 400, "The address or what was sent with it is damaged or too large. Nothing was changed.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a person whose role does not reach this far."""
    return refusal(request, 403, "Your role does not include this. Ask the owner of the app.")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address where nothing is, or nothing for this person."""
    return refusal(request, 404, "There is no such page, or it is not shared with you.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something broke: a page that needs neither database nor session."""
    req_id = request.META.get("REQ_ID", "")
    return HttpResponse(render_to_string("errors/server_error.html", {"req_id": req_id}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was not sent from our own page, or long after it was opened."""
    return refusal(request, 403, "This form is too old, or was not sent from this site. Reload the page and try again.")
