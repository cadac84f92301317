"""Inputs: one picture each (or a text, video or audio file kept unread), with where its files are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils import timezone

from annotations_app import tiles
from annotations_app.errors import Missing
from annotations_app.models.app import App
from annotations_app.models.lengths import at_most, within
from annotations_app.text import id_problem


class InputStatus(models.IntegerChoices):
    """How far an input is (contract section 3.1); the refusals of a picture are statuses too."""

    SUCCESS = 30000, "ready"
    PENDING = 30001, "waiting to be processed"
    FAILED = 30002, "could not be fetched or processed"
    IN_PROGRESS = 30003, "being processed"
    UNSUPPORTED_FORMAT = 30101, "not an accepted kind of file"
    INVALID_ARGUMENT = 30104, "broken, or no picture"
    OVER_LIMIT = 30105, "too large"
    INVALID_URL = 30106, "address refused"


UNFINISHED = (InputStatus.PENDING, InputStatus.IN_PROGRESS)
MAX_ATTEMPTS = 3
SHOWN_BY_BROWSERS = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp")
LARGE = 25_000_000  # pixels: what is larger is not fetched by pages whole
URL_START = 255


class InputQuerySet(models.QuerySet["Input"]):
    """Ways to ask for inputs."""

    def in_app(self, app: App) -> Self:
        """List an app's inputs, oldest first."""
        return self.filter(app=app).order_by("pk")

    def named(self, app: App, public_id: str) -> Input:
        """Find one input of an app by its API id. Raises Missing."""
        try:
            return self.get(app=app, public_id=public_id)
        except Input.DoesNotExist:
            raise Missing(f"There is no input '{public_id}' in this app.") from None

    def with_ids(self, app: App, public_ids: Iterable[str]) -> Self:
        """List the inputs of an app that have these API ids; what can be no id finds nothing."""
        return self.filter(app=app, public_id__in={one for one in public_ids if not id_problem(one)})

    def overdue(self) -> Self:
        """List the inputs, of all apps, whose job is due: never begun, or its lease has run out."""
        return self.filter(status__in=UNFINISHED, lease_until__lte=timezone.now()).order_by("lease_until")

    def tiles_overdue(self) -> Self:
        """List the inputs, of all apps, whose tiles are to be cut now."""
        return self.filter(tiles_due__lte=timezone.now()).order_by("tiles_due")

    def locked(self, app: App, pks: list[int]) -> list[Input]:
        """Lock inputs in the one order that all writers keep, and return them. Needs a transaction.

        On PostgreSQL the lock lets foreign keys be checked meanwhile; on SQLite the transaction itself is the lock.
        """
        rows = self.filter(app=app, pk__in=pks).order_by("pk")
        return list(rows.select_for_update(no_key=True))


class Input(models.Model):
    """One picture with its metadata; its concepts, metadata and geo live in its input-level annotation only."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="inputs")
    public_id = models.CharField(max_length=128)
    file_name = models.CharField(max_length=1024, blank=True)
    status = models.PositiveIntegerField(choices=InputStatus, default=InputStatus.PENDING)
    problem = models.CharField(max_length=1024, blank=True)
    media_type = models.CharField(max_length=32, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    color_mode = models.CharField(max_length=16, blank=True)
    bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    source_url = models.CharField(max_length=10240, blank=True)
    original = models.CharField(max_length=255, blank=True)
    display = models.CharField(max_length=255, blank=True)
    thumbnail = models.CharField(max_length=255, blank=True)
    tiles = models.PositiveIntegerField(default=0)  # how many are stored: all or none
    tiles_due = models.DateTimeField(null=True, blank=True)  # when to try to cut them; empty: not wanted, or done
    tiles_attempts = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(default=timezone.now)
    seq = models.PositiveBigIntegerField(default=0)
    add_job = models.ForeignKey(
        "InputsAddJob", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)

    objects = InputQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["app", "id"], name="input_by_age"),
            models.Index(fields=["app", "status", "id"], name="input_by_status"),
            models.Index(fields=["app", "sha256"], name="input_by_content"),
            models.Index("app", Left("source_url", URL_START), name="input_by_url", condition=~Q(source_url="")),
            models.Index(fields=["add_job", "status"], name="input_of_a_job", condition=Q(add_job__isnull=False)),
            models.Index(fields=["tiles_due"], name="input_with_tiles_to_cut", condition=Q(tiles_due__isnull=False)),
            models.Index(fields=["lease_until"], name="input_with_a_job", condition=Q(status__in=[30001, 30003])),
        ]
        constraints = [
            models.UniqueConstraint(fields=["app", "public_id"], name="input_id_is_unique_in_its_app"),
            models.CheckConstraint(condition=Q(status__in=InputStatus.values), name="input_status_is_known"),
            models.CheckConstraint(
                condition=Q(width=None, height=None)
                | Q(width__gte=1, height__gte=1, width__isnull=False, height__isnull=False),
                name="input_has_both_sides_or_none",
            ),
            at_most(128, "public_id", name="input_id_has_1_to_128_characters", at_least=1),
            at_most(1024, "file_name", name="input_file_name_has_at_most_1024_characters"),
            within(
                "texts_of_an_input_have_their_lengths",
                problem=1024,
                media_type=32,
                color_mode=16,
                sha256=64,
                source_url=10240,
                original=255,
                display=255,
                thumbnail=255,
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or self.public_id

    @property
    def is_ready(self) -> bool:
        """Tell whether the picture can be shown."""
        return self.status == InputStatus.SUCCESS

    @property
    def is_picture(self) -> bool:
        """Tell whether the file is an image (else a text, video or audio file)."""
        return self.media_type.startswith("image/") or (not self.media_type and not self.is_ready)

    @property
    def pixels(self) -> int:
        """Count the picture's pixels; 0 where they are not known."""
        return (self.width or 0) * (self.height or 0)

    @property
    def is_shown_by_browsers(self) -> bool:
        """Tell whether a browser can show the original, and need not hold too much for it."""
        return self.is_ready and self.media_type in SHOWN_BY_BROWSERS and self.pixels <= LARGE

    def lease(self, minutes: int = 2) -> bool:
        """Take the job of this input for some minutes; False where somebody else has it or it is done."""
        now = timezone.now()
        due = Input.objects.filter(pk=self.pk, status__in=UNFINISHED, lease_until__lte=now)
        taken = due.update(
            status=InputStatus.IN_PROGRESS,
            attempts=models.F("attempts") + 1,
            lease_until=now + timedelta(minutes=minutes),
        )
        if taken:
            self.refresh_from_db(fields=["status", "attempts", "lease_until"])
        return bool(taken)

    @property
    def wants_tiles(self) -> bool:
        """Tell whether a picture is too large for pages to fetch it whole."""
        return self.is_picture and self.pixels > LARGE

    @property
    def files(self) -> list[str]:
        """List all stored files of it, also those that may be half done."""
        own = [name for name in (self.original, self.display, self.thumbnail) if name]
        cut = tiles.names(self.original, self.width or 1, self.height or 1) if self.wants_tiles else []
        return own + cut

    def lease_tiles(self, minutes: int = 5) -> bool:
        """Take the job of cutting tiles for some minutes; False where somebody else has it or it is done."""
        now = timezone.now()
        due = Input.objects.filter(pk=self.pk, tiles_due__lte=now)
        taken = due.update(tiles_due=now + timedelta(minutes=minutes), tiles_attempts=models.F("tiles_attempts") + 1)
        if taken:
            self.refresh_from_db(fields=["tiles_due", "tiles_attempts"])
        return bool(taken)

    def settle(self, status: InputStatus, problem: str = "", **fields: Any) -> None:
        """Store how the job ended; the same end twice is one end. Never revives an input deleted meanwhile."""
        values = {"status": status, "problem": problem[:1024], "modified_at": timezone.now(), **fields}
        Input.objects.filter(pk=self.pk).update(**values)
        for name, value in values.items():
            setattr(self, name, value)
