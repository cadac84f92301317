"""The pages for requests that no view answers."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from annotations_app.answers import refusal, wants_json
from annotations_app.incidents import passes


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
    """Answer when something broke, or does not answer just now: a page that needs neither database nor session."""
    is_busy = passes(sys.exc_info()[1])
    status = 503 if is_busy else 500
    if wants_json(request):
        message = "The server is busy: nothing was stored. Try again." if is_busy else "Something broke on the server."
        response: HttpResponse = JsonResponse({"message": message}, status=status)
    else:
        shown = {"status": status, "is_busy": is_busy, "req_id": request.META.get("REQ_ID", "")}
        response = HttpResponse(render_to_string("errors/server_error.html", shown), status=status)
    if is_busy:
        response["Retry-After"] = "2"
    response["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was not sent from our own page, or long after it was opened."""
    return refusal(request, 403, "This form is too old, or was not sent from this site. Reload the page and try again.")
