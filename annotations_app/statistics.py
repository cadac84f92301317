"""Counts of an app: exact while it is small, else a summary that says how old it is (speed.md 2.4)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.core.cache import cache
from django.db.models import Case, Count, F, Min, Q, QuerySet, When
from django.utils import timezone

from annotations_app.models import Annotation, AnnotationConcept, App, Concept, Input, Member, Status, User, WorkerKind
from annotations_app.models.answering import Answered, answered_in
from annotations_app.models.input import InputStatus
from annotations_app.structs import ready_for_threads

EXACT = 20_000  # rows that are counted while somebody waits
FRESH = timedelta(minutes=5)
KEPT = 30 * 24 * 3600
CONCEPTS_SHOWN = 15

#: What is still to happen on an input, most pressing first: of several annotations the first of these counts.
STATES = (Status.REVIEW_DENIED, Status.PENDING, Status.AWAITING_REVIEW, Status.SUCCESS)
BAR = (Status.SUCCESS, Status.AWAITING_REVIEW, Status.REVIEW_DENIED, Status.PENDING)


class PersonCount(msgspec.Struct):
    """How many inputs a person has in each state of work; `drawn` counts their annotations that say something."""

    handle: str
    name: str = ""
    to_do: int = 0
    sent_back: int = 0
    submitted: int = 0
    done: int = 0
    drawn: int = 0


class ConceptCount(msgspec.Struct):
    """How many of people's annotations say that a concept is there; `width` is the length of its bar in per cent."""

    public_id: str
    name: str
    shade: int
    number: int
    width: str = "0%"


class Part(msgspec.Struct):
    """One part of the bar of all inputs: those of one state, where it begins and how long it is in per cent."""

    status: int
    says: str
    number: int
    start: str
    width: str


@ready_for_threads
class Summary(msgspec.Struct):
    """What an app's overview counts, and when it was counted."""

    at: datetime
    is_kept: bool = False  # counted some time ago, by a job
    inputs: int = 0
    not_ready: int = 0
    states: dict[int, int] = {}  # inputs by what is still to happen on them
    statuses: dict[str, int] = {}
    suggestions: int = 0
    people: list[PersonCount] = []
    concepts: list[ConceptCount] = []
    more_concepts: int = 0
    models: list[Answered] = []

    @property
    def annotations(self) -> int:
        """Count what people made, in whatever status."""
        return sum(self.statuses.values())

    @property
    def untouched(self) -> int:
        """Count the inputs on which nobody holds or has done work."""
        return max(self.inputs - sum(self.states.values()), 0)

    @property
    def per_cent_done(self) -> int:
        """Say how far the app is, never more than is true."""
        return 100 * self.states.get(Status.SUCCESS, 0) // max(self.inputs, 1)

    @property
    def parts(self) -> list[Part]:
        """Cut the bar of all inputs into its states, from done to to do; the rest is nobody's."""
        parts, start, whole = [], 0, max(self.inputs, 1)
        for status in BAR:
            number = self.states.get(status, 0)
            share = f"{100 * start / whole:.3f}%", f"{100 * number / whole:.3f}%"
            parts.append(Part(int(status), status.label, number, *share))
            start += number
        return parts


def overview(member: Member) -> tuple[Summary | None, bool]:
    """Return the counts that a person may see, and whether they should be counted anew in the background.

    In a blind app an annotator sees their own work only.
    """
    only = member.user if member.is_blind else None
    if not is_large(member.app):
        return count(member.app, only), False
    kept = cache.get(_key(member.app.pk, only.pk if only else 0))
    summary = msgspec.json.decode(kept, type=Summary) if kept else None
    return summary, summary is None or timezone.now() - summary.at > FRESH


def may_count(member: Member) -> bool:
    """Tell whether nobody asked for a count of this app in the last minute, and note that somebody does now."""
    only = member.user.pk if member.is_blind else 0
    return bool(cache.add(f"{_key(member.app.pk, only)}:asked", True, 60))


def refresh(app: App, only: User | None) -> None:
    """Count anew and keep it for the pages."""
    summary = msgspec.structs.replace(count(app, only), is_kept=True)
    cache.set(_key(app.pk, only.pk if only else 0), msgspec.json.encode(summary).decode(), KEPT)


def count(app: App, only: User | None = None) -> Summary:
    """Count an app, in a fixed number of queries."""
    inputs = Input.objects.filter(app=app)
    made = Annotation.objects.filter(app=app, input_level=False)
    theirs = made.filter(worker_kind=WorkerKind.USER, **({"user": only} if only else {}))
    summary = Summary(timezone.now())
    totals = inputs.aggregate(all=Count("pk"), not_ready=Count("pk", filter=~Q(status=InputStatus.SUCCESS)))
    summary.inputs, summary.not_ready = totals["all"], totals["not_ready"]
    summary.states = _states(theirs)
    summary.suggestions = made.exclude(worker_kind=WorkerKind.USER).count()
    summary.statuses, summary.people = _work(app, theirs, only)
    summary.concepts, summary.more_concepts = _concepts(app, only)
    summary.models = answered_in(app, only)
    return summary


def is_large(app: App) -> bool:
    """Tell whether an app has more annotations than are counted while somebody waits."""
    rows = Annotation.objects.filter(app=app).order_by()
    return rows[: EXACT + 1].count() > EXACT


def _key(app_pk: int, user_pk: int) -> str:
    return f"statistics:{app_pk}:{user_pk}"


def _states(rows: QuerySet[Annotation]) -> dict[int, int]:
    """Count the inputs by what is still to happen on them, each once."""
    pressing = Case(*(When(status=status, then=place) for place, status in enumerate(STATES)), default=len(STATES))
    by_input = rows.order_by().values("input").annotate(state=Min(pressing))
    each = {f"state{place}": Count("input", filter=Q(state=place)) for place in range(len(STATES))}
    counted = by_input.aggregate(**each)
    return {int(status): counted[f"state{place}"] for place, status in enumerate(STATES)}


def _work(app: App, rows: QuerySet[Annotation], only: User | None) -> tuple[dict[str, int], list[PersonCount]]:
    """Count annotations by status, and inputs by person and status."""
    counted = rows.order_by().values("user__handle", "status")
    counted = counted.annotate(inputs=Count("input", distinct=True), saying=Count("pk", filter=Q(is_empty=False)))
    here = [only.handle] if only else app.people().values_list("handle", flat=True)
    people = {handle: PersonCount(handle) for handle in here}
    statuses: dict[str, int] = defaultdict(int)
    fields = {
        Status.PENDING: "to_do", Status.REVIEW_DENIED: "sent_back", Status.AWAITING_REVIEW: "submitted",
        Status.SUCCESS: "done",
    }  # fmt: skip
    for handle, status, inputs, saying in counted.values_list("user__handle", "status", "inputs", "saying"):
        person = people.setdefault(handle, PersonCount(handle))
        statuses[Status(status).label] += saying
        person.drawn += saying
        if field := fields.get(Status(status)):
            setattr(person, field, inputs)
    for user in User.objects.filter(handle__in=people):
        people[user.handle].name = user.full_name
    ordered = sorted(people.values(), key=lambda one: (-one.to_do - one.sent_back, -one.done, one.handle))
    return {**{status.label: 0 for status in fields}, **statuses}, ordered


def _concepts(app: App, only: User | None) -> tuple[list[ConceptCount], int]:
    said: dict[str, Any] = {"annotation__user": only} if only else {"annotation__worker_kind": WorkerKind.USER}
    rows = AnnotationConcept.objects.filter(app=app, value__gt=0, **said).order_by().values_list("concept")
    numbers = dict(rows.annotate(number=Count("annotation", distinct=True)))
    concepts = Concept.objects.filter(app=app).order_by(F("position"), "pk")
    counted = [ConceptCount(one.public_id, one.name, one.shade, numbers.get(one.pk, 0)) for one in concepts]
    counted.sort(key=lambda one: -one.number)
    shown = counted[:CONCEPTS_SHOWN]
    most = max((one.number for one in shown), default=0) or 1
    for one in shown:
        one.width = f"{100 * one.number / most:.2f}%"
    return shown, len(counted) - len(shown)
