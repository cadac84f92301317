"""Storing, changing and deleting tracks: all that a call names, or nothing (contract section 7.2)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

import msgspec
from django.db import transaction
from django.utils import timezone

from annotations_app.errors import Code, Forbidden, Invalid, Missing, inside
from annotations_app.models.bulk import Insert, Update, run
from annotations_app.models.data import AnnotationData, ConceptValue
from annotations_app.models.input import Input
from annotations_app.models.known import KnownConcepts
from annotations_app.models.membership import Member
from annotations_app.models.track import NUMBERS, AnnotationTrack
from annotations_app.text import id_problem, new_id

_COMPARED = ("user_id", "concept_id", "value", "status", *NUMBERS)


class TrackDraft(msgspec.Struct):
    """A track as posted or patched. None and empty texts mean: not said."""

    id: str = ""
    input_id: str = ""
    concept: ConceptValue | None = None
    status: int | None = None
    numbers: dict[str, int] = {}


@transaction.atomic
def post_tracks(member: Member, input_id: str, drafts: Sequence[TrackDraft]) -> list[AnnotationTrack]:
    """Store tracks of one input and return them in the order given. The same one posted again is no change."""
    on = _locked(member, input_id)
    concepts = _concepts(member, drafts)
    rows = AnnotationTrack.objects.filter(app=member.app, input=on, public_id__in=[one.id for one in drafts if one.id])
    taken = {row.public_id: row for row in rows}
    tracks: list[AnnotationTrack] = []
    for place, draft in enumerate(drafts):
        with _item(place):
            row = AnnotationTrack(app=member.app, input=on, public_id=draft.id or new_id(), user=member.user)
            _fill(row, draft, on)
            if problem := id_problem(row.public_id):
                raise Invalid(f"id: {problem}.")
            if any(row.public_id == other.public_id for other in tracks):
                raise Invalid(f"id: '{row.public_id}' stands twice in this call.")
            tracks.append(row)
    _settle(concepts, tracks, drafts)
    for place, (row, draft) in enumerate(zip(tracks, drafts, strict=True)):
        if (there := taken.get(row.public_id)) is not None:
            row.status = row.status if draft.status else there.status
            if any(getattr(there, name) != getattr(row, name) for name in _COMPARED):
                with _item(place):
                    raise Invalid(f"id: another track '{row.public_id}' is on this input.")
    columns = [field.attname for field in AnnotationTrack._meta.concrete_fields if not field.primary_key]
    new = [{column: getattr(row, column) for column in columns} for row in tracks if row.public_id not in taken]
    run([Insert(AnnotationTrack, new)])
    return _read_again(member, on, tracks)


@transaction.atomic
def patch_tracks(member: Member, input_id: str, drafts: Sequence[TrackDraft]) -> list[AnnotationTrack]:
    """Overwrite what the call says of tracks of one input, in order, and return them."""
    on = _locked(member, input_id)
    concepts = _concepts(member, drafts)
    found = _named(member, on, [one.id for one in drafts])
    tracks: list[AnnotationTrack] = []
    for place, draft in enumerate(drafts):
        with _item(place):
            row = _own(member, found, draft.id, "id: ")
            _fill(row, draft, on)
            row.modified_at = timezone.now()
            tracks.append(row)
    _settle(concepts, tracks, drafts)
    columns = ("concept_id", "value", "status", *NUMBERS, "modified_at")
    run([Update(AnnotationTrack, [{"id": row.pk, **{c: getattr(row, c) for c in columns}} for row in found.values()])])
    return _read_again(member, on, tracks)


@transaction.atomic
def delete_tracks(member: Member, input_id: str, ids: Sequence[str]) -> None:
    """Delete tracks of one input."""
    on = _locked(member, input_id)
    found = _named(member, on, ids)
    doomed = [_own(member, found, one, f"ids[{place}]: ").pk for place, one in enumerate(ids)]
    AnnotationTrack.objects.filter(app=member.app, pk__in=doomed).delete()


def _item(place: int) -> AbstractContextManager[None]:
    return inside(f"annotation_tracks[{place}]", Code.ANNOTATION_INVALID_ARGUMENT)


def _read_again(member: Member, on: Input, tracks: Sequence[AnnotationTrack]) -> list[AnnotationTrack]:
    """Fetch tracks as they are stored now, with their concepts, in the order given."""
    found = _named(member, on, [one.public_id for one in tracks])
    return [found[one.public_id] for one in tracks]


def _locked(member: Member, input_id: str) -> Input:
    """Lock the input, so that it stays while its tracks change. Raises Missing."""
    on = Input.objects.filter(app=member.app, public_id=input_id).select_for_update(no_key=True).first()
    if on is None:
        raise Missing(f"There is no input '{input_id}' in this app.")
    return on


def _named(member: Member, on: Input, ids: Sequence[str]) -> dict[str, AnnotationTrack]:
    rows = AnnotationTrack.objects.of(member, on).filter(public_id__in=ids).select_for_update(of=("self",))
    return {row.public_id: row for row in rows}


def _own(member: Member, found: dict[str, AnnotationTrack], public_id: str, where: str) -> AnnotationTrack:
    """Return a track that the member may change. Raises Missing, and Forbidden for what others made."""
    if public_id not in found:
        raise Missing(f"{where}there is no track '{public_id}' on this input.")
    if not member.manages and found[public_id].user_id != member.user.pk:
        raise Forbidden(f"{where}only the owner and managers change what others made.")
    return found[public_id]


def _fill(row: AnnotationTrack, draft: TrackDraft, on: Input) -> None:
    """Put what a draft says into a row, but for the concept. Raises Invalid."""
    if draft.input_id not in ("", on.public_id):
        raise Invalid("input_id: it differs from the input of the path.")
    for name, number in draft.numbers.items():
        setattr(row, name, number)
    row.status = row.status if draft.status is None else draft.status
    if draft.concept is not None:
        if problem := AnnotationData(concepts=[draft.concept]).problem():
            raise Invalid(f"{problem.replace('data.concepts[0]', 'concept')}.")
        row.value = draft.concept.value
    if problem := row.problem():
        raise Invalid(f"{problem}.")


def _concepts(member: Member, drafts: Sequence[TrackDraft]) -> KnownConcepts:
    return KnownConcepts(member.app, [one.concept for one in drafts if one.concept is not None])


def _settle(concepts: KnownConcepts, tracks: Sequence[AnnotationTrack], drafts: Sequence[TrackDraft]) -> None:
    """Make the concepts that are missing, and tie each track to its own."""
    said = [(row, one.concept) for row, one in zip(tracks, drafts, strict=True) if one.concept is not None]
    for _, value in said:
        concepts.settle(value)
    concepts.make_missing(value for _, value in said)
    for row, value in said:
        row.concept_id = concepts.pks[value.id]
