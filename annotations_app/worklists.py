"""What the pages of work list: a person's apps and queue, what waits for review, what annotations look like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, Subquery

from annotations_app.models import (
    Act,
    Annotation,
    App,
    Change,
    Collaborator,
    Concept,
    Input,
    Member,
    Role,
    Status,
    User,
    WorkerKind,
)
from annotations_app.models.annotation import OPEN, SUBMITTED
from annotations_app.models.data import KEYPOINTS, POLYGON, AnnotationData
from annotations_app.models.finding import InputFilter, find_inputs
from annotations_app.models.input import InputQuerySet, InputStatus
from annotations_app.models.membership import OWNER
from annotations_app.models.stored import Stored
from annotations_app.models.work import MAX_HANDED_OUT, QueueEntry, queue
from annotations_app.open_work import OpenWork, open_work
from annotations_app.skipped import skip_reasons

SHOWN = 100
_REVIEWING = (Role.MANAGER, Role.REVIEWER)
LOOKED_AT = 2000  # rows that a list of work to review is made of


# --- my apps --------------------------------------------------------------------------------------------------------


class AppCard(msgspec.Struct):
    """One of a person's apps: their role, how much open work they have, and whether work waits for review."""

    app: App
    role: str
    open: OpenWork
    has_review: bool
    cover: str  # the id of its newest input with a picture

    @property
    def is_pressing(self) -> bool:
        """Tell whether something waits for this person."""
        return bool(self.open) or self.has_review


def apps_of(user: User) -> list[AppCard]:
    """List a person's apps, those first in which something waits for them."""
    pictured = Input.objects.filter(app=OuterRef("pk"), status=InputStatus.SUCCESS).exclude(thumbnail="")
    cover = Subquery(pictured.order_by("-pk").values("public_id")[:1])
    apps: list[Any] = list(App.objects.seen_by(user).annotate(cover=cover))
    roles = dict(Collaborator.objects.filter(user=user, until=None).values_list("app", "role"))
    role_in = {app.pk: roles.get(app.pk, OWNER) for app in apps}
    pressing = _with_submitted(user, [pk for pk, role in role_in.items() if role in (OWNER, *_REVIEWING)])
    counts = open_work(user, apps)
    cards = [AppCard(app, role_in[app.pk], counts[app.pk], app.pk in pressing, app.cover or "") for app in apps]
    return sorted(cards, key=lambda card: (not card.is_pressing, card.app.pk))


def _with_submitted(user: User, apps: Sequence[int]) -> set[int]:
    """Find in which of these apps somebody else's work waits for review, by the index of statuses and ages."""
    submitted = Annotation.objects.filter(app=OuterRef("pk"), status=Status.AWAITING_REVIEW).exclude(user=user)
    first = submitted.filter(worker_kind=WorkerKind.USER).order_by("pk").values("pk")[:1]
    found = App.objects.filter(pk__in=apps).alias(first=Subquery(first)).filter(first__isnull=False)
    return set(found.values_list("pk", flat=True))


# --- my queue -------------------------------------------------------------------------------------------------------


class Waiting(msgspec.Struct):
    """One input of a queue with why it is there."""

    entry: QueueEntry
    checks: bool = False  # boxes that somebody else made
    reasons: list[str] = []
    skip_reason: str = ""


def waiting(member: Member) -> list[Waiting]:
    """List the first inputs of a person's queue with why they are there."""
    found = {entry.input_pk: Waiting(entry) for entry in queue(member, SHOWN)}
    handed = Annotation.objects.filter(app=member.app, user=member.user, input__in=found, input_level=False)
    with_marker = set(handed.filter(is_empty=True).values_list("input", flat=True))
    sent_back = handed.filter(status=Status.REVIEW_DENIED).values_list("input", "public_id")
    mine = set(sent_back)
    changes = Change.objects.filter(app=member.app, input__in={pk for pk, _ in mine}, act=Act.SENT_BACK)
    told = set()
    for pk, public_id, reason in changes.order_by("-pk").values_list("input", "annotation_id", "reason"):
        if (pk, public_id) in mine and (pk, public_id) not in told:
            told.add((pk, public_id))
            if reason not in found[pk].reasons:
                found[pk].reasons.append(reason)
    skips = skip_reasons(member.app, [pk for pk, one in found.items() if one.entry.skipped])
    for pk, one in found.items():
        one.checks = pk not in with_marker
        one.skip_reason = skips.get((pk, member.user.pk), "")
    return list(found.values())


# --- to review ------------------------------------------------------------------------------------------------------


class ToReview(msgspec.Struct):
    """One input with submitted work of others."""

    input_pk: int
    input_id: str
    file_name: str
    since: datetime
    number: int = 0
    people: list[str] = []
    again: bool = False  # I sent it back before


def to_review(member: Member) -> tuple[list[ToReview], bool]:
    """List the inputs that wait for this reviewer, those they sent back first, and tell whether there are more.

    An image that was sent back as a whole waits for its author, whatever else on it is undecided.

    Corrected work keeps its age, so that it is among the oldest, to which the list is limited.
    """
    sent_back = Change.objects.filter(app=member.app, input=OuterRef("input"), user=member.user, act=Act.SENT_BACK)
    rows = Annotation.objects.awaiting_review(member.app, member.user).filter(worker_kind=WorkerKind.USER)
    theirs = {"app": member.app, "input": OuterRef("input"), "user": OuterRef("user")}
    returned = Annotation.objects.filter(**theirs, is_empty=True, input_level=False, status=Status.REVIEW_DENIED)
    rows = rows.exclude(Exists(returned))
    columns = ("input", "input__public_id", "input__file_name", "modified_at", "user__handle", "is_empty", "again")
    found: dict[int, ToReview] = {}
    seen = list(rows.annotate(again=Exists(sent_back)).values_list(*columns)[: LOOKED_AT + 1])
    for pk, public_id, file_name, at, handle, is_empty, again in seen[:LOOKED_AT]:
        one = found.get(pk)
        if one is None:
            one = found[pk] = ToReview(pk, public_id, file_name, at, again=again, people=[])
        one.since = min(one.since, at)
        one.number += not is_empty
        if handle not in one.people:
            one.people.append(handle)
    ordered = sorted(found.values(), key=lambda one: not one.again)
    return ordered[:SHOWN], len(seen) > LOOKED_AT or len(ordered) > SHOWN


def next_to_review(member: Member, after: int) -> str | None:
    """Return the id of the input that this reviewer goes on with: behind one in the list, else the first other one."""
    rows, _ = to_review(member)
    at = next((place for place, one in enumerate(rows) if one.input_pk == after), len(rows))
    others = [*rows[at + 1 :], *rows[:at]]
    return others[0].input_id if others else None


# --- what an annotation looks like ----------------------------------------------------------------------------------


class Said(msgspec.Struct):
    """A concept as a page shows it."""

    name: str
    shade: int
    absent: bool


class Shape(msgspec.Struct):
    """Where a region lies on the picture, for SVG: per cent of the sides, or points of a unit square."""

    left: str = ""
    top: str = ""
    width: str = ""
    height: str = ""
    points: str = ""
    in_words: str = ""


def concept_shades(member: Member, found: Sequence[Stored]) -> dict[str, int]:
    """Find the colour numbers of the concepts that annotations name."""
    ids = {value.id for one in found for value in one.data.concept_values()}
    return {concept.public_id: concept.shade for concept in Concept.objects.filter(app=member.app, public_id__in=ids)}


def said_of(data: AnnotationData, shades: dict[str, int]) -> list[Said]:
    """List the concepts of an annotation for a page."""
    return [Said(one.name or one.id, shades.get(one.id, 1), one.value == 0) for one in data.concept_values()]


def shape_of(data: AnnotationData, width: int | None, height: int | None) -> Shape | None:
    """Return where the region of an annotation lies, and its size in words, or None where there is none to draw."""
    region = data.region
    if region is None:
        return None
    if region.box is not None:
        top, left, bottom, right = region.box
        words = "keypoints, " if region.kind == KEYPOINTS else ""
        if width and height:
            words += f"{round((right - left) * width)} × {round((bottom - top) * height)} px"
        return Shape(_percent(left), _percent(top), _percent(right - left), _percent(bottom - top), in_words=words)
    if region.kind == POLYGON:
        points: list[dict[str, Any]] = (region.shape or {}).get("points", [])
        at = [(point.get("col", 0.0), point.get("row", 0.0)) for point in points]
        corner = {"left": _percent(min(x for x, _ in at)), "top": _percent(min(y for _, y in at))}
        outline = " ".join(f"{x:.5f},{y:.5f}" for x, y in at)
        return Shape(**corner, points=outline, in_words=f"polygon of {len(at)} points")
    return Shape(in_words=region.kind)


def _percent(ratio: float) -> str:
    return f"{ratio * 100:.4f}%"


# --- handing out ----------------------------------------------------------------------------------------------------

MODELS_OFFERED = 10


class Choice(msgspec.Struct):
    """Which inputs to hand out: the ticked ones, whatever the filter shows; where none is ticked, all of the filter."""

    wanted: InputFilter
    nobody: bool = False  # only where nobody holds or has submitted work
    ticked: list[str] = []


def found_for(member: Member, choice: Choice) -> InputQuerySet:
    """List the inputs that a choice lets through, oldest first."""
    rows = find_inputs(member, choice.wanted).filter(status=InputStatus.SUCCESS)
    if choice.nobody:
        work = Annotation.objects.filter(app=member.app, input=OuterRef("pk"), input_level=False)
        rows = rows.exclude(Exists(work.filter(worker_kind=WorkerKind.USER, status__in=[*OPEN, *SUBMITTED])))
    return rows.order_by("pk")


def chosen(member: Member, choice: Choice) -> list[int]:
    """List the keys of the inputs to hand out, one more than can be handed out at once."""
    rows = found_for(member, choice)
    if choice.ticked:
        ready = Input.objects.filter(app=member.app, status=InputStatus.SUCCESS)
        rows = ready.filter(public_id__in=choice.ticked).order_by("pk")
    return list(rows.values_list("pk", flat=True)[: MAX_HANDED_OUT + 1])


def model_versions(member: Member) -> list[str]:
    """List the first model versions with annotations, each found by the index behind the one before."""
    found: list[str] = []
    rows = Annotation.objects.filter(app=member.app).exclude(model_version_id="").order_by("model_version_id")
    while len(found) < MODELS_OFFERED:
        behind = rows.filter(model_version_id__gt=found[-1] if found else "")
        version = behind.values_list("model_version_id", flat=True).first()
        if version is None:
            break
        found.append(version)
    return found
