"""My queue: the inputs on which I hold open work."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from annotations_app.access import member_for
from annotations_app.models import Concept
from annotations_app.models.taking import take_next
from annotations_app.views.label_page import only_concept, query_of
from annotations_app.views.parts import PageRequest
from annotations_app.worklists import SHOWN, waiting


@require_safe
def mine(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """List my open work and why it is there; Continue opens the first."""
    member = member_for(request.user, owner_id, app_id)
    only = only_concept(request, member)
    context = {"member": member, "waiting": waiting(member), "shown": SHOWN, "only": only, "query": query_of(only)}
    return render(request, "queue/mine.html", context | {"concepts": Concept.objects.offered(member.app)})


@require_POST
def take(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Take the next input that nobody holds, where the app allows it, and open it."""
    member = member_for(request.user, owner_id, app_id, "annotate")
    input_id = take_next(member)
    if input_id is None:
        messages.info(request, "Nothing is left to take: every input is in somebody's hands or done.")
        return redirect("queue-mine", owner_id, app_id)
    page = reverse("label-edit", args=[owner_id, app_id, input_id])
    return redirect(f"{page}{query_of(only_concept(request, member))}")


urls = [
    path("apps/<owner_id>/<app_id>/queue/", mine, name="queue-mine"),
    path("apps/<owner_id>/<app_id>/queue/take/", take, name="queue-take"),
]
