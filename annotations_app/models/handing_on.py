"""Work that is handed out already: giving it to somebody else, and taking back what was not begun (editor.md 8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec
from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Q

from annotations_app.errors import Forbidden, Invalid
from annotations_app.models.annotation import OPEN, SUBMITTED, Annotation, AnnotationQuerySet, Status
from annotations_app.models.history import Act
from annotations_app.models.input import Input
from annotations_app.models.membership import Member
from annotations_app.models.stored import Stored, read
from annotations_app.models.user import User
from annotations_app.models.writing import Revision, revise

CHUNK = 500
MAX_MOVED = 20_000
BEGUN = Q(is_empty=False) | Q(status=Status.REVIEW_DENIED)


class Held(msgspec.Struct):
    """On how many inputs a person holds open work, and on how many of these nothing is drawn yet."""

    person: User
    inputs: int = 0
    bare: int = 0


def held_in(member: Member) -> list[Held]:
    """List who holds open work in an app, most first; also people who have left it."""
    by_input = _open(member).values("user", "input").annotate(begun=Count("pk", filter=BEGUN))
    found: dict[int, Held] = {}
    people = User.objects.in_bulk(list(_open(member).values_list("user", flat=True).distinct()))
    for user_pk, begun in by_input.values_list("user", "begun").iterator(chunk_size=2000):
        held = found.setdefault(user_pk, Held(people[user_pk]))
        held.inputs += 1
        held.bare += not begun
    return sorted(found.values(), key=lambda held: (-held.inputs, held.person.handle))


@transaction.atomic
def take_back(member: Member, person: User, number: int = MAX_MOVED) -> int:
    """Delete the markers of work that a person has not begun, last handed out first; return on how many inputs."""
    taken = 0
    for chunk in _locked(member, _last_of(member, person, number, only_markers=True), person):
        bare = [mine for mine in chunk if all(one.is_marker and one.status == Status.PENDING for one in mine)]
        revise(member, [Revision(one, None, Act.DELETED) for mine in bare for one in mine], {})
        taken += len(bare)
    return taken


@transaction.atomic
def hand_on(member: Member, person: User, to: User, number: int = MAX_MOVED) -> int:
    """Give a person's open work to another, drafts too, last handed out first; return on how many inputs.

    Inputs on which the other one holds or has submitted work stay where they are; so does what was submitted.
    """
    if person.pk == to.pk:
        raise Invalid("Choose somebody else to hand the work on to.")
    handed = 0
    for chunk in _locked(member, _last_of(member, person, number, but=to), person):
        revisions = [
            Revision(one, msgspec.structs.replace(one, user_pk=to.pk, user_id=to.handle, turn=0), Act.HANDED_ON)
            for mine in chunk
            for one in mine
        ]
        revise(member, revisions, {})
        handed += len(chunk)
    return handed


def _open(member: Member) -> AnnotationQuerySet:
    rows = Annotation.objects.filter(app=member.app, status__among=OPEN, input_level=False)
    return rows.filter(user__isnull=False).order_by()


def _last_of(
    member: Member, person: User, number: int, *, only_markers: bool = False, but: User | None = None
) -> list[int]:
    """List the inputs of a person's open work, last handed out first, `but` those on which another one works."""
    if not member.manages:
        raise Forbidden("Only the owner and managers hand work on.")
    if not 1 <= number <= MAX_MOVED:
        raise Invalid(f"Write a number of inputs from 1 to {MAX_MOVED}.")
    rows = _open(member).filter(user=person).values("input").annotate(first=Min("pk"), begun=Count("pk", filter=BEGUN))
    if only_markers:
        rows = rows.filter(begun=0)
    if but is not None:
        theirs = Annotation.objects.filter(app=member.app, user=but, input=OuterRef("input"), input_level=False)
        rows = rows.exclude(Exists(theirs.filter(status__in=[*OPEN, *SUBMITTED])))
    return list(rows.order_by("-first").values_list("input", flat=True)[:number])


def _locked(member: Member, pks: Sequence[int], person: User) -> Iterator[list[list[Stored]]]:
    """Lock the inputs, and give what the person holds on them now, input by input, many inputs at a time."""
    ordered = sorted(pks)
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        Input.objects.locked(member.app, chunk)
        found: dict[int, list[Stored]] = defaultdict(list)
        for one in read(_open(member).filter(user=person, input__in=chunk).order_by("pk")):
            found[one.input_pk].append(one)
        yield list(found.values())
