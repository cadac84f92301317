"""Keys that a personal access token makes and changes: of its own person, and never mightier than itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from annotations_app.errors import Code, Forbidden, Invalid, Missing, inside
from annotations_app.models.app import App
from annotations_app.models.bulk import Update, run
from annotations_app.models.key import ApiKey, ApiKeyQuerySet, NewKey, hash_of

FOR_APP, TOKEN = "app_specific_key", "personal_access_token"


class KeyDraft(msgspec.Struct):
    """A key as a call describes it. Empty texts and None mean: not said.

    `id` is the id of the list or the secret itself, which is all that a client of the service is told of a key.
    `apps` are pairs of the owner's id and the app's.
    """

    id: str = ""
    kind: str = ""
    description: str = ""
    scopes: list[str] | None = None
    expires_at: datetime | None = None
    apps: list[tuple[str, str]] = []


@transaction.atomic
def make_keys(by: ApiKey, wanted: Sequence[KeyDraft]) -> list[NewKey]:
    """Make keys, all or none, and return each with its secret, which is shown only now."""
    names = [name for one in wanted for _, name in one.apps]
    apps = {app.public_id: app for app in App.objects.filter(owner=by.user, public_id__in=names)}
    made: list[NewKey] = []
    for place, one in enumerate(wanted):
        with inside(f"keys[{place}]"):
            app = _app_of(by, one, apps)
            if not one.scopes:
                raise Invalid("scopes: name at least one.")
            if one.expires_at is not None and one.expires_at <= timezone.now():
                raise Invalid("expires_at: this is past.")
            made.append(
                ApiKey.new(by.user, app, scopes=one.scopes, description=one.description, expires_at=one.expires_at)
            )
            by.check_grant(one.scopes, one.expires_at)
    ApiKey.objects.bulk_create([key for key, _ in made])
    return made


@transaction.atomic
def change_keys(by: ApiKey, wanted: Sequence[KeyDraft]) -> list[ApiKey]:
    """Give keys other scopes, names and ends, all or none; what is not said stays."""
    found = _by_name(ApiKey.objects.of(by.user).select_for_update(of=("self",)), [one.id for one in wanted])
    changed: list[ApiKey] = []
    for place, one in enumerate(wanted):
        with inside(f"keys[{place}]"):
            key = _one(found, one.id)
            scopes = key.scopes if one.scopes is None else one.scopes
            ends = one.expires_at or key.expires_at
            if not scopes:
                raise Invalid("scopes: name at least one.")
            key.set(scopes=scopes, description=one.description or key.description, expires_at=ends)
            if one.scopes is not None or one.expires_at is not None:
                by.check_grant(scopes, ends)
            changed.append(key)
    columns = ("scopes", "description", "expires_at")
    rows = {key.pk: {"id": key.pk, **{name: getattr(key, name) for name in columns}} for key in changed}
    run([Update(ApiKey, list(rows.values()))])
    return changed


def key_named(by: ApiKey, key_id: str) -> ApiKey:
    """Find one key of the person whose key asks. Raises Missing."""
    return _one(_by_name(ApiKey.objects.of(by.user), [key_id]), key_id)


def _by_name(rows: ApiKeyQuerySet, ids: Sequence[str]) -> dict[str, ApiKey]:
    """Fetch keys by what a call may call them."""
    hashes = {hash_of(one): one for one in ids}
    found: dict[str, ApiKey] = {}
    for row in rows.filter(Q(public_id__in=ids) | Q(secret_hash__in=hashes)):
        found[row.public_id] = row
        if row.secret_hash in hashes:
            found[hashes[row.secret_hash]] = row
    return found


def _one(found: dict[str, ApiKey], key_id: str) -> ApiKey:
    if key_id not in found:
        raise Missing("id: you have no such key.")
    return found[key_id]


def _app_of(by: ApiKey, wanted: KeyDraft, apps: dict[str, App]) -> App | None:
    """Find the app that a new key shall be for; None for a personal access token."""
    if wanted.kind not in ("", FOR_APP, TOKEN):
        raise Invalid(f"type: write {FOR_APP} or {TOKEN}.")
    if wanted.kind == TOKEN:
        if wanted.apps:
            raise Invalid(f"apps: a {TOKEN} is for every app; leave them out.")
        return None
    if len(wanted.apps) != 1:
        raise Invalid(f"apps: name the one app of the key, or write type {TOKEN}.")
    owner_id, app_id = wanted.apps[0]
    if owner_id not in ("", "me", by.user.handle):
        raise Forbidden("apps[0]: a key of an app is made by its owner.", Code.INSUFFICIENT_SCOPES)
    if app_id not in apps:
        raise Missing(f"apps[0].id: you have no app '{app_id}'.")
    app = apps[app_id]
    app.owner = by.user
    return app
