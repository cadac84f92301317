"""The HTTP door of the API: everything under /v2 is answered here, with the envelope, never with a redirect.

It finds the call that an address means and reads what was sent; running the call is `calling.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase, HttpResponseNotModified

from annotations_app.api.calling import Asker, Sent, answer
from annotations_app.api.decoding import bad_format, check_size, decode
from annotations_app.api.query_strings import QueryString
from annotations_app.api.replies import Media, Reply, failure
from annotations_app.api.routes import Route, find
from annotations_app.errors import Code
from annotations_app.incidents import notes_of

_RETRY_AFTER = {Code.TRY_AGAIN: "1", Code.THROTTLED: "5"}


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
    """Find the call and run it."""
    refusal, found = _refused_transport(request), find(_parts(request))
    if found is None:
        return refusal or failure(Code.DOES_NOT_EXIST, "There is no such path.")
    verb = request.META.get("REQUEST_METHOD", "")
    route, names = found.ends.get("GET" if verb == "HEAD" else verb, (None, ()))
    if route is None:
        return refusal or failure(Code.METHOD_NOT_ALLOWED, f"This path knows {', '.join(sorted(found.ends))}.")
    if refusal is not None:
        return failure(refusal.code, refusal.details, route.lists, refusal.http)

    def read() -> Sent:
        values = (unquote(value, errors="replace").replace("\0", "\1") for value in found.values)
        query = QueryString(request.META.get("QUERY_STRING", ""))
        body = decode(_body(request, route), route.body)
        if_match, idempotency_key = request.META.get("HTTP_IF_MATCH"), request.META.get("HTTP_IDEMPOTENCY_KEY")
        return Sent(dict(zip(names, values, strict=True)), query, body, if_match, idempotency_key)

    header, address = request.META.get("HTTP_AUTHORIZATION", ""), request.META.get("REMOTE_ADDR", "")
    base_url, req_id = f"{request.scheme}://{request.get_host()}", request.META["REQ_ID"]
    return answer(route, Asker(header, address, base_url, notes_of(request), req_id), read)


def _refused_transport(request: HttpRequest) -> Reply | None:
    """Refuse a foreign host, plain HTTP where HTTPS is wanted (never by a redirect), and bodies to be unpacked."""
    target = str(request.META.get("REQUEST_URI", ""))
    try:
        is_foreign = "://" in target.partition("?")[0] and target.split("/")[2] != request.get_host()
        request.get_host()
    except SuspiciousOperation:
        is_foreign = True
    if is_foreign:
        return failure(Code.BAD_REQUEST_FORMAT, "The request names no host of this server.")
    if settings.HTTPS and not request.is_secure():
        return failure(Code.INVALID_REQUEST, "Use HTTPS.")
    encoding = request.META.get("HTTP_CONTENT_ENCODING", "").strip().lower()
    if encoding not in ("", "identity") and request.method not in ("GET", "HEAD"):
        return failure(Code.BAD_REQUEST_FORMAT, "Bodies come without Content-Encoding.", http=415)
    return None


def _parts(request: HttpRequest) -> list[str]:
    """Split the path as it was typed, without /v2 and without a slash at the end."""
    raw = str(request.META.get("REQUEST_URI") or request.META.get("RAW_URI") or "").partition("?")[0]
    if raw.startswith("//"):  # the server joins the slashes in path_info; a proxy in front may not
        return [""]
    path = raw if raw.startswith("/v2") else request.path_info.replace("%", "%25")
    parts = path.split("/")[2:]
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts


def _body(request: HttpRequest, route: Route) -> bytes:
    """Read the body, which is looked at for its size before it is read. GET has none."""
    if route.verb == "GET":
        return b""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise bad_format("Content-Length is no number.")
    check_size(int(length[:13]), route.body_limit)
    try:
        body: bytes = request.read()
    except UnreadablePostError:
        raise bad_format("The body broke off.") from None
    return body


# --- HTTP -----------------------------------------------------------------------------------------------------------


def _response(request: HttpRequest, reply: Reply) -> HttpResponseBase:
    if reply.media is not None:
        return _file_response(request, reply.media)
    status = reply.http_status
    content = reply.encoded(request.META["REQ_ID"])
    response = HttpResponse(content, content_type="application/json", status=status)
    response["Content-Length"] = str(len(content))
    if reply.etag:
        response["ETag"] = f'"{reply.etag}"'
    if reply.is_repeated:
        response["Idempotency-Replayed"] = "true"
    if reply.code in _RETRY_AFTER:
        response["Retry-After"] = _RETRY_AFTER[Code(reply.code)]
    if reply.code == Code.METHOD_NOT_ALLOWED:
        response["Allow"] = reply.details.removeprefix("This path knows ").rstrip(".")
    if reply.code == Code.KEY_INVALID:
        response["WWW-Authenticate"] = "Key"
    return response


def _file_response(request: HttpRequest, media: Media) -> HttpResponseBase:
    """Hand out a file: never as a page; a stored one is kept by the asker's own cache alone."""
    etag = f'"{media.etag}"'
    if media.etag and request.META.get("HTTP_IF_NONE_MATCH", "") == etag:
        response: HttpResponseBase = HttpResponseNotModified()
    elif media.content is not None:
        response = HttpResponse(media.content, content_type=media.content_type)
    else:
        response = FileResponse(
            default_storage.open(media.name),
            content_type=media.content_type,
            as_attachment=media.attached,
            filename=media.file_name,
        )
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache" if media.content is None else "public, max-age=3600"
    return response
