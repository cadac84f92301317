"""Who may make an account: only people with an open invitation, into whose app the account comes."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import path, reverse

from annotations_app.errors import Missing
from annotations_app.models import Invitation, User
from annotations_app.text import handle_problem

SESSION_KEY = "invitation"
JOINED = "joined"


def invitation_of(request: HttpRequest) -> Invitation | None:
    """Find the open invitation whose link this browser has followed."""
    try:
        return Invitation.behind(request.session.get(SESSION_KEY, ""))
    except Missing:
        return None


class AccountAdapter(DefaultAccountAdapter):
    """Our rules in allauth's sign-in."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "The user id or the password is wrong.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell whether this browser may make an account."""
        return invitation_of(request) is not None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures by person and address: whoever guesses elsewhere does not lock the person out here."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}@{self.get_client_ip(request)}"

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Check a new person's handle as everywhere: its characters, and that nobody has it in any case of letters."""
        if problem := handle_problem(username):
            raise ValidationError(f"{problem[0].upper()}{problem[1:]}.")
        if not shallow and User.objects.filter(handle__iexact=username).exists():
            raise ValidationError("Somebody has this user id already. Choose another.")
        return username

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Make the person and let them into the app of their invitation, both or neither."""
        saved = super().save_user(request, user, form, commit=True)
        one = Invitation.behind(request.session.get(SESSION_KEY, "")).accept(saved)
        messages.success(request, f"Welcome to {one.app}. You work here as {one.role}.")
        request.session[JOINED] = [one.app.owner.handle, one.app.public_id]
        return saved

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Go to the app that the person was invited to."""
        request.session.pop(SESSION_KEY, None)
        joined = request.session.pop(JOINED, None)
        return reverse("apps-overview", args=joined) if joined else reverse("apps-list")


# Only these pages of allauth: the others send mail, which this server cannot yet.
urls = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", views.password_change, name="account_change_password"),
]
