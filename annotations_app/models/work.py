"""Work is annotations: handing out, the queue, submitting and skipping (contract 9.1, design.md section 4)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone

from annotations_app.errors import Forbidden, Invalid, Refused
from annotations_app.models.annotation import OPEN, Annotation, AnnotationQuerySet, Status, WorkerKind
from annotations_app.models.app import App
from annotations_app.models.data import AnnotationData
from annotations_app.models.history import Act
from annotations_app.models.input import Input
from annotations_app.models.known import KnownConcepts
from annotations_app.models.membership import Member
from annotations_app.models.stored import Stored, read
from annotations_app.models.user import User
from annotations_app.models.writing import Revision, create, revise
from annotations_app.text import first_rev, name_problem, new_ids

CHUNK = 1000
MAX_HANDED_OUT = 20_000
MAX_SKIP_REASON = 200


def drawn_status(member: Member, holds_work: bool) -> Status:
    """Return the status of something newly drawn: a draft inside assigned work, else done or submitted at once."""
    if holds_work:
        return Status.PENDING
    return Status.AWAITING_REVIEW if member.is_reviewed else Status.SUCCESS


def changed_status(member: Member, before: Stored) -> Status:
    """Return the status after its author changed it: sent-back work is open again, approved work waits again."""
    if before.user_pk == member.user.pk:
        if before.status == Status.REVIEW_DENIED:
            return Status.PENDING
        if before.status == Status.SUCCESS and member.is_reviewed:
            return Status.AWAITING_REVIEW
    return Status(before.status)


def holds_work(member: Member, input_pk: int) -> bool:
    """Tell whether the person holds open work on an input."""
    return Annotation.objects.open_of(member.app, member.user).filter(input=input_pk).exists()


# --- handing out ----------------------------------------------------------------------------------------------------


class Plan(msgspec.Struct):
    """What a hand-out will do: for each person the inputs they get, and how many hand-outs fall away."""

    shares: list[tuple[User, list[int]]]
    held_already: int = 0
    nothing_to_check: int = 0

    @property
    def total(self) -> int:
        """Count the hand-outs: one person on one input is one."""
        return sum(len(pks) for _, pks in self.shares)


def plan_hand_out(
    member: Member, input_pks: Sequence[int], people: Sequence[User], *, everybody: bool = False, check_of: str = ""
) -> Plan:
    """Work out who gets which inputs, evenly in turn or everybody everything, without storing anything.

    `check_of` names the worker (a handle or a model version) whose boxes shall be checked; empty: label afresh.
    A person who holds or has submitted such work on an input gets it no second time. Raises Invalid, Forbidden.
    """
    if not member.manages:
        raise Forbidden("Only the owner and managers hand out work.")
    if not people:
        raise Invalid("people: choose somebody.")
    if not input_pks:
        raise Invalid("inputs: choose at least one input.")
    if len(input_pks) * (len(people) if everybody else 1) > MAX_HANDED_OUT:
        raise Invalid(f"inputs: at most {MAX_HANDED_OUT} hand-outs at once; choose fewer inputs.")
    wanted = list(input_pks)
    if check_of:
        with_boxes = set(_to_check(member.app, wanted, check_of).values_list("input", flat=True))
        wanted = [pk for pk in wanted if pk in with_boxes]
    held = _held(member.app, wanted, people)
    plan = Plan([(person, []) for person in people], nothing_to_check=len(input_pks) - len(wanted))
    for turn, pk in enumerate(wanted):
        takers = range(len(people)) if everybody else [turn % len(people)]
        for taker in takers:
            person, share = plan.shares[taker]
            if (pk, person.pk) in held:
                plan.held_already += 1
            else:
                share.append(pk)
    return plan


@transaction.atomic
def hand_out(
    member: Member, input_pks: Sequence[int], people: Sequence[User], *, everybody: bool = False, check_of: str = ""
) -> Plan:
    """Store the plan as PENDING annotations: empty ones to label afresh, or copies of a worker's boxes to check."""
    Input.objects.locked(member.app, list(input_pks))
    plan = plan_hand_out(member, input_pks, people, everybody=everybody, check_of=check_of)
    for person, share in plan.shares:
        for chunk in _chunks(share):
            if check_of:
                _hand_out_copies(member.app, person, chunk, check_of)
            else:
                create(member.app, [pending(pk, person) for pk in chunk], {})
    return plan


def pending(
    input_pk: int, person: User, data: AnnotationData | None = None, ids: Iterator[str] | None = None
) -> Stored:
    """Make a PENDING annotation for a person: without data the marker of a hand-out."""
    now, public_id = timezone.now(), next(ids or new_ids())
    data = data or AnnotationData()
    return Stored(
        pk=0, id=public_id, input_pk=input_pk, input_id="", user_pk=person.pk, user_id=person.handle,
        worker_kind=WorkerKind.USER, model_id="", model_version_id="", status=Status.PENDING, input_level=False,
        is_empty=data.is_empty, info=None, task_id="", embed_model_version_id="", rev=first_rev(public_id),
        tool="", ms=None, turn=0, created_at=now, modified_at=now, data=data,
    )  # fmt: skip


def _hand_out_copies(app: App, person: User, input_pks: Sequence[int], check_of: str) -> None:
    found = read(_to_check(app, input_pks, check_of).order_by("input", "pk"))
    concepts = KnownConcepts(app, [value for one in found for value in one.data.concept_values()])
    ids = new_ids()
    create(app, [pending(one.input_pk, person, one.data.copy(), ids) for one in found], concepts.pks)


def _to_check(app: App, input_pks: Sequence[int], worker: str) -> AnnotationQuerySet:
    """List what a worker, named by handle or model version, says about inputs with a region or concepts."""
    rows = Annotation.objects.filter(app=app, input__in=input_pks, input_level=False, is_empty=False)
    by_model = rows.filter(model_version_id=worker)
    return by_model if by_model.exists() else rows.filter(user__handle=worker, user__isnull=False)


def _held(app: App, input_pks: Sequence[int], people: Sequence[User]) -> set[tuple[int, int]]:
    rows = Annotation.objects.filter(
        app=app, input__in=input_pks, user__in=people, input_level=False, status__in=[*OPEN, Status.AWAITING_REVIEW]
    )
    return set(rows.values_list("input", "user"))


def _chunks(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK))


# --- the queue ------------------------------------------------------------------------------------------------------


class QueueEntry(msgspec.Struct):
    """One input in a person's queue."""

    input_pk: int
    input_id: str
    file_name: str
    sent_back: int = 0
    to_do: int = 0
    skipped: bool = False


def queue(member: Member, limit: int = 200) -> list[QueueEntry]:
    """List the inputs on which a person holds open work: sent back, then as handed out, skipped ones last."""
    rows = Annotation.objects.open_of(member.app, member.user)
    entries: dict[int, QueueEntry] = {}
    columns = ("input_id", "input__public_id", "input__file_name", "status", "turn")
    first = rows.filter(input__in=rows.first_inputs(limit))
    for input_pk, public_id, file_name, status, turn in first.values_list(*columns):
        entry = entries.get(input_pk)
        if entry is None:
            entry = entries[input_pk] = QueueEntry(input_pk, public_id, file_name, skipped=bool(turn))
        entry.sent_back += status == Status.REVIEW_DENIED
        entry.to_do += status == Status.PENDING
    return list(entries.values())


def next_input(member: Member, *, but: int | None = None) -> str | None:
    """Return the id of the first input of a person's queue (other than one), or None. Walks a partial index."""
    rows = Annotation.objects.open_of(member.app, member.user)
    if but is not None:
        rows = rows.exclude(input=but)
    return rows.values_list("input__public_id", flat=True).first()


class Submission(msgspec.Struct):
    """One annotation that a page submits: the state it showed, and the revision that the submit shall have."""

    base: UUID
    rev: UUID


@transaction.atomic
def submit(member: Member, input_pk: int, named: Mapping[str, Submission] | None = None) -> list[Stored]:
    """Submit all of a person's open annotations on an input, the marker too; return them as they are afterwards.

    `named` are those that a page shows. A repeat changes nothing. Raises Refused, and submits nothing, where a named
    one has changed meanwhile, or where there is nothing to submit.
    """
    Input.objects.locked(member.app, [input_pk])
    rows = Annotation.objects.filter(app=member.app, input=input_pk, user=member.user, input_level=False)
    mine = {one.id: one for one in read(rows.order_by("pk"))}
    named = named or {}
    for public_id, wanted in named.items():
        one = mine.get(public_id)
        if one is None or one.rev not in (wanted.base, wanted.rev):
            raise Refused("Something on this input changed meanwhile; look again before you submit.")
    if named and all(mine[public_id].rev == wanted.rev for public_id, wanted in named.items()):
        return [mine[public_id] for public_id in named]
    still_open = [one for one in mine.values() if one.status in OPEN]
    if not still_open:
        raise Refused("There is nothing to submit on this input.")
    status = Status.AWAITING_REVIEW if member.app.needs_review else Status.SUCCESS
    revisions = []
    for one in still_open:
        after = msgspec.structs.replace(one, status=int(status), turn=0)
        rev = named[one.id].rev if one.id in named else None
        revisions.append(Revision(one, after, Act.SUBMITTED, rev=rev))
    revise(member, revisions, {})
    return [revision.after for revision in revisions if revision.after]


@transaction.atomic
def skip(member: Member, input_pk: int, reason: str = "") -> None:
    """Put an input at the end of the person's queue; time and reason are noted in the marker, and in the history."""
    reason = reason.strip()
    if len(reason) > MAX_SKIP_REASON:
        raise Invalid(f"reason: at most {MAX_SKIP_REASON} characters.")
    if problem := name_problem(reason):
        raise Invalid(f"reason: {problem}.")
    Input.objects.locked(member.app, [input_pk])
    mine = read(Annotation.objects.open_of(member.app, member.user).filter(input=input_pk))
    if not mine:
        raise Refused("There is no open work of yours on this input.")
    now = timezone.now()
    turn = time.time_ns() // 1_000_000
    revisions = []
    for one in mine:
        # What was said at an earlier skip does not stand beside the time of this one.
        kept = {name: value for name, value in (one.info or {}).items() if name != "skip_reason"}
        note = {"skipped_at": now.isoformat(), **({"skip_reason": reason} if reason else {})}
        info = {**kept, **note} if one.is_marker else one.info
        revisions.append(Revision(one, msgspec.structs.replace(one, turn=turn, info=info), Act.SKIPPED, reason))
    revise(member, revisions, {})
