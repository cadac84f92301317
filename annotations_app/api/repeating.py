"""Idempotency-Key: a call that is repeated has one effect and the first one's answer (contract 1.2).

What is kept is what changed something; a refused call stored nothing, so that its repetition is judged anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from annotations_app.api.replies import Call, Reply
from annotations_app.errors import LabellerError, Unfinished
from annotations_app.models import IdempotencyKey
from annotations_app.structs import ready_for_threads

_VALUE = re.compile(r"[ -~]{1,255}")
_OF_THE_APP = ("user_id", "app_id")


@ready_for_threads
class Kept(msgspec.Struct):
    """An answer as it is kept."""

    payload: dict[str, Any]
    code: int
    details: str
    http: int
    etag: str
    req_id: str


def once(run: Callable[[Call], Reply], value: str, req_id: str = "") -> Callable[[Call], Reply]:
    """Return a call that runs only if no call of the same person and value has been answered within a day.

    Raises LabellerError (11102) for a value that was another call's, Unfinished while the first one runs.
    """
    if not _VALUE.fullmatch(value):
        raise LabellerError("Idempotency-Key: write 1 to 255 printable ASCII characters.")

    def repeatable(call: Call) -> Reply:
        asked = hash_of(call)
        with transaction.atomic():
            if not IdempotencyKey.objects.may_go_on(call.person, value):
                raise Unfinished("Idempotency-Key: the first call of this value still runs.")
            before = IdempotencyKey.objects.answered(call.person, value)
            if before is None:
                return _kept(run(call), call, value, asked, req_id)
        if before.request_hash != asked:
            raise LabellerError("Idempotency-Key: this value was sent with another call; take a new one for each.")
        return _as_before(before)

    return repeatable


def hash_of(call: Call) -> str:
    """Return what tells calls apart, whatever the door and the form of the path: call, app, ids, body, condition."""
    member = call.membership
    ids = {name: one for name, one in call.ids.items() if member is None or name not in _OF_THE_APP}
    if ids.get("user_id") == "me":
        ids["user_id"] = call.person.handle
    body = msgspec.structs.replace(call.body, user_app_id=None)
    asked = [call.name, member.app.pk if member else 0, ids, call.if_match, body]
    return hashlib.sha256(msgspec.json.encode(asked, order="deterministic")).hexdigest()


def _kept(reply: Reply, call: Call, value: str, asked: str, req_id: str) -> Reply:
    """Keep the answer of a call that stored something, beside what it stored."""
    if reply.http_status < 300:
        kept = Kept(reply.payload, reply.code, reply.details, reply.http, reply.etag, req_id)
        answer = _packed(kept)
        IdempotencyKey.objects.create(owner=call.person, value=value, request_hash=asked, answer=answer)
        reply.payload = kept.payload
    return reply


def _as_before(before: IdempotencyKey) -> Reply:
    kept = msgspec.msgpack.decode(before.answer, type=Kept)
    of_before = (kept.payload, kept.code, kept.details, kept.http, kept.etag)
    return Reply(*of_before, req_id=kept.req_id, is_repeated=True)


def _packed(kept: Kept) -> bytes:
    """Write an answer; a number of the caller's own that is larger than 64 bits becomes a double, as JSON reads it."""
    try:
        return msgspec.msgpack.encode(kept)
    except OverflowError:
        kept.payload = _without_huge(msgspec.to_builtins(kept.payload, builtin_types=(datetime,)))
        return msgspec.msgpack.encode(kept)


def _without_huge(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_huge(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_huge(inner) for inner in value]
    return float(value) if isinstance(value, int) and abs(value) >= 2**63 else value
