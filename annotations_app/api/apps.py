"""The calls on apps (contract 7.5)."""

from __future__ import annotations

from annotations_app.api.paging import page_of
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.writing import app_out
from annotations_app.models import App


def list_apps(call: Call) -> Reply:
    """Answer with a page of the apps that the person owns or works in; of somebody else, those that both see."""
    page = page_of(call)
    rows = App.objects.seen_by(call.person)
    if call.key is not None and call.key.app_id is not None:
        rows = rows.filter(pk=call.key.app_id)
    user_id = call.ids.get("user_id", "me")
    if user_id not in ("me", call.person.handle):
        rows = rows.filter(owner__handle=user_id)
    return success(apps=[app_out(app) for app in page.fetch(rows)], **page.next)


def get_app(call: Call) -> Reply:
    """Answer with one app."""
    return success(app=app_out(call.app))
