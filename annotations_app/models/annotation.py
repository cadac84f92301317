"""Annotations with their region and concepts: the tables, their constraints, and the named queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from annotations_app.errors import Missing
from annotations_app.models.among import Among, OneOf, Over
from annotations_app.models.app import App
from annotations_app.models.concept import Concept
from annotations_app.models.data import BOX, KEYPOINTS, KINDS
from annotations_app.models.input import Input
from annotations_app.models.lengths import at_most, within
from annotations_app.models.user import User

if TYPE_CHECKING:
    from annotations_app.models.membership import Member


class Status(models.IntegerChoices):
    """How far an annotation's work is (design.md section 4); the numbers are the API's."""

    SUCCESS = 24150, "done"
    PENDING = 24151, "to do"
    FAILED = 24152, "failed"
    AWAITING_REVIEW = 24157, "awaiting review"
    REVIEW_DENIED = 24158, "sent back"
    AWAITING_CONSENSUS_REVIEW = 24159, "awaiting consensus"


OPEN = (Status.PENDING, Status.REVIEW_DENIED)
SUBMITTED = (Status.AWAITING_REVIEW, Status.SUCCESS)


class WorkerKind(models.IntegerChoices):
    """Who made an annotation."""

    USER = 1
    MODEL = 2
    WORKFLOW = 3


models.ForeignKey.register_lookup(OneOf)
models.PositiveIntegerField.register_lookup(Among)
models.PositiveBigIntegerField.register_lookup(Over)


class AnnotationQuerySet(models.QuerySet["Annotation"]):
    """Ways to ask for annotations."""

    def in_app(self, app: App) -> Self:
        """List an app's annotations, oldest first; primary keys grow with time."""
        return self.filter(app=app).order_by("pk")

    def listed(self) -> Self:
        """Leave out the input-level annotations that hold nothing (contract 7.1)."""
        return self.exclude(input_level=True, is_empty=True)

    def visible_to(self, member: Member) -> Self:
        """Leave out what a blind app hides: others' work on inputs where this annotator has submitted nothing yet."""
        if not member.is_blind:
            return self
        mine = Annotation.objects.filter(
            app=member.app,
            input=OuterRef("input"),
            user=member.user,
            input_level=False,
            status__in=SUBMITTED,
        )
        return self.filter(Q(user=member.user) | ~Q(worker_kind=WorkerKind.USER) | Exists(mine))

    def named(self, app: App, input_id: str, public_id: str) -> Annotation:
        """Find one annotation by the API ids of its input and itself. Raises Missing."""
        rows = self.select_related("input", "user", "region")
        try:
            return rows.get(app=app, input__app=app, input__public_id=input_id, public_id=public_id)
        except Annotation.DoesNotExist:
            raise Missing(f"There is no annotation '{public_id}' on the input '{input_id}'.") from None

    def open_of(self, app: App | OuterRef, user: User) -> Self:
        """List a person's open work as in their queue, by its index: sent back, then as handed out, skipped last."""
        return self.filter(app=app, user=user, status__among=OPEN).order_by("-status", "turn", "pk")

    def skipped(self, app: App) -> Self:
        """List the open work that people have put off, latest first, by its own small index."""
        return self.filter(app=app, status__among=OPEN, turn__over=0, user__isnull=False).order_by("-turn", "-pk")

    def first_inputs(self, number: int) -> list[int]:
        """List the first different inputs of ordered rows by primary key, and read little more than these rows."""
        limit, pks = 4 * number, self.values_list("input", flat=True)
        while True:
            rows = list(pks[:limit])
            found = list(dict.fromkeys(rows))[:number]
            if len(found) == number or len(rows) < limit:
                return found
            limit *= 8

    def awaiting_review(self, app: App, by: User) -> Self:
        """List what others submitted, oldest first: what this reviewer may decide."""
        return self.filter(app=app, status=Status.AWAITING_REVIEW).exclude(user=by).order_by("pk")


class Annotation(models.Model):
    """What one person or model says about one input: concepts, at most one region, at most one frame."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+", db_index=False)
    input = models.ForeignKey(Input, on_delete=models.CASCADE, related_name="annotations", db_index=False)
    public_id = models.CharField(max_length=128)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    worker_kind = models.PositiveSmallIntegerField(choices=WorkerKind, default=WorkerKind.USER)
    model_id = models.CharField(max_length=128, blank=True)
    model_version_id = models.CharField(max_length=128, blank=True)
    status = models.PositiveIntegerField(choices=Status, default=Status.SUCCESS)
    input_level = models.BooleanField(default=False)
    is_empty = models.BooleanField(default=True)
    frame = models.JSONField(null=True, blank=True)
    metadata = models.JSONField(null=True, blank=True)
    geo = models.JSONField(null=True, blank=True)
    segments = models.JSONField(null=True, blank=True)
    text = models.TextField(blank=True)
    info = models.JSONField(null=True, blank=True)
    task_id = models.CharField(max_length=128, blank=True)
    embed_model_version_id = models.CharField(max_length=128, blank=True)
    rev = models.UUIDField()
    tool = models.CharField(max_length=16, blank=True)
    ms = models.PositiveIntegerField(null=True, blank=True)
    turn = models.PositiveBigIntegerField(default=0)  # 0, or when it was skipped (ms since 1970): place in the queue
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["app", "id"], name="annotation_by_age"),
            models.Index(
                fields=["app", "id"],
                name="annotation_of_a_person",
                condition=Q(worker_kind=1) & ~Q(input_level=True, is_empty=True),
            ),
            models.Index(fields=["app", "input", "id"], name="annotation_by_input"),
            models.Index(fields=["app", "user", "id"], name="annotation_by_user"),
            models.Index(fields=["app", "status", "id"], name="annotation_by_status"),
            models.Index(
                fields=["app", "model_version_id", "id"], name="annotation_by_model", condition=~Q(model_version_id="")
            ),
            models.Index(fields=["app", "task_id", "id"], name="annotation_by_task_id", condition=~Q(task_id="")),
            models.Index(fields=["app", "id"], name="annotation_with_its_time", condition=Q(ms__isnull=False)),
            models.Index(
                fields=["app", "user", "-status", "turn", "id"],
                name="annotation_in_a_queue",
                condition=Q(status__in=[24151, 24158]),
            ),
            models.Index(
                fields=["app", "-turn", "-id"],
                name="annotation_that_was_skipped",
                condition=Q(turn__gt=0, status__in=[24151, 24158]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["app", "input", "public_id"], name="annotation_id_is_unique_on_its_input"),
            models.UniqueConstraint(fields=["app", "rev"], name="annotation_rev_is_unique"),
            models.UniqueConstraint(
                fields=["app", "input"], condition=Q(input_level=True), name="input_has_one_input_level_annotation"
            ),
            models.CheckConstraint(
                name="annotation_is_by_a_user_or_a_model",
                condition=(Q(worker_kind=WorkerKind.USER, user__isnull=False, model_version_id=""))
                | (
                    Q(worker_kind__in=[WorkerKind.MODEL, WorkerKind.WORKFLOW], user__isnull=True)
                    & ~Q(model_version_id="")
                ),
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="annotation_status_is_known"),
            at_most(128, "public_id", name="annotation_id_has_1_to_128_characters", at_least=1),
            at_most(128, "model_version_id", name="model_version_id_has_at_most_128_characters"),
            at_most(128, "task_id", name="task_id_has_at_most_128_characters"),
            within("texts_of_an_annotation_have_their_lengths", model_id=128, embed_model_version_id=128, tool=16),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def worker(self) -> str:
        """Return who made it, as the API names them: a user's handle or a model version's id."""
        return self.user.handle if self.user else self.model_version_id


class Region(models.Model):
    """The place that an annotation talks about; box coordinates are ratios 0..1 of the upright picture."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+", db_index=False)
    annotation = models.OneToOneField(Annotation, on_delete=models.CASCADE, related_name="region")
    public_id = models.CharField(max_length=128)
    kind = models.CharField(max_length=9, choices=[(kind, kind) for kind in KINDS])
    top = models.FloatField(null=True, blank=True)
    left = models.FloatField(null=True, blank=True)
    bottom = models.FloatField(null=True, blank=True)
    right = models.FloatField(null=True, blank=True)
    shape = models.JSONField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    track_id = models.CharField(max_length=128, blank=True)
    metadata = models.JSONField(null=True, blank=True)
    text = models.TextField(blank=True)
    in_frame = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["app", "public_id"], name="region_by_id"),
            models.Index(fields=["app", "kind", "annotation"], name="region_by_kind"),
            models.Index(fields=["app", "track_id", "annotation"], name="region_by_track", condition=~Q(track_id="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="box_is_whole_or_absent",
                condition=Q(top__isnull=False, left__isnull=False, bottom__isnull=False, right__isnull=False)
                | Q(top__isnull=True, left__isnull=True, bottom__isnull=True, right__isnull=True),
            ),
            models.CheckConstraint(
                name="box_lies_inside_the_picture",
                condition=Q(top__isnull=True)
                | Q(top__gte=0, left__gte=0, bottom__lte=1, right__lte=1, top__lt=F("bottom"), left__lt=F("right")),
            ),
            models.CheckConstraint(
                name="region_has_the_shape_of_its_kind",
                condition=Q(kind=BOX, top__isnull=False, shape__isnull=True)
                | (Q(kind=KEYPOINTS, shape__isnull=False))
                | (
                    Q(
                        kind__in=[kind for kind in KINDS if kind not in (BOX, KEYPOINTS)],
                        shape__isnull=False,
                        top__isnull=True,
                    )
                ),
            ),
            models.CheckConstraint(
                name="region_value_is_a_score", condition=Q(value__isnull=True) | Q(value__gte=0, value__lte=1)
            ),
            at_most(128, "public_id", name="region_id_has_1_to_128_characters", at_least=1),
            at_most(128, "track_id", name="track_id_has_at_most_128_characters"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Place(models.IntegerChoices):
    """Where in an annotation a concept stands."""

    WHOLE = 1
    REGION = 2
    FRAME = 3
    FRAME_REGION = 4


class AnnotationConceptQuerySet(models.QuerySet["AnnotationConcept"]):
    """Ways to ask where concepts stand."""

    def use_in(self, app: App, concepts: Iterable[Concept]) -> dict[int, int]:
        """Count how often each of these concepts of an app stands in an annotation."""
        rows = self.filter(app=app, concept__in=[one.pk for one in concepts]).order_by()
        return dict(rows.values_list("concept").annotate(number=Count("pk")))


class AnnotationConcept(models.Model):
    """A concept that an annotation names, with its value."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+", db_index=False)
    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="concepts")
    concept = models.ForeignKey(Concept, on_delete=models.PROTECT, related_name="+", db_index=False)
    value = models.FloatField()
    place = models.PositiveSmallIntegerField(choices=Place)
    order = models.PositiveSmallIntegerField()

    objects = AnnotationConceptQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["app", "concept", "annotation"], name="annotation_by_concept")]
        constraints = [
            models.UniqueConstraint(
                fields=["app", "annotation", "place", "concept"], name="concept_stands_once_in_a_place"
            ),
            models.CheckConstraint(condition=Q(value__gte=0, value__lte=1), name="concept_value_lies_within_0_and_1"),
            models.CheckConstraint(condition=Q(place__in=Place.values), name="concept_place_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.concept_id}={self.value}"
