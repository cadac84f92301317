"""The overview of an app: how far its work is, and what to do next."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from annotations_app.access import member_for
from annotations_app.clock import clock
from annotations_app.open_work import open_work
from annotations_app.skipped import skipped
from annotations_app.statistics import may_count, overview
from annotations_app.tasks import count_app
from annotations_app.views.parts import PageRequest
from annotations_app.worklists import to_review


@require_safe
def show(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Show the counts of an app and the actions of the person's role; htmx asks again while they are being counted."""
    member = member_for(request.user, owner_id, app_id)
    summary, is_old = overview(member)
    if is_old and may_count(member):
        count_app(member.app.pk, member.user.pk if member.is_blind else None)
        summary = summary or overview(member)[0]
    context: dict[str, object] = {"member": member, "summary": summary}
    if request.htmx:
        return render(request, "statistics/_counts.html", context)
    context["mine"] = open_work(member.user, [member.app])[member.app.pk]
    context["to_review"], context["more_to_review"] = to_review(member) if member.reviews else ([], False)
    context["skipped"], context["more_skipped"] = skipped(member) if member.manages else ([], False)
    return render(request, "statistics/overview.html", context)


@require_safe
def pace(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Show how long a box takes: everybody's to the owner and managers, to everybody else their own."""
    member = member_for(request.user, owner_id, app_id)
    template = "statistics/_clock.html" if request.htmx else "statistics/clock.html"
    return render(request, template, {"member": member, "clock": clock(member)})


# The app's own page: pages link to it as the app.
urls = [
    path("apps/<owner_id>/<app_id>/", show, name="apps-overview"),
    path("apps/<owner_id>/<app_id>/clock/", pace, name="apps-clock"),
]
