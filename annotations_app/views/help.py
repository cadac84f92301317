"""What people read: how to label, with the keys, and the calls of the API."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from annotations_app.views.help_calls import subjects, types


@login_not_required
@require_GET
def annotators(request: HttpRequest) -> HttpResponse:
    """Explain labelling to annotators, with the table of keys."""
    return render(request, "help/annotators.html")


@login_not_required
@require_GET
def api(request: HttpRequest) -> HttpResponse:
    """Explain the calls of the API, with lines that can be pasted."""
    base = request.build_absolute_uri("/")[:-1]
    host = urlsplit(base).hostname or ""
    host = f"[{host}]" if ":" in host else host
    grpc = {"host": host, "port": settings.GRPC_PORT, "tls_port": settings.GRPC_TLS_PORT}
    return render(request, "help/api.html", {"subjects": subjects(base), "types": types(), "base": base, "grpc": grpc})


urls = [
    path("help/", annotators, name="help-annotators"),
    path("help/api/", api, name="help-api"),
]
