"""What happens around each page: one line of log for what went wrong, and one shape for every refusal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from annotations_app.answers import refusal, wants_json
from annotations_app.errors import Forbidden, Invalid, LabellerError, Missing, Refused
from annotations_app.incidents import facts_of, note_failure, notes_of
from annotations_app.models import User

Answer = Callable[[HttpRequest], HttpResponseBase]

_log = structlog.get_logger()
_STATUS: dict[type[LabellerError], int] = {Refused: 409, Invalid: 422, Forbidden: 403, Missing: 404}
_SIGNED_IN_AT, _SEEN_AT, _SEEN_EVERY = "signed_in_at", "seen_at", 30 * 60
_UNREMARKABLE = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}


def log_requests(get_response: Answer) -> Answer:
    """Write one line for each refused or failed request: who and where, never bodies and never keys."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.META["REQ_ID"] = uuid4().hex
        response = get_response(request)
        status = response.status_code
        if status >= 400 and status not in _UNREMARKABLE:
            write = _log.error if status >= 500 else _log.warning
            write("request", status=status, **facts_of(request))
        return response

    return middleware


@receiver(got_request_exception)
def remember_failure(sender: Any, request: HttpRequest | None = None, **_: Any) -> None:
    """Note what broke a request, for its line."""
    error = sys.exc_info()[1]
    if request is not None and error is not None:
        note_failure(notes_of(request), error)


def keep_sessions_short(get_response: Answer) -> Answer:
    """End a session after half a day of rest, or a week: whoever works meanwhile stays signed in."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and _SIGNED_IN_AT in request.session:
            now = int(time.time())
            if now - request.session[_SIGNED_IN_AT] > settings.SESSION_LONGEST_AGE:
                logout(request)
            elif now - request.session.get(_SEEN_AT, 0) > _SEEN_EVERY:
                request.session[_SEEN_AT] = now  # which renews the session and its cookie
        return get_response(request)

    return middleware


@receiver(user_logged_in)
def note_sign_in(sender: Any, request: HttpRequest, **_: Any) -> None:
    """Remember when a session began, and write a line."""
    request.session[_SIGNED_IN_AT] = request.session[_SEEN_AT] = int(time.time())
    _log.info("signed in", **facts_of(request))


@receiver(user_login_failed)
def log_failed_sign_in(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Write one line for each failed sign-in; the name only of somebody, for people type passwords into its field."""
    tried = User.objects.filter(handle=str(credentials.get("username", ""))).first()
    facts = facts_of(request) if request else {}
    _log.warning("sign-in failed", **{**facts, "user": tried.handle if tried else ""})


def answer_refusals(get_response: Answer) -> Answer:
    """Turn what models refuse into answers, and keep pages with data out of every cache."""
    return _Refusals(get_response)


class _Refusals:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:  # no table can hold it, not even to look for it
            return refusal(request, HTTPStatus.NOT_FOUND, "There is no such page, or it is not shared with you.")
        response = self.get_response(request)
        if response.status_code == HTTPStatus.FOUND and _asks_to_sign_in(request, response):
            return _signed_out(request, response)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        for kind, status in _STATUS.items():
            if isinstance(exception, kind):
                return refusal(request, status, exception.message)
        return None


def _asks_to_sign_in(request: HttpRequest, response: HttpResponseBase) -> bool:
    is_part = request.headers.get("HX-Request") == "true" or wants_json(request)
    return is_part and urlsplit(response["Location"]).path == resolve_url(settings.LOGIN_URL)


def _signed_out(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    """Send the whole page to sign-in, so that no sign-in form lands inside a part."""
    if wants_json(request):
        return JsonResponse({"message": "You are signed out. Sign in to go on."}, status=HTTPStatus.UNAUTHORIZED)
    seen = urlsplit(request.headers.get("HX-Current-URL", "/"))
    query = urlencode({"next": f"{seen.path}?{seen.query}" if seen.query else seen.path})
    return HttpResponse(
        status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": f"{resolve_url(settings.LOGIN_URL)}?{query}"}
    )
