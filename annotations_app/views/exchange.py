"""Export of an app."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from annotations_app.access import member_for
from annotations_app.errors import Invalid
from annotations_app.exchange import Choice, as_api, as_coco
from annotations_app.models import Status
from annotations_app.statistics import overview
from annotations_app.views.parts import PageRequest

OFFERED = (Status.SUCCESS, Status.AWAITING_REVIEW, Status.REVIEW_DENIED, Status.PENDING)


@require_safe
def export(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Show what can be taken out and in which form."""
    member = member_for(request.user, owner_id, app_id, "export")
    counted, _ = overview(member)
    numbers = counted.statuses if counted else {}
    statuses = [(status, numbers.get(status.label)) for status in OFFERED]
    context = {"member": member, "statuses": statuses, "suggestions": counted.suggestions if counted else None}
    return render(request, "exchange/export.html", context)


@require_safe
def download(request: PageRequest, owner_id: str, app_id: str, form: str) -> HttpResponseBase:
    """Send an app's data as a file, while it is read."""
    member = member_for(request.user, owner_id, app_id, "export")
    choice = Choice(_statuses(request), models="models" in request.GET)
    if form == "coco":
        pieces = as_coco(member, choice)
    else:
        app_url = f"/v2/users/{quote(member.app.owner.handle)}/apps/{quote(member.app.public_id)}"
        pieces = as_api(member, choice, request.build_absolute_uri(app_url))
    response = StreamingHttpResponse(pieces, content_type="application/json")
    name = f"{member.app.public_id}-{form}-{timezone.now():%Y-%m-%d}.json"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Accel-Buffering"] = "no"
    return response


def _statuses(request: PageRequest) -> tuple[int, ...]:
    """Read the chosen statuses; none chosen means finished work."""
    wanted = request.GET.getlist("status")
    if any(one not in {str(int(status)) for status in Status} for one in wanted):
        raise Invalid("status: choose among the statuses of the page.")
    return tuple(int(one) for one in wanted) or (Status.SUCCESS,)


urls = [
    path("apps/<owner_id>/<app_id>/exchange/", export, name="exchange-export"),
    path("apps/<owner_id>/<app_id>/exchange/coco.json", download, {"form": "coco"}, name="exchange-coco"),
    path("apps/<owner_id>/<app_id>/exchange/api.json", download, {"form": "api"}, name="exchange-api"),
]
