"""Setting the status of all the work of a task at once (contract 7.1, PatchAnnotationsStatus)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from django.db import transaction

from annotations_app.errors import Forbidden, Invalid
from annotations_app.models.annotation import Annotation, AnnotationQuerySet, Status
from annotations_app.models.history import Act
from annotations_app.models.input import Input
from annotations_app.models.membership import Member
from annotations_app.models.patching import DECISIONS
from annotations_app.models.posting import may_be_status
from annotations_app.models.stored import Stored, read
from annotations_app.models.user import User
from annotations_app.models.writing import Revision, revise

CHUNK = 1000


@transaction.atomic
def settle_task(
    member: Member, task_id: str, status: int, *, handles: Sequence[str] = (), among: Collection[int] = ()
) -> list[Stored]:
    """Give a status to the annotations of a task that do not have it, of these people and statuses (none: of any).

    Return them as they have become, without what stays as it is. Raises Forbidden for all but the owner.
    """
    if not member.owns:
        raise Forbidden("Only the owner sets the status of all work of a task.")
    if problem := may_be_status(status):
        raise Invalid(f"{problem}.")
    rows = _meant(member, task_id, handles, among).exclude(status=status)
    inputs = sorted(set(rows.order_by().values_list("input", flat=True)))
    chunks = [inputs[start : start + CHUNK] for start in range(0, len(inputs), CHUNK)]
    for chunk in chunks:
        Input.objects.locked(member.app, chunk)
    settled: list[Stored] = []
    for chunk in chunks:
        found = read(rows.filter(input__in=chunk).order_by("pk"))
        revisions = [
            Revision(one, msgspec.structs.replace(one, status=status), _act(one.status, status)) for one in found
        ]
        revise(member, revisions, {})
        settled += [revision.after for revision in revisions if revision.after is not None]
    return settled


def _meant(member: Member, task_id: str, handles: Sequence[str], among: Collection[int]) -> AnnotationQuerySet:
    rows = Annotation.objects.filter(app=member.app, task_id=task_id).exclude(task_id="")
    if handles:
        rows = rows.filter(user__in=User.objects.filter(handle__in=handles))
    return rows.filter(status__in=among) if among else rows


def _act(before: int, after: int) -> Act:
    if before in (Status.AWAITING_REVIEW, Status.SUCCESS) and after in DECISIONS:
        return Act.APPROVED if after == Status.SUCCESS else Act.SENT_BACK
    return Act.CHANGED
