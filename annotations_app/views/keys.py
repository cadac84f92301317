"""A person's keys for scripts: making one (shown once), the list, deleting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from annotations_app.errors import Invalid
from annotations_app.forms import KeyForm
from annotations_app.models import ApiKey, App
from annotations_app.views.parts import PageRequest


@require_GET
def list_keys(request: PageRequest) -> HttpResponse:
    """Show a person's keys and the form for a new one."""
    return _page(request, KeyForm(request.user))


@require_POST
@sensitive_variables("secret")
def make(request: PageRequest) -> HttpResponse:
    """Make a key and show its secret, this once, with what to paste."""
    form = KeyForm(request.user, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    wanted = form.cleaned_data
    app = App.objects.select_related("owner").get(owner=request.user, pk=wanted["app"]) if wanted["app"] else None
    try:
        key, secret = ApiKey.issue(
            request.user,
            app,
            scopes=wanted["scopes"],
            description=wanted["description"],
            expires_at=form.expires_at,
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(request, form, status=422)
    base = request.build_absolute_uri("/")[:-1]
    shown_app = app or App.objects.seen_by(request.user).first()
    return render(request, "keys/made.html", {"key": key, "secret": secret, "base": base, "app": shown_app})


@require_POST
def delete(request: PageRequest, pk: int) -> HttpResponse:
    """End a key at once."""
    key = get_object_or_404(ApiKey, user=request.user, pk=pk)
    key.delete()
    messages.success(request, f"The key {key.description or key} is deleted.")
    return redirect("keys-list")


def _page(request: PageRequest, form: KeyForm, status: int = 200) -> HttpResponse:
    keys = ApiKey.objects.filter(user=request.user).select_related("app__owner").order_by("-pk")
    return render(request, "keys/list.html", {"form": form, "keys": keys}, status=status)


urls = [
    path("keys/", list_keys, name="keys-list"),
    path("keys/make/", make, name="keys-make"),
    path("keys/<int:pk>/delete/", delete, name="keys-delete"),
]
