"""People."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from annotations_app.errors import Invalid
from annotations_app.models.lengths import within
from annotations_app.text import handle_problem

#: How the labelling page listens until a person says otherwise.
LABELLING = {"single_keys": "everywhere", "wheel": "zoom", "keys": {}}


class UserManager(BaseUserManager["User"]):
    """Makes people and finds them by handle."""

    def make(self, handle: str, password: str | None = None, **fields: Any) -> User:
        """Make a person. Raises Invalid for a handle that cannot be one or is taken (in any case of letters)."""
        if problem := handle_problem(handle):
            raise Invalid(f"handle: {problem}.")
        if self.filter(handle__iexact=handle).exists():
            raise Invalid(f"handle: '{handle}' is taken.")
        user = self.model(handle=handle, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in; the handle is the API's user id."""

    handle = models.CharField(max_length=64, unique=True)
    first_name = models.CharField(max_length=150, blank=True)
    last_name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    preferences = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="handle_is_plain_and_not_reserved",
                condition=Q(handle__regex=r"^[A-Za-z0-9._-]{1,64}$") & ~Q(handle__in=["me", ".", ".."]),
            ),
            within("texts_about_a_person_have_their_lengths", password=128, first_name=150, last_name=150, email=254),
        ]

    def __str__(self) -> str:
        return self.handle

    @property
    def labelling(self) -> dict[str, Any]:
        """Return how this person wants the labelling page to listen: single keys, the wheel, own keys by action."""
        return LABELLING | self.preferences.get("labelling", {})

    @property
    def full_name(self) -> str:
        """Return the name that people read: names where given, else the handle."""
        return f"{self.first_name} {self.last_name}".strip() or self.handle
