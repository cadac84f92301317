"""Posting annotations: every item is judged, all are stored or none (contract 7.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from annotations_app.errors import Code
from annotations_app.models.annotation import Status, WorkerKind
from annotations_app.models.data import RegionData
from annotations_app.models.drafts import Draft, NothingSaved, Refusal
from annotations_app.models.known import Known
from annotations_app.models.membership import Member
from annotations_app.models.stored import Stored
from annotations_app.models.user import User
from annotations_app.models.writing import create
from annotations_app.text import ID_LENGTH, doubles, first_rev, id_problem, struct_problem, text_problem

MAX_ITEMS = 128


@transaction.atomic
def post_annotations(member: Member, drafts: Sequence[Draft]) -> list[Stored]:
    """Store annotations, all or none, and return them as stored, in the order given.

    A draft whose id is stored already with the same author and content is good and nothing is written for it.
    Raises NothingSaved with a verdict for each item.
    """
    known = Known(member, drafts)
    wanted: list[Stored | Refusal] = []
    in_call: set[tuple[str, str]] = set()
    for draft in drafts:
        verdict = judge(draft, known)
        if verdict is None and draft.id and (draft.input_id, draft.id) in in_call:
            verdict = _bad(f"id: '{draft.id}' stands twice in this call for one input")
        in_call.add((draft.input_id, draft.id))
        wanted.append(verdict or _settled(draft, known))
    if any(isinstance(one, Refusal) for one in wanted):
        raise NothingSaved([one if isinstance(one, Refusal) else None for one in wanted])
    stored = [one for one in wanted if isinstance(one, Stored)]
    new = [one for one in stored if not one.pk]
    if new:
        known.concepts.make_missing(value for one in new for value in one.data.concept_values())
        create(member.app, new, known.concepts.pks)
    return stored


def judge(draft: Draft, known: Known) -> Refusal | None:
    """Say why a draft cannot be stored, or None; asks no database (contract sections 6, 7.1 and 9)."""
    if draft.problem:
        return _bad(draft.problem)
    if draft.input_id not in known.inputs:
        return _bad(
            f"input_id: there is no input '{draft.input_id}' in this app"
            if draft.input_id
            else "input_id: name the input"
        )
    if draft.id and (problem := id_problem(draft.id)):
        return _bad(f"id: {problem}")
    if problem := _field_problem(draft):
        return _bad(problem)
    for value in [] if draft.data.has_too_many_concepts else draft.data.concept_values():
        if value.name and not value.id:
            known.concepts.settle(value)
    if problem := draft.data.problem():
        return _bad(problem)
    region = draft.data.the_region
    if region is not None and not region.kind and not known.place_of(known.inputs[draft.input_id].pk, region.id):
        return _bad(f"data.regions[0].id: there is no region '{region.id}' on this input")
    return _author_refusal(draft, known) or _taken_refusal(draft, known)


def may_be_status(status: int | None) -> str | None:
    """Say why this cannot be an annotation's status, or None."""
    if status is None or status in Status.values:
        return None
    return f"status.code: {status} is no status of an annotation"


def task_id_of(task_id: str, info: dict[str, Any] | None) -> str:
    """Return the task that an annotation belongs to: a text in annotation_info stands in for an empty one."""
    hidden = (info or {}).get("task_id")
    return task_id or (hidden if isinstance(hidden, str) else "")


def short_text_problem(value: str) -> str | None:
    """Say why this cannot be kept as the name of a task or of a model, or None."""
    if len(value) > ID_LENGTH or text_problem(value):
        return f"it has at most {ID_LENGTH} characters, and no control characters"
    return None


def _field_problem(draft: Draft) -> str | None:
    if problem := may_be_status(draft.status):
        return problem
    task_id = task_id_of(draft.task_id, draft.info)
    for name, value in (("task_id", task_id), ("embed_model_version_id", draft.embed_model_version_id)):
        if problem := short_text_problem(value):
            return f"{name}: {problem}"
    if draft.model is not None:
        for value in (draft.model.version_id, draft.model.model_id):
            if value and (problem := id_problem(value)):
                return f"model_version_id: {problem}"
    if draft.info and (problem := struct_problem(draft.info)):
        return f"annotation_info: {problem}"
    return None


def _author_refusal(draft: Draft, known: Known) -> Refusal | None:
    member = known.member
    if draft.model is not None:
        if not member.manages:
            return _no("model_version_id: only the owner and managers post as a model")
        return _bad("worker: an annotation is made by a user or by a model, not both") if draft.user_id else None
    if draft.user_id and draft.user_id != member.user.handle:
        if not member.manages:
            return _no("user_id: only the owner and managers post for others")
        if draft.user_id not in known.people:
            return _bad(f"user_id: '{draft.user_id}' does not work in this app")
    if draft.status == Status.SUCCESS and member.is_reviewed:
        return _no("status.code: this app needs review; submitted work is approved by somebody else")
    return None


def _taken_refusal(draft: Draft, known: Known) -> Refusal | None:
    if not draft.id:
        return None
    there = known.taken.get((draft.input_id, draft.id))
    if there is None or _same(there, _made(draft, known), draft):
        return None
    return _bad(f"id: an annotation '{draft.id}' with other content or author is on this input")


def _same(there: Stored, wanted: Stored, draft: Draft) -> bool:
    """Tell whether what is stored says what the draft says; an id that the server made is not compared."""
    if wanted.data.region and not wanted.data.region.id and there.data.region:
        wanted.data.region.id = there.data.region.id
    if wanted.data.frame and there.data.frame:
        wanted.data.frame.id = wanted.data.frame.id or there.data.frame.id
        if wanted.data.frame.region and there.data.frame.region:
            wanted.data.frame.region.id = wanted.data.frame.region.id or there.data.frame.region.id
    for value, stored in zip(wanted.data.concept_values(), there.data.concept_values(), strict=False):
        value.name = stored.name
    return (
        (there.user_pk, there.worker_kind, there.model_version_id)
        == (wanted.user_pk, wanted.worker_kind, wanted.model_version_id)
        and (draft.status is None or there.status == wanted.status)
        and (there.data == wanted.data)
        and (there.info or None) == (wanted.info or None)
        and there.task_id == wanted.task_id
        and not there.input_level
    )


def _settled(draft: Draft, known: Known) -> Stored:
    """Return the stored annotation of a repeated draft, or the new one to be stored."""
    there = known.taken.get((draft.input_id, draft.id)) if draft.id else None
    if there is not None:
        return there
    one = _made(draft, known)
    if not one.id:
        one.id = next(known.ids)
        one.rev = first_rev(one.id)
    one.data.settle_ids(known.ids)
    return one


def _made(draft: Draft, known: Known) -> Stored:
    """Build what a good draft asks for, with the place of the existing region that it names."""
    member, now = known.member, timezone.now()
    author = None if draft.model else _author(draft, known)
    region = draft.data.the_region
    draft.data.settle_numbers()
    draft.info = doubles(draft.info)
    if region is not None and not region.kind:
        place = known.place_of(known.inputs[draft.input_id].pk, region.id) or RegionData()
        region.kind, region.box, region.shape = place.kind, place.box, place.shape
    kind = WorkerKind.USER
    if draft.model:
        kind = WorkerKind.WORKFLOW if draft.model.is_workflow else WorkerKind.MODEL
    status = draft.status
    if status is None:
        own = author is not None and author.pk == member.user.pk
        status = Status.AWAITING_REVIEW if member.is_reviewed and own else Status.SUCCESS
    return Stored(
        pk=0, id=draft.id, input_pk=known.inputs[draft.input_id].pk, input_id=draft.input_id,
        user_pk=author.pk if author else None, user_id=author.handle if author else "", worker_kind=kind,
        model_id=draft.model.model_id if draft.model else "",
        model_version_id=draft.model.version_id if draft.model else "",
        status=status, input_level=False, is_empty=draft.data.is_empty, info=draft.info,
        task_id=task_id_of(draft.task_id, draft.info),
        embed_model_version_id=draft.embed_model_version_id, rev=UUID(next(known.ids)), tool=draft.tool, ms=draft.ms,
        turn=0, created_at=now, modified_at=now, data=draft.data,
    )  # fmt: skip


def _author(draft: Draft, known: Known) -> User:
    return known.people.get(draft.user_id) or known.member.user


def _bad(message: str) -> Refusal:
    return Refusal(Code.ANNOTATION_INVALID_ARGUMENT, message)


def _no(message: str) -> Refusal:
    return Refusal(Code.ANNOTATION_PERMISSION_DENIED, message)
