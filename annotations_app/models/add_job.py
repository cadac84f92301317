"""Jobs of adding inputs: what became of the inputs that scripts posted under one job id (contract section 7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import msgspec
from django.db import models, transaction
from django.db.models import Count, F
from django.utils import timezone

from annotations_app.errors import Code, Invalid, Missing
from annotations_app.models.app import App
from annotations_app.models.input import UNFINISHED, Input, InputStatus
from annotations_app.models.lengths import at_most
from annotations_app.text import id_problem

_COUNTED_AS = {InputStatus.SUCCESS: "success", InputStatus.PENDING: "pending", InputStatus.IN_PROGRESS: "in_progress"}


class JobStatus(IntEnum):
    """How far a job is; the numbers are the API's."""

    QUEUED = 64000
    RUNNING = 64001
    COMPLETED = 64002
    FAILED = 64003
    CANCELLED = 64004


class Progress(msgspec.Struct):
    """How many inputs of a job wait, are being processed, are ready, and failed or were refused."""

    pending: int = 0
    in_progress: int = 0
    success: int = 0
    failed: int = 0


class InputsAddJobQuerySet(models.QuerySet["InputsAddJob"]):
    """Ways to ask for jobs."""

    def of(self, app: App) -> models.QuerySet[InputsAddJob]:
        """List an app's jobs, oldest first."""
        return self.filter(app=app).order_by("pk")

    def named(self, app: App, public_id: str) -> InputsAddJob:
        """Find one job of an app. Raises Missing."""
        try:
            return self.get(app=app, public_id=public_id)
        except InputsAddJob.DoesNotExist:
            raise Missing(f"There is no job '{public_id}' in this app.") from None

    def join(self, app: App, public_id: str) -> InputsAddJob:
        """Find the job, or begin it, and lock it: none is cancelled while inputs join. Needs a transaction.

        Raises Invalid (11102) for a cancelled one.
        """
        self.bulk_create([InputsAddJob(app=app, public_id=public_id)], ignore_conflicts=True)
        job = self.select_for_update(no_key=True).get(app=app, public_id=public_id)
        if job.cancelled_at is not None:
            raise Invalid(f"inputs_add_job_id: the job '{public_id}' was cancelled.", Code.INVALID_REQUEST)
        return job

    def progress(self, app: App, jobs: Sequence[InputsAddJob]) -> dict[int, Progress]:
        """Count what became of the inputs of these jobs of an app, in one query."""
        found = {job.pk: Progress(failed=job.refused) for job in jobs}
        inputs = Input.objects.filter(app=app, add_job__in=found).order_by()
        rows = inputs.values_list("add_job", "status").annotate(Count("pk"))
        for pk, status, count in rows:
            name = _COUNTED_AS.get(InputStatus(status), "failed")
            setattr(found[pk], name, getattr(found[pk], name) + count)
        return found


class InputsAddJob(models.Model):
    """The inputs that were posted under one id, to be watched and cancelled together."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+", db_index=False)
    public_id = models.CharField(max_length=128)
    refused = models.PositiveBigIntegerField(default=0)  # items that were never stored
    cancelled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)

    objects = InputsAddJobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["app", "id"], name="inputs_add_job_by_age")]
        constraints = [
            models.UniqueConstraint(fields=["app", "public_id"], name="inputs_add_job_id_is_unique_in_its_app"),
            at_most(128, "public_id", name="inputs_add_job_id_has_1_to_128_characters", at_least=1),
        ]

    def __str__(self) -> str:
        return self.public_id

    def note(self, refused: int) -> None:
        """Remember that inputs joined, and how many of the same call were refused."""
        self.modified_at = timezone.now()
        InputsAddJob.objects.filter(pk=self.pk).update(refused=F("refused") + refused, modified_at=self.modified_at)

    @transaction.atomic
    def cancel(self) -> None:
        """Stop the inputs that nobody has begun to process: they end as failed. A finished job stays as it is."""
        self.refresh_from_db(from_queryset=InputsAddJob.objects.select_for_update(no_key=True))
        mine = Input.objects.filter(app=self.app_id, add_job=self)
        if self.cancelled_at is not None or not mine.filter(status__in=UNFINISHED).exists():
            return
        self.cancelled_at = self.modified_at = timezone.now()
        self.save(update_fields=["cancelled_at", "modified_at"], force_update=True)
        mine.filter(status=InputStatus.PENDING).update(
            status=InputStatus.FAILED, problem="The job that added it was cancelled.", modified_at=self.modified_at
        )

    def status(self, progress: Progress) -> JobStatus:
        """Tell how far the job is."""
        if self.cancelled_at is not None:
            return JobStatus.CANCELLED
        if progress.pending or progress.in_progress:
            begun = progress.in_progress or progress.success or progress.failed
            return JobStatus.RUNNING if begun else JobStatus.QUEUED
        return JobStatus.FAILED if progress.failed and not progress.success else JobStatus.COMPLETED


def check_job_id(public_id: str) -> None:
    """Raise Invalid (11102) for what cannot be the id of a job."""
    if problem := id_problem(public_id):
        raise Invalid(f"inputs_add_job_id: {problem}.", Code.INVALID_REQUEST)
