"""Running a call of the table, whatever the door it came through: key, app, scope, one more try, and the refusals.

A door finds the route and says how to read what was sent; nothing is read for somebody without a key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from django.db import DatabaseError, IntegrityError, OperationalError

from annotations_app.api.conditions import CONDITIONAL
from annotations_app.api.keys import key_of, membership
from annotations_app.api.query_strings import QueryString
from annotations_app.api.repeating import once
from annotations_app.api.replies import Call, Reply, failure
from annotations_app.api.routes import Route
from annotations_app.errors import Code, Forbidden, LabellerError, Outdated, Unfinished
from annotations_app.incidents import Notes, note_asker, note_failure, passes

#: SQLSTATE and SQLite codes of what a repetition can mend: unique and foreign keys that others took, deadlocks.
_RACES = {"23505", "23503", "40001", "40P01", 2067, 1555, 787}
_HTTP: dict[type[LabellerError], int] = {Outdated: 412, Unfinished: 409}


class Sent(msgspec.Struct):
    """What a door has read of a request: ids of the path, what stands beside it, the body, and two headers."""

    ids: Mapping[str, str]
    query: QueryString
    body: Any
    if_match: str | None = None
    idempotency_key: str | None = None


class Asker(msgspec.Struct):
    """Who asks, as the door sees it: the Authorization, the network address, and where our own addresses begin.

    `req_id` is the number by which the log knows the request.
    """

    authorization: str
    address: str
    base_url: str
    notes: Notes = msgspec.field(default_factory=dict)  # for the log
    req_id: str = ""


def answer(route: Route, asker: Asker, read: Callable[[], Sent]) -> Reply:
    """Run a call; every error becomes a Reply."""
    try:
        return _run(route, asker, read)
    except LabellerError as error:
        return failure(error.code, error.message, route.lists, _HTTP.get(type(error), 0))
    except FileNotFoundError:  # deleted since it was looked for
        return failure(Code.DOES_NOT_EXIST, "The file is not there.", route.lists)
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer has the envelope
        note_failure(asker.notes, error)
        if passes(error) or (isinstance(error, DatabaseError) and _lost_a_race(error)):
            busy = "The database or the disk is busy or full; nothing was stored."
            return failure(Code.TRY_AGAIN, busy, route.lists)
        return failure(Code.INTERNAL_SERVER_ISSUE, lists=route.lists)


def _run(route: Route, asker: Asker, read: Callable[[], Sent]) -> Reply:
    if route.run is None:
        return failure(Code.NOT_IMPLEMENTED, "This server does not have this call.")
    key = key_of(asker.authorization, asker.address) if route.key else None
    if key is not None:
        note_asker(asker.notes, key.user, key.app)
    sent = read()
    member = membership(key, sent.ids, sent.body.user_app_id) if key is not None and route.app != "none" else None
    if member is not None:
        note_asker(asker.notes, member.user, member.app)
    query = sent.query.read(route.query)
    call = Call(route.name, key, sent.body, sent.ids, query, asker.base_url, member, sent.if_match)
    if route.app == "needed" and call.member and route.scope:
        call.member.require(route.scope)
    elif route.scope and key is not None and not {"All", route.scope} & set(key.scopes):
        raise Forbidden(f"The scope {route.scope} is missing.", Code.INSUFFICIENT_SCOPES)
    if sent.if_match is not None and route.verb != "GET" and not route.takes_if_match:
        raise LabellerError(f"If-Match: it goes with {CONDITIONAL}, not with {route.name}.")
    run = route.run
    if sent.idempotency_key is not None and route.writes:
        run = _repeatable(route, run, sent.idempotency_key, asker.req_id)
    return _with_one_more_try(run, call)


def _repeatable(route: Route, run: Callable[[Call], Reply], value: str, req_id: str) -> Callable[[Call], Reply]:
    if route.answers_secrets:
        raise LabellerError(f"Idempotency-Key: what {route.name} answers is never kept, so it cannot be repeated.")
    return once(run, value, req_id)


def _with_one_more_try(run: Callable[[Call], Reply], call: Call) -> Reply:
    """Run the call; where another call took a name or a lock first, run it once more from the start."""
    try:
        return run(call)
    except (IntegrityError, OperationalError) as error:
        if not _lost_a_race(error):
            raise
    return run(call)


def _lost_a_race(error: DatabaseError) -> bool:
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) in _RACES or getattr(cause, "sqlite_errorcode", None) in _RACES
