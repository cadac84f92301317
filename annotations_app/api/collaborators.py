"""The call on who works in an app (contract 7.5)."""

from __future__ import annotations

from annotations_app.api.paging import page_of
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.writing import collaborator_out
from annotations_app.formats.answers import UserOut
from annotations_app.models import Collaborator


def list_collaborators(call: Call) -> Reply:
    """Answer with a page of the app's collaborators, and its owner."""
    page = page_of(call)
    rows = Collaborator.objects.filter(app=call.app, until=None).select_related("user").order_by("pk")
    collaborators = [collaborator_out(row, call.app) for row in page.fetch(rows)]
    return success(collaborators=collaborators, app_owner=UserOut(call.app.owner.handle), **page.next)
