"""Reviewing by crops: click what is wrong, Enter for the rest."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from annotations_app.access import input_for, member_for
from annotations_app.crops import crops_of, cut, waiting_concepts
from annotations_app.errors import Invalid
from annotations_app.models import Concept
from annotations_app.models.data import Box
from annotations_app.models.wanted import said
from annotations_app.views.parts import PageRequest

YEAR = 365 * 24 * 60 * 60
MOST_DIGITS = 18


@require_safe
def grid(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Show the submitted boxes of one concept as crops, or without one which concepts wait."""
    member = member_for(request.user, owner_id, app_id, "review")
    public_id = request.GET.get("concept", "")
    if not public_id:
        return render(request, "crops/choose.html", {"member": member, "waiting": waiting_concepts(member)})
    if "\0" in public_id:
        raise Invalid("concept: there is no such concept.")
    concept = get_object_or_404(Concept, app=member.app, public_id=public_id)
    after = request.GET.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) <= MOST_DIGITS):
        raise Invalid("after: it is what the page gave.")
    crops, following = crops_of(member, concept, int(after))
    values = {
        crop.one.pk: " ".join(f"{quote(value.id, safe='')}:{value.value:g}" for value in said(crop.one.data))
        for crop in crops
    }
    context = {
        "member": member,
        "concept": concept,
        "crops": [(crop, values[crop.one.pk]) for crop in crops],
        "following": following,
        "offered": Concept.objects.offered(member.app)[:10],
    }
    return render(request, "crops/grid.html", context)


@require_safe
def crop(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Send a part of a picture: top, left, bottom and right as ratios in the address, which names the content too."""
    _, on = input_for(request.user, owner_id, app_id, input_id)
    response = HttpResponse(cut(on, _view(request)), content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _view(request: HttpRequest) -> Box:
    try:
        top, left, bottom, right = (float(side) for side in request.GET.get("view", "0,0,1,1").split(","))
    except ValueError:
        raise Invalid("view: top, left, bottom and right.") from None
    if not (0 <= top < bottom <= 1 and 0 <= left < right <= 1):
        raise Invalid("view: it lies inside of the picture.")
    return top, left, bottom, right


urls = [
    path("apps/<owner_id>/<app_id>/crops/", grid, name="crops-grid"),
    path("apps/<owner_id>/<app_id>/inputs/<input_id>/crop/", crop, name="crops-crop"),
]
