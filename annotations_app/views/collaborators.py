"""Who works in an app, and the invitations that bring people in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from annotations_app.access import member_for
from annotations_app.accounts import SESSION_KEY
from annotations_app.errors import Invalid
from annotations_app.forms import ROLES, InvitationForm
from annotations_app.models import Collaborator, Invitation, Member, Role
from annotations_app.views.parts import PageRequest


@require_GET
def list_collaborators(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Show who works in an app, and its open invitations."""
    member = member_for(request.user, owner_id, app_id, "manage")
    return _page(request, member, InvitationForm())


@require_POST
@sensitive_variables("secret", "link")
def invite(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Make an invitation and show its link, this once."""
    member = member_for(request.user, owner_id, app_id, "manage")
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, member, form, status=422)
    chosen = form.cleaned_data
    _, secret = Invitation.issue(member, chosen["role"], days=chosen["days"], scopes=chosen["scopes"])
    link = request.build_absolute_uri(reverse("collaborators-accept", args=[secret]))
    return _page(request, member, InvitationForm(), link=link)


@require_POST
def withdraw(request: PageRequest, owner_id: str, app_id: str, pk: int) -> HttpResponse:
    """Close an invitation that nobody has used."""
    member = member_for(request.user, owner_id, app_id, "manage")
    get_object_or_404(Invitation, app=member.app, pk=pk, used_by=None).delete()
    messages.success(request, "The invitation is withdrawn.")
    return redirect("collaborators-list", owner_id, app_id)


@require_POST
def change_role(request: PageRequest, owner_id: str, app_id: str, pk: int) -> HttpResponse:
    """Give somebody another role."""
    member = member_for(request.user, owner_id, app_id, "manage")
    one = get_object_or_404(Collaborator.objects.select_related("user"), app=member.app, pk=pk, until=None)
    role = request.POST.get("role", "")
    if role not in Role.values:
        raise Invalid("Choose one of the roles.")
    member.app.admit(one.user, role)
    messages.success(request, f"{one.user.full_name} is now {role}.")
    return redirect("collaborators-list", owner_id, app_id)


@require_POST
def remove(request: PageRequest, owner_id: str, app_id: str, pk: int) -> HttpResponse:
    """End somebody's work in the app; what they made stays."""
    member = member_for(request.user, owner_id, app_id, "manage")
    one = get_object_or_404(Collaborator.objects.select_related("user"), app=member.app, pk=pk, until=None)
    member.app.dismiss(one.user)
    messages.success(request, f"{one.user.full_name} no longer works here. What they made stays.")
    return redirect("apps-list" if one.user == request.user else "collaborators-list", *_back(member, one, request))


@login_not_required
@require_GET
@sensitive_variables("secret")
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what a link invites to; who is signed out signs in or makes an account first."""
    found = Invitation.behind(secret)
    if not request.user.is_authenticated:
        request.session[SESSION_KEY] = secret
    return render(request, "collaborators/invitation.html", {"invitation": found, "secret": secret})


@require_POST
@sensitive_variables("secret")
def accept(request: PageRequest, secret: str) -> HttpResponse:
    """Let the signed-in person in."""
    found = Invitation.behind(secret)
    found.accept(request.user)
    request.session.pop(SESSION_KEY, None)
    messages.success(request, f"Welcome to {found.app}.")
    return redirect("apps-list")


def _page(
    request: PageRequest, member: Member, form: InvitationForm, *, link: str = "", status: int = 200
) -> HttpResponse:
    people = Collaborator.objects.filter(app=member.app, until=None).select_related("user").order_by("user__handle")
    waiting = Invitation.objects.filter(app=member.app, used_by=None, expires_at__gt=timezone.now()).order_by("-pk")
    shown = {"member": member, "people": people, "invitations": waiting, "roles": ROLES, "form": form, "link": link}
    return render(request, "collaborators/list.html", shown, status=status)


def _back(member: Member, one: Collaborator, request: PageRequest) -> list[str]:
    return [] if one.user == request.user else [member.app.owner.handle, member.app.public_id]


_APP = "apps/<str:owner_id>/<str:app_id>/collaborators/"
urls = [
    path(_APP, list_collaborators, name="collaborators-list"),
    path(f"{_APP}invite/", invite, name="collaborators-invite"),
    path(f"{_APP}invitations/<int:pk>/withdraw/", withdraw, name="collaborators-withdraw"),
    path(f"{_APP}<int:pk>/role/", change_role, name="collaborators-role"),
    path(f"{_APP}<int:pk>/remove/", remove, name="collaborators-remove"),
    path("invitations/<str:secret>/", invitation, name="collaborators-accept"),
    path("invitations/<str:secret>/accept/", accept, name="collaborators-join"),
]
