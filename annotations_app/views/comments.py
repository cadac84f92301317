"""What people say about an annotation or an input; saying it is an operation of the labelling page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from annotations_app.access import input_for
from annotations_app.annals import comments_on
from annotations_app.views.parts import PageRequest


@require_safe
def listed(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """List the comments on one annotation, or without one those on the input itself."""
    member, there = input_for(request.user, owner_id, app_id, input_id)
    lines = comments_on(member, there, request.GET.get("annotation", ""))
    return render(request, "label/_comments.html", {"lines": lines})


urls = [path("apps/<owner_id>/<app_id>/inputs/<input_id>/comments/", listed, name="comments-listed")]
