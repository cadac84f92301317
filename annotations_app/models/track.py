"""Tracks: where on a video something is followed, from frame to frame. Plain records (contract section 7.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from annotations_app.models.annotation import SUBMITTED, Annotation
from annotations_app.models.app import App
from annotations_app.models.concept import Concept
from annotations_app.models.input import Input
from annotations_app.models.lengths import at_most
from annotations_app.models.user import User

if TYPE_CHECKING:
    from annotations_app.models.membership import Member

LARGEST = 2**32 - 1
NUMBERS = (
    "start_frame_nr", "end_frame_nr", "start_frame_ms", "end_frame_ms", "sample_rate_ms", "sample_rate_frame"
)  # fmt: skip


class TrackStatus(models.IntegerChoices):
    """How far a track is; the numbers are the API's."""

    IDLE = 24300, "idle"
    IN_PROGRESS = 24301, "in progress"
    PENDING = 24302, "pending"
    APPROVED = 24303, "approved"
    FAILED = 24304, "failed"


class AnnotationTrackQuerySet(models.QuerySet["AnnotationTrack"]):
    """Ways to ask for tracks."""

    def visible_to(self, member: Member) -> Self:
        """Leave out what a blind app hides: others' tracks on inputs where this annotator has submitted nothing yet."""
        if not member.is_blind:
            return self
        mine = Annotation.objects.filter(
            app=member.app, input=OuterRef("input"), user=member.user, input_level=False, status__in=SUBMITTED
        )
        return self.filter(Q(user=member.user) | Exists(mine))

    def of(self, member: Member, on: Input) -> Self:
        """List the tracks of an input that a member may see, oldest first, with their concepts."""
        return self.filter(app=member.app, input=on).visible_to(member).select_related("concept").order_by("pk")


class AnnotationTrack(models.Model):
    """Something that is followed on one input, from a first to a last frame (0: not said)."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+", db_index=False)
    input = models.ForeignKey(Input, on_delete=models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=128)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    concept = models.ForeignKey(Concept, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    value = models.FloatField(default=1.0)
    status = models.PositiveIntegerField(choices=TrackStatus, default=TrackStatus.IDLE)
    start_frame_nr = models.PositiveBigIntegerField(default=0)
    end_frame_nr = models.PositiveBigIntegerField(default=0)
    start_frame_ms = models.PositiveBigIntegerField(default=0)
    end_frame_ms = models.PositiveBigIntegerField(default=0)
    sample_rate_ms = models.PositiveBigIntegerField(default=0)
    sample_rate_frame = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)

    objects = AnnotationTrackQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["app", "input", "id"], name="track_by_input")]
        constraints = [
            models.UniqueConstraint(fields=["app", "input", "public_id"], name="track_id_is_unique_on_its_input"),
            at_most(128, "public_id", name="track_has_an_id_of_1_to_128_characters", at_least=1),
            models.CheckConstraint(condition=Q(status__in=TrackStatus.values), name="track_status_is_known"),
            models.CheckConstraint(condition=Q(value__gte=0, value__lte=1), name="track_value_lies_within_0_and_1"),
            models.CheckConstraint(
                condition=Q(**{f"{name}__range": (0, LARGEST) for name in NUMBERS}),
                name="numbers_of_a_track_have_32_bits",
            ),
            models.CheckConstraint(
                condition=(Q(end_frame_nr=0) | Q(end_frame_nr__gte=models.F("start_frame_nr")))
                & (Q(end_frame_ms=0) | Q(end_frame_ms__gte=models.F("start_frame_ms"))),
                name="track_ends_no_earlier_than_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def problem(self) -> str | None:
        """Say, naming the field, why this cannot be stored, or None."""
        for name in NUMBERS:
            if not 0 <= getattr(self, name) <= LARGEST:
                return f"{name}: it lies within 0 to {LARGEST}"
        for unit in ("nr", "ms"):
            if 0 < getattr(self, f"end_frame_{unit}") < getattr(self, f"start_frame_{unit}"):
                return f"end_frame_{unit}: a track ends no earlier than it begins"
        if self.status not in TrackStatus.values:
            return f"status.code: {self.status} is no status of a track"
        return None
