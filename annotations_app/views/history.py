"""History of an input: who did what, when, and what it was before."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from annotations_app.access import input_for
from annotations_app.annals import Cursor, page_of_history
from annotations_app.views.parts import PageRequest


@require_safe
def of_input(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """List what happened on an input, newest first; htmx asks for the lines before the last one shown."""
    member, there = input_for(request.user, owner_id, app_id, input_id)
    lines, before = page_of_history(member, there, Cursor.read(request.GET.get("before", "")))
    context = {"member": member, "input": there, "lines": lines, "before": before}
    return render(request, "history/_lines.html" if request.htmx else "history/input.html", context)


urls = [path("apps/<owner_id>/<app_id>/inputs/<input_id>/history/", of_input, name="history-input")]
