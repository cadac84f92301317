"""The calls on one's own keys (contract 7.5). A key's secret is answered once, by the call that makes it."""

from __future__ import annotations

from annotations_app.api.annotations import at_most_128
from annotations_app.api.checks import check_oneself, check_token, only_overwrite
from annotations_app.api.decoding import moment
from annotations_app.api.paging import page_of
from annotations_app.api.records import KeyIn
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.writing import key_out
from annotations_app.errors import LabellerError
from annotations_app.models import ApiKey
from annotations_app.models.granting import FOR_APP, TOKEN, KeyDraft, change_keys, key_named, make_keys


def list_keys(call: Call) -> Reply:
    """Answer with a page of the person's keys, oldest first; as all calls on keys, with a personal access token."""
    by, page, query = _token(call), page_of(call), call.query
    kind = query.type
    if kind not in ("", FOR_APP, TOKEN):
        raise LabellerError(f"type: write {FOR_APP} or {TOKEN}.")
    rows = ApiKey.objects.of(by.user)
    if kind:
        rows = rows.filter(app__isnull=kind == TOKEN)
    if query.not_expired:
        rows = rows.live()
    if scopes := set(query.scopes):  # a person's keys are few
        fitting = [key for key in rows if scopes <= set(key.scopes)]
        return success(keys=[key_out(key) for key in page.cut(fitting)], **page.next)
    return success(keys=[key_out(key) for key in page.fetch(rows)], **page.next)


def list_app_keys(call: Call) -> Reply:
    """Answer with a page of the keys of the app; its owner only."""
    by, page = _token(call), page_of(call)
    rows = ApiKey.objects.of(by.user).filter(app=call.app)
    return success(keys=[key_out(key) for key in page.fetch(rows)], **page.next)


def get_key(call: Call) -> Reply:
    """Answer with one key."""
    return success(key=key_out(key_named(_token(call), call.ids["key_id"])))


def post_keys(call: Call) -> Reply:
    """Make keys, all or none, and answer with their secrets, this once."""
    by = _token(call)
    sent = at_most_128(call.body.keys, "keys")
    made = make_keys(by, [_draft_in(one, f"keys[{place}]") for place, one in enumerate(sent)])
    return success(keys=[key_out(key, secret) for key, secret in made])


def patch_keys(call: Call) -> Reply:
    """Give keys other names, scopes or ends, all or none."""
    by = _token(call)
    only_overwrite(call.body.action)
    sent = at_most_128(call.body.keys, "keys")
    changed = change_keys(by, [_draft_in(one, f"keys[{place}]") for place, one in enumerate(sent)])
    return success(keys=[key_out(key) for key in changed])


def delete_key(call: Call) -> Reply:
    """End a key at once."""
    key_named(_token(call), call.ids["key_id"]).delete()
    return success()


def _token(call: Call) -> ApiKey:
    """Return the personal access token that asks about its own person. Raises Forbidden (11007) for anything else."""
    by = check_token(call)
    if not call.ids.get("app_id"):
        check_oneself(call)
    return by


def _draft_in(sent: KeyIn, where: str) -> KeyDraft:
    return KeyDraft(
        id=sent.id or "",
        kind=sent.type or "",
        description=sent.description or "",
        scopes=sent.scopes,
        expires_at=moment(sent.expires_at, f"{where}.expires_at"),
        apps=[(app.user_id or "", app.id or "") for app in sent.apps or ()],
    )
