"""API keys: only the hash of a secret is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from annotations_app.errors import Code, Forbidden, Invalid
from annotations_app.models.app import App
from annotations_app.models.lengths import at_most, within
from annotations_app.models.membership import check_scopes
from annotations_app.models.user import User
from annotations_app.text import name_problem, new_id

PREFIX_LENGTH = 8


NewKey = tuple["ApiKey", str]
"""A key with its secret."""


def hash_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Ways to ask for keys."""

    def holding(self, secret: str) -> ApiKey | None:
        """Find the live key of a secret (by its hash, so that time tells nothing), with its user and app."""
        try:
            found = self.select_related("user", "app").get(secret_hash=hash_of(secret), user__is_active=True)
        except ApiKey.DoesNotExist:
            return None
        if found.app is not None and found.app.owner_id == found.user_id:
            found.app.owner = found.user  # such a key is its owner's: every call is spared a join
        return None if found.expires_at and found.expires_at <= timezone.now() else found

    def of(self, user: User) -> Self:
        """List a person's keys, oldest first, with the apps that they are for."""
        return self.filter(user=user).select_related("app__owner").order_by("pk")

    def live(self) -> Self:
        """Leave out the keys whose time has come."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))


class ApiKey(models.Model):
    """A script's key: for one app, or a personal access token for every app of its user."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="keys")
    app = models.ForeignKey(App, null=True, blank=True, on_delete=models.CASCADE, related_name="keys")
    description = models.CharField(max_length=1024, blank=True)
    prefix = models.CharField(max_length=PREFIX_LENGTH)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(secret_hash__length=64), name="key_is_kept_as_a_hash"),
            at_most(1024, "description", name="key_description_has_at_most_1024_characters"),
            within("texts_of_a_key_have_their_lengths", public_id=32, prefix=PREFIX_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    @property
    def has_ended(self) -> bool:
        """Tell whether its time is over, so that it opens nothing any more."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @classmethod
    def issue(
        cls,
        user: User,
        app: App | None = None,
        *,
        scopes: list[str] | None = None,
        description: str = "",
        expires_at: datetime | None = None,
    ) -> tuple[ApiKey, str]:
        """Make a key and return it with its secret, which is shown only now. Raises Invalid for unknown scopes."""
        key, secret = cls.new(user, app, scopes=scopes, description=description, expires_at=expires_at)
        key.save(force_insert=True)
        return key, secret

    @classmethod
    def new(cls, user: User, app: App | None = None, *, scopes: list[str] | None = None, **fields: Any) -> NewKey:
        """Make a key that is not stored yet, with its secret. Raises Invalid."""
        if app is not None and app.owner_id != user.pk:
            raise Invalid("app: a key of an app is made by its owner; collaborators use a personal access token.")
        secret = secrets.token_urlsafe(32)
        key = cls(user=user, app=app, prefix=secret[:PREFIX_LENGTH], secret_hash=hash_of(secret))
        key.set(scopes=scopes or ["All"], **fields)
        return key, secret

    def set(self, *, scopes: list[str], description: str = "", expires_at: datetime | None = None) -> None:
        """Give what a key may do, its name and its end other values that are not stored yet. Raises Invalid."""
        check_scopes(scopes)
        if problem := name_problem(description):
            raise Invalid(f"description: {problem}.")
        self.scopes, self.description, self.expires_at = sorted(set(scopes)), description, expires_at

    def check_grant(self, scopes: Iterable[str], expires_at: datetime | None) -> None:
        """Raise LabellerError where a key of these scopes and this end would do more, or last longer, than this one."""
        if more := [] if "All" in self.scopes else sorted(set(scopes) - set(self.scopes)):
            raise Forbidden(f"scopes: the key that asks has no {more[0]} to give.", Code.INSUFFICIENT_SCOPES)
        if self.expires_at and (expires_at is None or expires_at > self.expires_at):
            raise Invalid(f"expires_at: the key that asks ends at {self.expires_at.isoformat()}; end no later.")

    def note_use(self) -> None:
        """Remember that the key was used; at most once an hour, so that reading stays reading."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at > timedelta(hours=1):
            ApiKey.objects.filter(pk=self.pk).update(last_used_at=now)
