"""Finding inputs by what their annotations say, page by page in both directions, whatever the size of the app."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.lookups import Exact

from annotations_app.models.annotation import (
    SUBMITTED,
    Annotation,
    AnnotationConcept,
    AnnotationQuerySet,
    Status,
    WorkerKind,
)
from annotations_app.models.concept import Concept
from annotations_app.models.input import Input, InputQuerySet
from annotations_app.models.membership import Member
from annotations_app.models.user import User

MODELS = "@models"
PEOPLE = "@people"
RARE = 2000
COUNTED = 1000


class InputFilter(msgspec.Struct):
    """Which inputs to show; empty texts and None mean: not said. All that is said holds for one annotation.

    `worker` is a person's handle, a model version's id, or `@people` or `@models` for any of these; `concept` is a
    concept's id; `name` is a part of the file's name, or the input's id.
    """

    status: int | None = None
    concept: str = ""
    worker: str = ""
    without: bool = False
    name: str = ""

    @property
    def is_set(self) -> bool:
        """Tell whether anything is said."""
        return self != InputFilter()

    @property
    def asks_for_annotations(self) -> bool:
        """Tell whether it says anything about annotations that are there."""
        return self.status is not None or bool(self.concept or self.worker)


class Page(msgspec.Struct):
    """One page of inputs, newest first, with the ids from which older and newer pages go on."""

    rows: list[Input]
    older: str = ""
    newer: str = ""


def find_inputs(member: Member, wanted: InputFilter) -> InputQuerySet:
    """List the inputs that a filter lets through, as far as the member may know; unordered."""
    rows = Input.objects.filter(app=member.app)
    if wanted.name:
        rows = rows.filter(Q(file_name__icontains=wanted.name) | Q(public_id=wanted.name))
    seen = Annotation.objects.filter(app=member.app).visible_to(member)
    here = Q(input=OuterRef("pk"))
    if wanted.without:
        said = seen.filter(Q(is_empty=False) | Q(input_level=False, status__in=SUBMITTED))
        return rows.exclude(Exists(said.filter(here)))
    if not wanted.asks_for_annotations:
        return rows
    concept = Concept.objects.filter(app=member.app, public_id=wanted.concept).first()
    if wanted.concept and concept is None:
        return rows.none()
    named = AnnotationConcept.objects.filter(app=member.app, concept=concept)
    meant = _meant(seen, wanted)
    # Walking the inputs finds what is frequent at once, and what is rare only after a look at nearly all of them.
    some = meant.filter(pk__in=named.values("annotation")) if concept else meant
    few = list(some.order_by().values_list("input", flat=True)[: RARE + 1])
    if len(few) <= RARE:
        return rows.filter(pk__in=set(few))
    at_it = _meant(seen.filter(here), wanted, by_input=True)
    at_it = at_it.filter(Exists(named.filter(annotation=OuterRef("pk")))) if concept else at_it
    return rows.filter(Exists(at_it))


def _meant(seen: AnnotationQuerySet, wanted: InputFilter, *, by_input: bool = False) -> AnnotationQuerySet:
    """Leave the annotations of the status and worker that are said.

    With `by_input` these are compared as sums, else SQLite would look up all of that status or worker for each input.
    So is what people have done: models' suggestions have the same status, and people's are in an index of their own.
    """
    status, user = (F("status") + 0, F("user_id") + 0) if by_input else (F("status"), F("user_id"))
    if wanted.status == Status.SUCCESS and wanted.worker == PEOPLE:
        status = F("status") + 0
    if wanted.status is not None:
        seen = seen.filter(Exact(status, wanted.status))
    if wanted.worker == PEOPLE:
        seen = seen.filter(worker_kind=WorkerKind.USER)
    elif wanted.worker == MODELS:
        seen = seen.exclude(worker_kind=WorkerKind.USER)
    elif wanted.worker:
        person = User.objects.filter(handle=wanted.worker).first()
        seen = seen.filter(Exact(user, person.pk)) if person else seen.filter(model_version_id=wanted.worker)
    return seen.listed()


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


def neighbours(member: Member, there: Input) -> tuple[str, str]:
    """Find the ids of the inputs added just before and just after one; "" at either end."""
    ids = Input.objects.filter(app=member.app).values_list("public_id", flat=True)
    older, newer = (
        ids.filter(pk__lt=there.pk).order_by("-pk").first(),
        ids.filter(pk__gt=there.pk).order_by("pk").first(),
    )
    return older or "", newer or ""


def number_of_inputs(member: Member, wanted: InputFilter) -> int:
    """Count what a filter lets through, as far as `COUNTED` and one more."""
    return find_inputs(member, wanted).order_by("-pk")[: COUNTED + 1].count()


class Work(msgspec.Struct):
    """What the annotations of one input come to: people's by status, and how many suggestions of models."""

    by_status: dict[Status, int] = {}
    suggestions: int = 0


def work_on(member: Member, inputs: Sequence[Input]) -> dict[int, Work]:
    """Count what is said and handed out on inputs, by the input's primary key, in one query."""
    rows = Annotation.objects.filter(app=member.app, input__in=[row.pk for row in inputs]).visible_to(member).listed()
    found: dict[int, Work] = {}
    # Sums, for else SQLite may walk all annotations in the order of the groups.
    groups = rows.order_by().values("input").annotate(state=F("status") + 0, kind=F("worker_kind") + 0)
    groups = groups.annotate(number=Count("pk"))
    for pk, status, kind, number in groups.values_list("input", "state", "kind", "number"):
        work = found.setdefault(pk, Work())
        if kind == WorkerKind.USER:
            work.by_status[Status(status)] = number
        else:
            work.suggestions += number
    return found
