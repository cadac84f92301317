"""The calls on apps (contract 7.5)."""

from __future__ import annotations

from annotations_app.api.annotations import at_most_128
from annotations_app.api.checks import check_oneself, check_token, only_overwrite
from annotations_app.api.paging import page_of
from annotations_app.api.records import AppIn
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.writing import app_out
from annotations_app.errors import LabellerError, inside
from annotations_app.models import App
from annotations_app.models.removing import delete_app as delete


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
    """Answer with the app that the path names, or that of an app's key."""
    return success(app=app_out(call.app))


def post_apps(call: Call) -> Reply:
    """Make an app, whose owner the person becomes."""
    check_token(call)
    check_oneself(call)
    sent = call.body.apps or []
    if len(sent) != 1:
        raise LabellerError("apps: send exactly one.")
    with inside("apps[0]"):
        app = App.objects.make(
            call.person, sent[0].id or "", name=sent[0].name or "", description=sent[0].description or ""
        )
    return success(apps=[app_out(app)])


def patch_app(call: Call) -> Reply:
    """Give the app another name or description; its owner only."""
    only_overwrite(call.body.action)
    sent = call.body.app or AppIn()
    if sent.id not in (None, "", call.app.public_id):
        raise LabellerError("app.id: the id of an app stays.")
    with inside("app"):
        call.app.change(name=sent.name or call.app.name, description=sent.description or call.app.description)
    return success(app=app_out(call.app))


def patch_apps(call: Call) -> Reply:
    """Give some of one's own apps other names or descriptions, all or none."""
    check_token(call)
    check_oneself(call)
    only_overwrite(call.body.action)
    sent = at_most_128(call.body.apps, "apps")
    changed = App.objects.describe(call.person, [(one.id or "", one.name or "", one.description or "") for one in sent])
    return success(apps=[app_out(app) for app in changed])


def delete_app(call: Call) -> Reply:
    """Delete the app with everything in it; its owner only."""
    delete(call.member)
    return success()
