"""Review: approving submitted work and sending it back (design.md section 4). Nobody reviews their own work."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec
from django.db import transaction

from annotations_app.errors import Forbidden, Invalid, Missing, Refused
from annotations_app.models.annotation import Annotation, Status
from annotations_app.models.history import Act, Change
from annotations_app.models.input import Input
from annotations_app.models.membership import Member
from annotations_app.models.stored import Stored, read
from annotations_app.models.writing import Revision, revise
from annotations_app.text import name_problem


@transaction.atomic
def approve(
    member: Member, input_pk: int, public_id: str, *, base: UUID | None = None, rev: UUID | None = None
) -> Stored:
    """Accept one submitted annotation. Of two reviewers, one succeeds. Raises Missing, Forbidden, Refused."""
    one = _to_decide(member, input_pk, public_id, base)
    if one.status != Status.AWAITING_REVIEW:
        raise Refused("Only submitted work can be approved.")
    return _decide(member, [one], Status.SUCCESS, "", rev)[0]


@transaction.atomic
def send_back(
    member: Member, input_pk: int, public_id: str, reason: str, *, base: UUID | None = None, rev: UUID | None = None
) -> Stored:
    """Return one annotation to its author with a reason. Raises Missing, Forbidden, Invalid, Refused."""
    one = _to_decide(member, input_pk, public_id, base)
    if one.status not in (Status.AWAITING_REVIEW, Status.SUCCESS):
        raise Refused("Only submitted work can be sent back.")
    return _decide(member, [one], Status.REVIEW_DENIED, reason, rev)[0]


@transaction.atomic
def reopen(
    member: Member, input_pk: int, public_id: str, *, base: UUID | None = None, rev: UUID | None = None
) -> Stored:
    """Take back one's own decision, while nothing has happened since. Raises Missing, Forbidden, Refused."""
    one = _to_decide(member, input_pk, public_id, base)
    made = Change.objects.filter(app=member.app, rev=one.rev, act__in=(Act.APPROVED, Act.SENT_BACK), user=member.user)
    decision = made.first()
    if decision is None:
        raise Refused("Only one's own last decision is taken back.")
    after = msgspec.structs.replace(one, status=decision.before["status"])
    revise(member, [Revision(one, after, Act.REOPENED, "", rev)], {})
    return after


@transaction.atomic
def approve_input(member: Member, input_pk: int, *, seq: int | None = None) -> list[Stored]:
    """Accept everything on an input that others submitted and nobody decided, the marker included.

    `seq` is the input's as a page showed it. Raises Refused where something was stored since.
    """
    return _decide(member, _undecided(member, input_pk, seq), Status.SUCCESS, "", None)


@transaction.atomic
def send_back_input(member: Member, input_pk: int, reason: str, *, seq: int | None = None) -> list[Stored]:
    """Return an input to who submitted it: its markers, or, where there is none, everything undecided."""
    undecided = _undecided(member, input_pk, seq)
    markers = [one for one in undecided if one.is_marker]
    return _decide(member, markers or undecided, Status.REVIEW_DENIED, reason, None)


def _to_decide(member: Member, input_pk: int, public_id: str, base: UUID | None) -> Stored:
    _check_reviewer(member)
    Input.objects.locked(member.app, [input_pk])
    found = read(Annotation.objects.filter(app=member.app, input=input_pk, public_id=public_id, input_level=False))
    if not found:
        raise Missing("There is no such annotation on this input.")
    one = found[0]
    if one.by_model:
        raise Refused("A model's suggestion is answered, not reviewed.")
    if one.user_pk == member.user.pk:
        raise Refused("Nobody reviews their own work.")
    if base is not None and one.rev != base:
        raise Refused("This changed meanwhile; look again before you decide.")
    return one


def _undecided(member: Member, input_pk: int, seq: int | None) -> list[Stored]:
    _check_reviewer(member)
    locked = Input.objects.locked(member.app, [input_pk])
    if seq is not None and any(one.seq != seq for one in locked):
        raise Refused("This changed meanwhile; look again before you decide.")
    rows = Annotation.objects.filter(app=member.app, input=input_pk, status=Status.AWAITING_REVIEW, input_level=False)
    submitted = read(rows.order_by("pk"))
    found = [one for one in submitted if one.user_pk not in (member.user.pk, None)]
    if not found:
        raise Refused("Nobody reviews their own work." if submitted else "There is nothing to review on this input.")
    return found


def _check_reviewer(member: Member) -> None:
    if not member.reviews:
        raise Forbidden("Only the owner, managers and reviewers review.")


def _decide(member: Member, found: Sequence[Stored], status: Status, reason: str, rev: UUID | None) -> list[Stored]:
    if status == Status.REVIEW_DENIED and not reason.strip():
        raise Invalid("reason: say why it is sent back.")
    if problem := name_problem(reason):
        raise Invalid(f"reason: {problem}.")
    act = Act.APPROVED if status == Status.SUCCESS else Act.SENT_BACK
    revisions = [
        Revision(one, msgspec.structs.replace(one, status=int(status)), act, reason.strip(), rev) for one in found
    ]
    revise(member, revisions, {})
    return [revision.after for revision in revisions if revision.after]
