"""What a person says about themselves, and the theme of their browser."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from annotations_app.forms import LabellingForm, ProfileForm
from annotations_app.models import User
from annotations_app.views.parts import THEMES, PageRequest, local_address

YEAR = 365 * 24 * 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest) -> HttpResponse:
    """Show and change a person's names and address."""
    person = User.objects.get(pk=request.user.pk)
    known = {name: getattr(person, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        User.objects.filter(pk=person.pk).update(**form.cleaned_data)
        messages.success(request, "Your profile is saved.")
        return redirect("profile-edit")
    context = {"form": form, "labelling": LabellingForm(initial=person.labelling)}
    return render(request, "profile/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@transaction.atomic
def labelling(request: PageRequest) -> HttpResponse:
    """Keep how a person wants the labelling page to listen."""
    person = User.objects.select_for_update().get(pk=request.user.pk)
    form = LabellingForm(request.POST)
    if not form.is_valid():
        names = {name: getattr(person, name) for name in ProfileForm.base_fields}
        context = {"form": ProfileForm(initial=names), "labelling": form}
        return render(request, "profile/edit.html", context, status=422)
    preferences = {**person.preferences, "labelling": form.cleaned_data}
    User.objects.filter(pk=person.pk).update(preferences=preferences)
    messages.success(request, "The labelling page listens as you want it.")
    return redirect("profile-edit")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme in a cookie, so that the server renders it and nothing flashes."""
    chosen = request.POST.get("theme", "")
    response = redirect(local_address(request, request.POST.get("next", "/")))
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return cast(HttpResponse, response)


urls = [
    path("profile/", edit, name="profile-edit"),
    path("profile/labelling/", labelling, name="profile-labelling"),
    path("profile/theme/", theme, name="profile-theme"),
]
