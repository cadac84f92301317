"""The call on who works in an app (contract 7.5)."""

from __future__ import annotations

from annotations_app.api.paging import Page
from annotations_app.api.replies import Call, Reply, success
from annotations_app.models import Collaborator, Member


def list_collaborators(call: Call) -> Reply:
    """Answer with a page of the app's collaborators, and its owner."""
    rows = Collaborator.objects.filter(app=call.app, until=None).select_related("user").order_by("pk")
    collaborators = [
        {
            "id": str(row.pk),
            "app": {"id": call.app.public_id, "user_id": call.app.owner.handle},
            "user": {"id": row.user.handle},
            "scopes": sorted(Member(row.user, call.app, row.role, frozenset(row.scopes)).scopes),
            "role": row.role,
            "created_at": row.since,
            "modified_at": row.since,
        }
        for row in Page(call.query).slice(rows)
    ]
    return success(collaborators=collaborators, app_owner={"id": call.app.owner.handle})
