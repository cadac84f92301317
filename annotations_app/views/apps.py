"""Apps: those of a person, making one, its settings and its end."""

from __future__ import annotations

import re
import unicodedata

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations_app.access import member_for
from annotations_app.errors import Invalid
from annotations_app.forms import AppForm, NewAppForm
from annotations_app.models import App
from annotations_app.models.removing import delete_app
from annotations_app.text import ID_LENGTH
from annotations_app.views.parts import PageRequest
from annotations_app.worklists import apps_of


@require_GET
def list_apps(request: PageRequest) -> HttpResponse:
    """Show a person's apps, with their role and how much work is open for them in each."""
    return render(request, "apps/list.html", {"apps": apps_of(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Make an app, whose owner the person becomes."""
    form = NewAppForm(request.POST or None)
    if not form.is_valid():
        return render(request, "apps/new.html", {"form": form}, status=422 if form.is_bound else 200)
    name = form.cleaned_data["name"]
    try:
        app = App.objects.make(request.user, form.cleaned_data["id"] or id_from(name), name=name)
    except Invalid as refusal:
        form.refuse(refusal)
        return render(request, "apps/new.html", {"form": form}, status=422)
    messages.success(request, f"{app} is made. Next: its concepts, then its inputs.")
    return redirect("concepts-list", request.user.handle, app.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Show and change an app's settings."""
    member = member_for(request.user, owner_id, app_id, "own")
    form = AppForm(request.POST) if request.method == "POST" else AppForm.of(member.app)
    if form.is_bound and form.is_valid():
        try:
            member.app.change(**form.cleaned_data)
        except Invalid as refusal:
            form.refuse(refusal)
            member.app.refresh_from_db()
        else:
            messages.success(request, "The settings are saved.")
            return redirect("apps-settings", owner_id, app_id)
    status = 422 if form.is_bound else 200
    return render(request, "apps/settings.html", {"member": member, "form": form}, status=status)


@require_POST
def delete(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Delete an app with all that is in it, once its id was typed."""
    member = member_for(request.user, owner_id, app_id, "own")
    if request.POST.get("typed", "").strip() != member.app.public_id:
        problem = f"Nothing was deleted: type {member.app.public_id} to delete this app."
        shown = {"member": member, "form": AppForm.of(member.app), "problem": problem}
        return render(request, "apps/settings.html", shown, status=422)
    name = member.app.name
    delete_app(member)
    messages.success(request, f"{name} is deleted.")
    return redirect("apps-list")


def id_from(name: str) -> str:
    """Make an app's id from its name: plain letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:ID_LENGTH] or "app"


urls = [
    path("", list_apps, name="apps-list"),
    path("apps/new/", new, name="apps-new"),
    path("apps/<str:owner_id>/<str:app_id>/settings/", settings, name="apps-settings"),
    path("apps/<str:owner_id>/<str:app_id>/delete/", delete, name="apps-delete"),
]
