"""Calls that a script may repeat: the answer of the first one is kept for a day, in the transaction of its effect."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import connection, models
from django.db.models import BooleanField, Func, Value
from django.utils import timezone

from annotations_app.models.lengths import within
from annotations_app.models.user import User

KEPT = timedelta(hours=24)
BATCH = 1000


class IdempotencyKeyQuerySet(models.QuerySet["IdempotencyKey"]):
    """Ways to ask for calls that were answered."""

    def may_go_on(self, owner: User, value: str) -> bool:
        """Take a call for this transaction; False while another one that still runs has it.

        Its end, a crash as well, gives the call back. SQLite has one writer: there the other one has ended by now.
        """
        if connection.vendor != "postgresql":
            return True
        digest = hashlib.sha256(f"{owner.pk}:{value}".encode()).digest()
        number = Value(int.from_bytes(digest[:8], signed=True), output_field=models.BigIntegerField())
        lock = Func(number, function="pg_try_advisory_xact_lock", output_field=BooleanField())
        return bool(User.objects.filter(pk=owner.pk).values_list(lock, flat=True).get())

    def answered(self, owner: User, value: str) -> IdempotencyKey | None:
        """Find the first call of a value; one of more than a day ago makes room."""
        found = self.filter(owner=owner, value=value).first()
        if found is not None and found.at < timezone.now() - KEPT:
            found.delete()
            return None
        return found

    def forget_old(self) -> None:
        """Remove what was kept for a day, in short statements."""
        old = self.filter(at__lt=timezone.now() - KEPT).order_by("at")
        while pks := list(old.values_list("pk", flat=True)[:BATCH]):
            self.filter(pk__in=pks).delete()


class IdempotencyKey(models.Model):
    """A call that a script may repeat: what it asked, and what it was answered (as MessagePack)."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    value = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    answer = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    objects = IdempotencyKeyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at"], name="idempotency_key_by_age")]
        constraints = [
            models.UniqueConstraint(fields=["owner", "value"], name="idempotency_key_is_unique_for_its_owner"),
            within("texts_of_an_idempotency_key_have_their_lengths", value=255, request_hash=64),
        ]

    def __str__(self) -> str:
        return self.value
