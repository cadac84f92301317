"""What goes wrong: the notes for the one line of log that a request gets, and which trouble passes by itself.

A line tells what failed and where, never what was sent: messages of errors often repeat values.
"""

from __future__ import annotations

import errno
import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, InterfaceError, OperationalError

if TYPE_CHECKING:
    from django.http import HttpRequest

    from annotations_app.models import App, User

Notes = dict[str, Any]

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE}
_FRAMES = 12
_SECRET = re.compile(r"^(/invitations/|/v2/users/[^/]*/keys/).*", re.DOTALL)
_HERE = Path(__file__).resolve().parent.parent


def notes_of(request: HttpRequest) -> Notes:
    """Return what is noted about a request; a door hands it to whatever runs the call."""
    notes: Notes = request.META.setdefault("labeller.notes", {})
    return notes


def note_failure(notes: Notes, error: BaseException) -> None:
    """Remember what broke, for the line that the request will get."""
    notes.update(described(error))


def note_asker(notes: Notes, user: User, app: App | None) -> None:
    """Remember who asks, and about which app, where no session tells it."""
    notes["user"] = user.handle
    notes["app"] = f"{app.owner.handle}/{app.public_id}" if app is not None else ""


def facts_of(request: HttpRequest) -> dict[str, Any]:
    """Name a request without what may be secret in it: no query, no link that lets somebody in, no key."""
    of_page = request.resolver_match.kwargs if request.resolver_match else {}
    app = f"{of_page['owner_id']}/{of_page['app_id']}" if {"owner_id", "app_id"} <= of_page.keys() else ""
    return {
        "req_id": request.META.get("REQ_ID", ""),
        "method": request.method or "",
        "path": _SECRET.sub(r"\1…", request.path),
        "address": request.META.get("REMOTE_ADDR", ""),
        "user": "" if "user" in notes_of(request) else _handle_of(request),
        "app": app,
        **notes_of(request),
    }


def _handle_of(request: HttpRequest) -> str:
    """Name who is signed in; nobody, where the session cannot be read either."""
    try:
        user = getattr(request, "user", None)
        return user.handle if user is not None and user.is_authenticated else ""
    except DatabaseError:
        return ""


def described(error: BaseException) -> dict[str, Any]:
    """Say what kind of error it is and where it came from."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    where = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    what = {"error": type(error).__name__, "where": where}
    # These speak of the machine, not of what was sent.
    return {**what, "why": str(error).strip()} if isinstance(error, OperationalError | OSError) else what


def passes(error: BaseException | None) -> bool:
    """Tell trouble that passes, so that one should try again, from a mistake of ours."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return isinstance(error, OSError) and error.errno in _FULL


def _short(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(_HERE)) if path.is_relative_to(_HERE) else "/".join(path.parts[-3:])
