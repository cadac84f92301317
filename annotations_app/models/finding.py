"""Finding inputs by what their annotations say, page by page in both directions, whatever the size of the app."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from django.db.models import Count, Exists, OuterRef, Q

from annotations_app.models.annotation import SUBMITTED, Annotation, AnnotationConcept, Status, WorkerKind
from annotations_app.models.input import Input, InputQuerySet
from annotations_app.models.membership import Member

MODELS = "@models"


class InputFilter(msgspec.Struct):
    """Which inputs to show; empty texts and None mean: not said. All that is said holds for one annotation.

    `worker` is a person's handle, a model version's id, or `@models` for any; `concept` is a concept's id.
    """

    status: int | None = None
    concept: str = ""
    worker: str = ""
    without: bool = False

    @property
    def is_set(self) -> bool:
        """Tell whether anything is said."""
        return self != InputFilter()


class Page(msgspec.Struct):
    """One page of inputs, newest first, with the ids from which older and newer pages go on."""

    rows: list[Input]
    older: str = ""
    newer: str = ""


def find_inputs(member: Member, wanted: InputFilter) -> InputQuerySet:
    """List the inputs that a filter lets through, as far as the member may know; unordered."""
    rows = Input.objects.filter(app=member.app)
    here = Annotation.objects.filter(app=member.app, input=OuterRef("pk")).visible_to(member)
    if wanted.without:
        return rows.exclude(Exists(here.filter(Q(is_empty=False) | Q(input_level=False, status__in=SUBMITTED))))
    if wanted.status is None and not wanted.concept and not wanted.worker:
        return rows
    if wanted.status is not None:
        here = here.filter(status=wanted.status)
    if wanted.worker == MODELS:
        here = here.exclude(worker_kind=WorkerKind.USER)
    elif wanted.worker:
        here = here.filter(Q(user__handle=wanted.worker) | Q(model_version_id=wanted.worker))
    if wanted.concept:
        said = AnnotationConcept.objects.filter(annotation=OuterRef("pk"), concept__public_id=wanted.concept)
        here = here.filter(Exists(said.filter(app=member.app, concept__app=member.app)))
    return rows.filter(Exists(here.listed()))


def page_of_inputs(member: Member, wanted: InputFilter, *, older: str = "", newer: str = "", size: int = 48) -> Page:
    """Fetch one page of what a filter lets through, beside the input that is named, by key and never by number."""
    rows = find_inputs(member, wanted)
    start = Input.objects.filter(app=member.app, public_id=older or newer).values_list("pk", flat=True).first()
    if start is not None and newer:
        found = list(rows.filter(pk__gt=start).order_by("pk")[: size + 1])
        shown, more = found[:size][::-1], len(found) > size
        return Page(shown, shown[-1].public_id if shown else "", shown[0].public_id if shown and more else "")
    if start is not None:
        rows = rows.filter(pk__lt=start)
    found = list(rows.order_by("-pk")[: size + 1])
    shown = found[:size]
    has_newer = start is not None and bool(shown)
    return Page(shown, shown[-1].public_id if len(found) > size else "", shown[0].public_id if has_newer else "")


def work_on(member: Member, inputs: Sequence[Input]) -> dict[int, dict[Status, int]]:
    """Count what is said and handed out on inputs by status, by the input's primary key, in one query."""
    rows = Annotation.objects.filter(app=member.app, input__in=[row.pk for row in inputs]).visible_to(member).listed()
    counts: dict[int, dict[Status, int]] = {}
    for pk, status, number in rows.order_by().values_list("input", "status").annotate(number=Count("pk")):
        counts.setdefault(pk, {})[Status(status)] = number
    return counts
