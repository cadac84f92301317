"""The door of the JSON API: everything under /v2 is answered here, always with the envelope, never with a redirect.

It finds the call, the key, the body and the app, runs the call once more when it lost a race, and turns every
refusal into its code. What the call does, it does not know.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from django.http import FileResponse, HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase, HttpResponseNotModified

from annotations_app.api.decoding import bad_format, decode
from annotations_app.api.keys import key_of, membership
from annotations_app.api.paging import Query
from annotations_app.api.replies import Call, Media, Reply, failure
from annotations_app.api.routes import Found, Route, find
from annotations_app.errors import Code, Forbidden, LabellerError

_log = structlog.get_logger()
_RETRY_AFTER = {Code.TRY_AGAIN: "1", Code.THROTTLED: "5"}
#: SQLSTATE and SQLite codes of what a repetition can mend: unique and foreign keys that others took, deadlocks.
_RACES = {"23505", "23503", "40001", "40P01", 2067, 1555, 787}


class ApiMiddleware:
    """Answers the API before sessions, cookies and forms are looked at: they mean nothing here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer what is under /v2, and let everything else pass."""
        if request.path_info != "/v2" and not request.path_info.startswith("/v2/"):
            return self.get_response(request)
        try:
            response = _response(request, _answer(request))
        except FileNotFoundError:  # deleted since it was looked for
            response = _response(request, failure(Code.DOES_NOT_EXIST, "The file is not there."))
        response["X-Content-Type-Options"] = "nosniff"
        response.setdefault("Cache-Control", "no-store")
        return response


def _answer(request: HttpRequest) -> Reply:
    """Find the call and run it; every error becomes a Reply."""
    found: Found | None = None
    route: Route | None = None
    try:
        _check_transport(request)
        parts = _parts(request)
        found = find(parts)
        if found is None:
            return failure(Code.DOES_NOT_EXIST, "There is no such path.")
        verb = request.META.get("REQUEST_METHOD", "")
        route, names = found.ends.get("GET" if verb == "HEAD" else verb, (None, ()))
        if route is None:
            return failure(Code.METHOD_NOT_ALLOWED, f"This path knows {', '.join(sorted(found.ends))}.")
        if route.run is None:
            return failure(Code.NOT_IMPLEMENTED, "This server does not have this call.")
        ids = dict(zip(names, (unquote(value, errors="replace") for value in found.values), strict=True))
        return _run(request, route, {name: value.replace("\0", "\1") for name, value in ids.items()})
    except LabellerError as error:
        http = 415 if isinstance(error, _Encoded) else 0
        return failure(error.code, error.message, route.lists if route else "", http)
    except (OperationalError, InterfaceError, DatabaseError) as error:
        return _of_the_database(error, route)
    except Exception:  # noqa: BLE001 - whatever it is, the answer has the envelope
        _log.exception("A call of the API failed", path=request.path_info)
        return failure(Code.INTERNAL_SERVER_ISSUE, lists=route.lists if route else "")


def _check_transport(request: HttpRequest) -> None:
    """Raise LabellerError for a foreign host, or plain HTTP where HTTPS is wanted: never a redirect."""
    target = str(request.META.get("REQUEST_URI", ""))
    try:
        is_foreign = "://" in target.partition("?")[0] and target.split("/")[2] != request.get_host()
        request.get_host()
    except SuspiciousOperation:
        is_foreign = True
    if is_foreign:
        raise bad_format("The request names no host of this server.")
    if settings.HTTPS and not request.is_secure():
        raise LabellerError("Use HTTPS.")


def _parts(request: HttpRequest) -> list[str]:
    """Split the path as it was typed, without /v2 and without a slash at the end."""
    raw = str(request.META.get("REQUEST_URI") or request.META.get("RAW_URI") or "").partition("?")[0]
    path = raw if raw.startswith("/v2") else request.path_info.replace("%", "%25")
    parts = path.split("/")[2:]
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts


def _run(request: HttpRequest, route: Route, ids: dict[str, str]) -> Reply:
    key = None
    if route.key:
        key = key_of(request.META.get("HTTP_AUTHORIZATION", ""), request.META.get("REMOTE_ADDR", ""))
    query = Query(request.META.get("QUERY_STRING", ""))
    body = decode(_body(request, route), route.body)
    member = membership(key, ids, body.user_app_id) if key is not None and route.app != "none" else None
    base_url = f"{request.scheme}://{request.get_host()}"
    call = Call(route.name, key, body, ids, query, base_url, member)
    if route.app == "needed" and call.member and route.scope:
        call.member.require(route.scope)
    elif route.scope and key is not None and not {"All", route.scope} & set(key.scopes):
        raise Forbidden(f"The scope {route.scope} is missing.", Code.INSUFFICIENT_SCOPES)
    return _with_one_more_try(route, call)


def _body(request: HttpRequest, route: Route) -> bytes:
    """Read the body, which is looked at for its size before it is read. GET has none."""
    if route.verb == "GET":
        return b""
    limit = settings.API_INPUTS_BODY_LIMIT if route.name == "PostInputs" else settings.API_BODY_LIMIT
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise bad_format("Content-Length is no number.")
    if len(length) > 12 or int(length) > limit:
        raise LabellerError(f"At most {limit // 2**20} MiB in one call.", Code.BODY_TOO_LARGE)
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise _Encoded("Bodies come without Content-Encoding.", Code.BAD_REQUEST_FORMAT)
    try:
        body: bytes = request.read()
    except UnreadablePostError:
        raise bad_format("The body broke off.") from None
    return body


class _Encoded(LabellerError):
    """A body that would have to be unpacked first (HTTP 415)."""


def _with_one_more_try(route: Route, call: Call) -> Reply:
    """Run the call; where another call took a name or a lock first, run it once more from the start."""
    if route.run is None:
        return failure(Code.NOT_IMPLEMENTED)
    try:
        return route.run(call)
    except (IntegrityError, OperationalError) as error:
        if not _lost_a_race(error):
            raise
    return route.run(call)


def _lost_a_race(error: DatabaseError) -> bool:
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) in _RACES or getattr(cause, "sqlite_errorcode", None) in _RACES


def _of_the_database(error: DatabaseError | InterfaceError, route: Route | None) -> Reply:
    """Tell trouble that passes (nothing was stored; try again) from a mistake of ours."""
    lists = route.lists if route else ""
    passes = isinstance(error, OperationalError | InterfaceError) or _lost_a_race(error)
    if passes:
        _log.warning("The database did not answer", error=type(error.__cause__ or error).__name__)
        return failure(Code.TRY_AGAIN, "The database is busy or not there; nothing was stored.", lists)
    _log.exception("A call of the API failed in the database")
    return failure(Code.INTERNAL_SERVER_ISSUE, lists=lists)


# --- HTTP -----------------------------------------------------------------------------------------------------------


def _response(request: HttpRequest, reply: Reply) -> HttpResponseBase:
    if reply.media is not None:
        return _file_response(request, reply.media)
    status = reply.http_status
    content = reply.encoded()
    response = HttpResponse(content, content_type="application/json", status=status)
    response["Content-Length"] = str(len(content))
    if reply.etag:
        response["ETag"] = f'"{reply.etag}"'
    if reply.code in _RETRY_AFTER:
        response["Retry-After"] = _RETRY_AFTER[Code(reply.code)]
    if reply.code == Code.METHOD_NOT_ALLOWED:
        response["Allow"] = reply.details.removeprefix("This path knows ").rstrip(".")
    if reply.code == Code.KEY_INVALID:
        response["WWW-Authenticate"] = "Key"
    return response


def _file_response(request: HttpRequest, media: Media) -> HttpResponseBase:
    """Hand out a stored file: never as a page, and kept by the asker's own cache alone."""
    etag = f'"{media.etag}"'
    if media.etag and request.META.get("HTTP_IF_NONE_MATCH", "") == etag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = FileResponse(
            default_storage.open(media.name),
            content_type=media.content_type,
            as_attachment=media.attached,
            filename=media.file_name,
        )
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response
