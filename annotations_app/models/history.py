"""What was before: one Change for each overwrite, decision and deletion, and what people said about it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from annotations_app.models.annotation import Annotation
from annotations_app.models.app import App
from annotations_app.models.input import Input
from annotations_app.models.key import ApiKey
from annotations_app.models.lengths import within
from annotations_app.models.user import User


class Act(models.TextChoices):
    """What was done to an annotation."""

    CHANGED = "changed"
    CORRECTED = "corrected"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SENT_BACK = "sent back"
    REOPENED = "reopened"
    REPLIED = "replied"
    SKIPPED = "skipped"
    HANDED_ON = "handed on"
    DELETED = "deleted"


class ChangeQuerySet(models.QuerySet["Change"]):
    """Ways to ask for history."""

    def of_input(self, app: App, input_pk: int) -> Self:
        """List what happened on an input, newest first."""
        return self.filter(app=app, input=input_pk).select_related("user").order_by("-pk")


class Change(models.Model):
    """One line of history: who did what, when, and the annotation as it was before. Nothing edits or deletes it."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+", db_index=False)
    input = models.ForeignKey(Input, on_delete=models.CASCADE, related_name="changes", db_index=False)
    annotation_id = models.CharField(max_length=128)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.ForeignKey(ApiKey, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    act = models.CharField(max_length=9, choices=Act)
    reason = models.CharField(max_length=1024, blank=True)
    before = models.JSONField()
    rev = models.UUIDField()
    base = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["app", "input", "id"], name="change_by_input"),
            models.Index(fields=["app", "base"], name="change_by_base"),
            # A key that is deleted goes out of its changes, in whatever app they are.
            models.Index(fields=["key"], name="change_by_key", condition=Q(key__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["app", "rev"], name="change_rev_is_unique"),
            models.CheckConstraint(condition=Q(act__in=Act.values), name="change_act_is_known"),
            within("texts_of_a_change_have_their_lengths", annotation_id=128, reason=1024),
        ]

    def __str__(self) -> str:
        return f"{self.annotation_id} {self.act}"


class Comment(models.Model):
    """What somebody said about an annotation or an input; the id is the editor's operation id."""

    id = models.UUIDField(primary_key=True)
    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+")
    input = models.ForeignKey(Input, on_delete=models.CASCADE, related_name="comments")
    annotation = models.ForeignKey(Annotation, null=True, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
