"""Pictures for people who may see the app: display picture, thumbnail and original."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from annotations_app import tiles
from annotations_app.access import input_for
from annotations_app.errors import Missing
from annotations_app.models import Input
from annotations_app.views.parts import PageRequest

#: Addresses of our pages name the content (`?v=`), others may mean a new input of the same id tomorrow.
YEAR, MINUTES = 365 * 24 * 60 * 60, 10 * 60

#: What we ever say a file is; anything else is bytes.
MEDIA_TYPES = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif", "image/bmp": ".bmp",
    "video/mp4": ".mp4", "video/webm": ".webm", "audio/mpeg": ".mp3", "audio/wav": ".wav", "audio/ogg": ".ogg",
    "text/plain": ".txt",
}  # fmt: skip


@require_safe
def display(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponseBase:
    """Send the picture that pages show: upright, of a size for screens, without position data."""
    _, row = input_for(request.user, owner_id, app_id, input_id)
    return _derivative(request, row, row.display)


@require_safe
def thumbnail(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponseBase:
    """Send the small picture of grids."""
    _, row = input_for(request.user, owner_id, app_id, input_id)
    return _derivative(request, row, row.thumbnail)


@require_safe
def tile(request: PageRequest, owner_id: str, app_id: str, input_id: str, **place: int) -> HttpResponseBase:
    """Send one tile of a large picture, by scale, column and row."""
    _, on = input_for(request.user, owner_id, app_id, input_id)
    wanted = place["scale"], place["column"], place["row"]
    if not on.tiles or wanted not in tiles.places(on.width or 1, on.height or 1):
        raise Missing("There is no such tile.")
    return _derivative(request, on, tiles.name(on.original, *wanted))


@require_safe
def original(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponseBase:
    """Send the file as it was added, for saving: browsers never show it."""
    _, row = input_for(request.user, owner_id, app_id, input_id)
    known = row.media_type if row.media_type in MEDIA_TYPES else "application/octet-stream"
    name = row.file_name or row.public_id + MEDIA_TYPES.get(known, "")
    return serve_file(request, row.original, known, version=_version(row), changed=row.modified_at, save_as=name)


def serve_file(
    request: HttpRequest, name: str, media_type: str, *, version: str, changed: datetime, save_as: str = ""
) -> HttpResponseBase:
    """Send a stored file with validators and long private caching. Raises Missing; the caller has checked rights."""
    etag, moment = f'"{version}"', int(changed.timestamp())
    known = get_conditional_response(request, etag=etag, last_modified=moment)
    is_known = known is not None and known.status_code == HTTPStatus.NOT_MODIFIED
    response = known if known is not None and is_known else _file(request, name, media_type, save_as)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(moment)
    response.headers["Cache-Control"] = f"private, max-age={YEAR if 'v' in request.GET else MINUTES}, immutable"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _derivative(request: HttpRequest, row: Input, name: str) -> HttpResponseBase:
    ending = name.rpartition(".")[2]
    media_type = {"jpg": "image/jpeg", "png": "image/png"}.get(ending, "application/octet-stream")
    version = f"{_version(row)}-{name.rpartition('/')[2]}"
    return serve_file(request, name, media_type, version=version, changed=row.modified_at)


def _file(request: HttpRequest, name: str, media_type: str, save_as: str) -> HttpResponseBase:
    try:
        if not name:
            raise FileNotFoundError
        file = default_storage.open(name)
        size = file.size
    except FileNotFoundError:
        raise Missing("There is no such picture yet, or its file is missing.") from None
    if request.method == "HEAD":
        file.close()
        return HttpResponse(content_type=media_type, headers={"Content-Length": str(size)})
    return FileResponse(file, content_type=media_type, as_attachment=bool(save_as), filename=save_as)


def _version(row: Input) -> str:
    return f"{row.sha256[:32]}-{int(row.modified_at.timestamp())}"


_INPUT = "apps/<str:owner_id>/<str:app_id>/inputs/<str:input_id>"
urls = [
    path(f"{_INPUT}/display/", display, name="inputs-display"),
    path(f"{_INPUT}/thumbnail/", thumbnail, name="inputs-thumbnail"),
    path(f"{_INPUT}/tiles/<int:scale>/<int:column>/<int:row>/", tile, name="inputs-tile"),
    path(f"{_INPUT}/original/", original, name="inputs-original"),
]
