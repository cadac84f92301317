"""My queue: the inputs on which I hold open work."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from annotations_app.access import member_for
from annotations_app.views.parts import PageRequest
from annotations_app.worklists import SHOWN, waiting


@require_safe
def mine(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """List my open work and why it is there; Continue opens the first."""
    member = member_for(request.user, owner_id, app_id)
    return render(request, "queue/mine.html", {"member": member, "waiting": waiting(member), "shown": SHOWN})


urls = [path("apps/<owner_id>/<app_id>/queue/", mine, name="queue-mine")]
