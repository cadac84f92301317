"""What calls on apps, people and keys check before they begin."""

from __future__ import annotations

from annotations_app.api.replies import Call
from annotations_app.errors import Code, Forbidden, LabellerError
from annotations_app.models import ApiKey


def only_overwrite(action: str | None) -> None:
    """Raise LabellerError (11102) for another action than overwrite, the only one that plain records know."""
    if action != "overwrite":
        raise LabellerError("action: write overwrite; this call knows no other.")


def check_oneself(call: Call) -> None:
    """Raise Forbidden (11007) where the path names somebody else than the key's user."""
    if call.ids.get("user_id") not in (None, "", "me", call.person.handle):
        raise Forbidden("This is for oneself only: write me, or your own user id.", Code.INSUFFICIENT_SCOPES)


def check_token(call: Call) -> ApiKey:
    """Return the personal access token that asks. Raises Forbidden (11007) for a key of one app."""
    if call.key is None or call.key.app_id is not None:
        raise Forbidden("This call needs a personal access token.", Code.INSUFFICIENT_SCOPES)
    return call.key
