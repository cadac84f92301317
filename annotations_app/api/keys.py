"""Who asks, and about which app: keys, their limits, and where the app is named (contract 1.3 and 2)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError

from annotations_app.api.bodies import UserAppIn
from annotations_app.codes import DESCRIPTIONS
from annotations_app.errors import Code, LabellerError, Missing
from annotations_app.models import ApiKey, App, Member, member_of

SCHEMES = ("key", "bearer")
WRONG_KEYS_A_MINUTE = 200


def key_of(header: str, address: str) -> ApiKey:
    """Find the key of an Authorization header. Raises LabellerError (11008; 11005 after many wrong ones)."""
    scheme, _, secret = header.strip().partition(" ")
    secret = secret.strip()
    is_meant = bool(secret) and scheme.lower() in SCHEMES
    key = ApiKey.objects.holding(secret) if is_meant else None
    if key is None:
        if is_meant:
            _count_wrong_key(address)
        raise LabellerError(DESCRIPTIONS[Code.KEY_INVALID], Code.KEY_INVALID)
    if settings.RATE_LIMIT and _count(f"api-calls:{key.pk}:{int(time.time())}", 5) > settings.RATE_LIMIT:
        raise LabellerError(f"At most {settings.RATE_LIMIT} calls a second.", Code.THROTTLED)
    with suppress(OperationalError):  # a full or busy disk is no reason not to read
        key.note_use()
    return key


def _count_wrong_key(address: str) -> None:
    """Raise LabellerError (11005) for an address that tries key after key."""
    if _count(f"wrong-keys:{address}:{int(time.time() // 60)}", 120) > WRONG_KEYS_A_MINUTE:
        raise LabellerError("Too many wrong keys from this address; wait a minute.", Code.THROTTLED)


def _count(name: str, seconds: int) -> int:
    seen = int(cache.get(name, 0)) + 1
    cache.set(name, seen, seconds)
    return seen


def membership(key: ApiKey, ids: Mapping[str, str], sent: UserAppIn | None) -> Member | None:
    """Find what the key's person is to the app that the call names, or None where it names none.

    Raises LabellerError (11008) for a key of another app, Missing for an app that the person cannot see.
    """
    owner_id, app_id = ids.get("user_id", ""), ids.get("app_id", "")
    if not app_id and sent is not None:
        owner_id, app_id = sent.user_id or "", sent.app_id or ""
    if owner_id in ("", "me"):
        owner_id = key.user.handle
    if key.app is not None:
        is_other = app_id not in ("", key.app.public_id) or owner_id != key.app.owner.handle
        if is_other:
            raise LabellerError("This key is for another app.", Code.KEY_INVALID)
        return _of(key, key.app)
    if not app_id:
        return None
    named: dict[str, Any] = {"owner__handle": owner_id.replace("\0", "\1"), "public_id": app_id.replace("\0", "\1")}
    return _of(key, App.objects.select_related("owner").filter(**named).first())


def _of(key: ApiKey, app: App | None) -> Member:
    member = member_of(app, key.user, frozenset(key.scopes), key.pk) if app is not None else None
    if member is None:
        raise Missing("There is no such app, or it is not shared with you.")
    return member
