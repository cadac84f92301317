"""What a load balancer or supervisor asks: is the process alive, and can it serve."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from annotations_app.management.prepare import unapplied_migrations


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; asks nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and is as new as the code."""
    try:
        problem = "the database is older than the code" if unapplied_migrations() else ""
    except DatabaseError:
        problem = "the database does not answer"
    status = 503 if problem else 200
    return HttpResponse(f"{problem or 'ok'}\n", status=status, content_type="text/plain")


urls = [
    path("healthz", alive, name="health-alive"),
    path("readyz", ready, name="health-ready"),
]
