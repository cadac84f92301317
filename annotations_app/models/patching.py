"""Patching annotations and the input-level data of inputs: all items or none (contract sections 8 and 9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import msgspec
from django.db import transaction

from annotations_app.errors import Code, Invalid, Missing
from annotations_app.models.annotation import Annotation, Status
from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
from annotations_app.models.drafts import DataPatch, NothingSaved, Patch, Refusal
from annotations_app.models.history import Act
from annotations_app.models.input import Input
from annotations_app.models.known import KnownConcepts, people_named, regions_named
from annotations_app.models.membership import Member
from annotations_app.models.merging import MERGE, OVERWRITE, REMOVE, merged_struct, patched, removed_struct
from annotations_app.models.posting import may_be_status, short_text_problem, task_id_of
from annotations_app.models.stored import Stored, read, stored_input_level
from annotations_app.models.user import User
from annotations_app.models.writing import Revision, revise
from annotations_app.text import doubles, struct_problem

Pair = tuple[str, str]
DECISIONS = (Status.SUCCESS, Status.REVIEW_DENIED)


class Unsaved(Exception):
    """One item of a patch is refused."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.refusal = Refusal(code, message)


class Surroundings(msgspec.Struct):
    """What the items of one patch refer to."""

    member: Member
    action: str
    concepts: KnownConcepts
    people: dict[str, User]
    regions: dict[tuple[int, str], RegionData]


@transaction.atomic
def patch_annotations(
    member: Member, action: str, patches: Sequence[Patch], *, delete_if_empty: bool = False
) -> list[Stored]:
    """Apply patches in order, all or none, and return the annotations as they are afterwards, in that order.

    Raises NothingSaved with a verdict for each item, Outdated where one has none of the revisions that are meant.
    """
    inputs = Input.objects.filter(app=member.app, public_id__in={patch.input_id for patch in patches}).order_by("pk")
    pks = [row.pk for row in inputs.select_for_update(no_key=True).only("pk")]
    rows = Annotation.objects.filter(app=member.app, input__in=pks, public_id__in=[patch.id for patch in patches])
    present: dict[Pair, Stored] = {(one.input_id, one.id): one for one in read(rows.visible_to(member))}
    around = _look_around(member, action, patches, pks, list(present.values()))
    refusals: list[Refusal | None] = []
    revisions: list[Revision] = []
    answers: list[Stored] = []
    for patch in patches:
        pair = (patch.input_id, patch.id)
        try:
            revision = _judged(patch, present.get(pair), around)
        except Unsaved as unsaved:
            refusals.append(unsaved.refusal)
            continue
        refusals.append(None)
        revisions.append(revision)
        after: Any = revision.after
        present[pair] = after
        answers.append(after)
        if delete_if_empty and action == REMOVE and after.data.is_empty and not after.input_level:
            member.require("Annotations:Delete")
            revision.after, revision.act = None, Act.DELETED
            del present[pair]
    if any(refusals):
        raise NothingSaved(refusals)
    # Concepts are looked up only where data was sent; what a patch leaves alone needs none.
    written = [one for one, patch in zip(answers, patches, strict=True) if patch.data is not None]
    around.concepts.make_missing(v for one in written for v in one.data.concept_values())
    revise(member, revisions, around.concepts.pks)
    return answers


@transaction.atomic
def patch_inputs(member: Member, action: str, patches: Sequence[Patch]) -> list[Input]:
    """Apply patches to the data of inputs, which lives in their input-level annotations; all or none.

    `Patch.id` names the input. Raises NothingSaved with a verdict for each item.
    """
    member.require("Inputs:Add")
    inputs = Input.objects.filter(app=member.app, public_id__in={patch.id for patch in patches}).order_by("pk")
    found = {row.public_id: row for row in inputs.select_for_update(no_key=True)}
    levels = stored_input_level(member.app, [row.pk for row in found.values()])
    shown = Annotation.objects.filter(pk__in=[level.pk for level in levels.values()]).visible_to(member)
    seen = set(shown.values_list("input", flat=True)) if member.is_blind else set(levels)
    around = _look_around(member, action, patches, list(levels), list(levels.values()))
    refusals: list[Refusal | None] = []
    revisions: list[Revision] = []
    for patch in patches:
        there = found.get(patch.id)
        before = levels[there.pk] if there and there.pk in seen else None
        try:
            revision = _judged_input(patch, there, before, around)
            levels[revision.before.input_pk] = cast("Stored", revision.after)
            revisions.append(revision)
            refusals.append(None)
        except Unsaved as unsaved:
            code = unsaved.refusal.code
            unsaved.refusal.code = Code.INPUT_INVALID_ARGUMENT if code == Code.ANNOTATION_INVALID_ARGUMENT else code
            refusals.append(unsaved.refusal)
    if any(refusals):
        raise NothingSaved(refusals)
    written = {found[patch.id].pk for patch in patches if patch.data is not None}
    around.concepts.make_missing(v for pk in written for v in levels[pk].data.concept_values())
    revise(member, revisions, around.concepts.pks)
    return [found[patch.id] for patch in patches]


def _judged_input(patch: Patch, there: Input | None, before: Stored | None, around: Surroundings) -> Revision:
    """Return what the patch makes of an input's data; `before` is None where it is hidden. Raises Unsaved."""
    if patch.problem:
        raise Unsaved(Code.ANNOTATION_INVALID_ARGUMENT, patch.problem)
    if not patch.id:
        raise Unsaved(Code.INPUT_INVALID_ARGUMENT, "id: a patch names the input")
    if there is None:
        raise Unsaved(Code.DOES_NOT_EXIST, f"id: there is no input '{patch.id}' in this app")
    if before is None:
        raise Unsaved(Code.ANNOTATION_PERMISSION_DENIED, "data: this input's data is hidden until you submit")
    after = msgspec.structs.replace(before)
    if patch.data is not None:
        after.data = _new_data(before, patch.data, around)
        if _reopens(before, around.member):
            after.status = Status.AWAITING_REVIEW
    return Revision(before, after)


def _look_around(
    member: Member, action: str, patches: Sequence[Patch], input_pks: list[int], present: list[Stored]
) -> Surroundings:
    wanted = [_as_data(patch.data) for patch in patches if patch.data is not None]
    stored = [value for one in present for value in one.data.concept_values()] if wanted else []
    return Surroundings(
        member=member,
        action=action,
        concepts=KnownConcepts(member.app, [*(v for data in wanted for v in data.concept_values()), *stored]),
        people=people_named(member.app, {patch.user_id for patch in patches} - {""}),
        regions=regions_named(member, input_pks, wanted) if action != REMOVE else {},
    )


def _as_data(patch: DataPatch) -> AnnotationData:
    """Read a patch as data, to see which concepts and regions it names; a bad one is refused when it is judged."""
    try:
        return patched(AnnotationData(), patch, OVERWRITE)
    except Invalid:
        return AnnotationData()


def _judged(patch: Patch, before: Stored | None, around: Surroundings) -> Revision:
    """Return what the patch makes of the annotation. Raises Unsaved, and Outdated."""
    if patch.problem:
        raise Unsaved(Code.ANNOTATION_INVALID_ARGUMENT, patch.problem)
    if not patch.id or not patch.input_id:
        name = "id" if not patch.id else "input_id"
        raise Unsaved(Code.ANNOTATION_INVALID_ARGUMENT, f"{name}: a patch names id and input_id")
    if before is None:
        message = f"id: there is no annotation '{patch.id}' on the input '{patch.input_id}'"
        raise Unsaved(Code.DOES_NOT_EXIST, message)
    _check_rights(patch, before, around.member)
    before.check_revision(patch.revisions)
    after = msgspec.structs.replace(before)
    _set_fields(after, patch, around)
    if patch.data is not None:
        after.data = _new_data(before, patch.data, around)
    act = Act.CHANGED
    if before.user_pk != after.user_pk:
        act = Act.HANDED_ON
    elif before.user_pk not in (around.member.user.pk, None) and patch.data is not None:
        act = Act.CORRECTED
    elif _decides(before, patch):
        act = Act.APPROVED if patch.status == Status.SUCCESS else Act.SENT_BACK
    if _reopens(before, around.member) and patch.status != Status.PENDING:
        after.status = Status.AWAITING_REVIEW
    return Revision(before, after, act)


def _reopens(before: Stored, member: Member) -> bool:
    """Tell whether somebody whose work is reviewed changed their own approved work: then it awaits review again."""
    return member.is_reviewed and before.status == Status.SUCCESS and before.user_pk == member.user.pk


def _decides(before: Stored, patch: Patch) -> bool:
    return before.status in (Status.AWAITING_REVIEW, Status.SUCCESS) and patch.status in DECISIONS


def _check_rights(patch: Patch, before: Stored, member: Member) -> None:
    """Raise Unsaved unless the member may change this annotation so (contract sections 9 and 9.1)."""
    if member.manages:
        return
    denied = Code.ANNOTATION_PERMISSION_DENIED
    if patch.user_id and patch.user_id != before.user_id:
        raise Unsaved(denied, "user_id: only the owner and managers change the author")
    if before.user_pk == member.user.pk:
        decided = member.app.needs_review and _decides(before, patch)
        if (member.is_reviewed and patch.status == Status.SUCCESS) or (decided and before.status != patch.status):
            raise Unsaved(denied, "status.code: nobody decides on their own work")
        return
    only_status = patch.data is None and patch.info is None and patch.task_id is None
    only_status = only_status and patch.embed_model_version_id is None
    if member.reviews and before.user_pk is not None and only_status and _decides(before, patch):
        return
    raise Unsaved(denied, "only the owner and managers change what others made")


def _set_fields(after: Stored, patch: Patch, around: Surroundings) -> None:
    bad = Code.ANNOTATION_INVALID_ARGUMENT
    if problem := may_be_status(patch.status):
        raise Unsaved(bad, problem)
    after.status = after.status if patch.status is None else patch.status
    for name in ("task_id", "embed_model_version_id"):
        value = getattr(patch, name)
        if value is None:
            continue
        if problem := short_text_problem(value):
            raise Unsaved(bad, f"{name}: {problem}")
        setattr(after, name, value)
    if patch.user_id and patch.user_id != after.user_id:
        person = around.people.get(patch.user_id)
        if person is None or after.by_model:
            raise Unsaved(
                bad,
                f"user_id: '{patch.user_id}' does not work in this app" if not person else "user_id: a model made this",
            )
        after.user_pk, after.user_id = person.pk, person.handle
    if patch.info is not None:
        rule = {MERGE: merged_struct, OVERWRITE: lambda _, sent: sent, REMOVE: removed_struct}[around.action]
        after.info = doubles(rule(after.info, patch.info))
        if after.info and (problem := struct_problem(after.info)):
            raise Unsaved(bad, f"annotation_info: {problem}")
        after.task_id = task_id_of(after.task_id, after.info)
        if problem := short_text_problem(after.task_id):
            raise Unsaved(bad, f"task_id: {problem}")


def _new_data(before: Stored, patch: DataPatch, around: Surroundings) -> AnnotationData:
    """Apply the patch to the data and check the result as a post is checked. Raises Unsaved."""
    bad = Code.ANNOTATION_INVALID_ARGUMENT
    for value in _named_only(patch):
        around.concepts.settle(value)
    try:
        data = patched(before.data, patch, around.action)
    except Invalid as invalid:
        raise Unsaved(bad, invalid.message) from None
    region = data.the_region
    if region is not None and not region.kind and region.id:
        place = around.regions.get((before.input_pk, region.id))
        if place is None:
            raise Unsaved(bad, f"data.regions[0].id: there is no region '{region.id}' on this input")
        region.kind, region.box, region.shape = place.kind, place.box, place.shape
    data.settle_numbers()
    if problem := data.problem():
        raise Unsaved(bad, problem)
    data.settle_ids()
    return data


def _named_only(patch: DataPatch) -> list[ConceptValue]:
    """List the concept values of a patch that name a concept without its id."""
    values: list[ConceptValue] = list(patch.concepts or [])
    insides = [region.data for region in patch.regions or []] + [frame.data for frame in patch.frames or []]
    for inside in insides:
        if inside is not None:
            values += _named_only(inside)
    return [value for value in values if value.name and not value.id]


def one_stored(member: Member, input_id: str, public_id: str) -> Stored:
    """Read one annotation that the member may see. Raises Missing."""
    rows = Annotation.objects.filter(app=member.app, input__public_id=input_id, public_id=public_id)
    found = read(rows.filter(input__app=member.app).visible_to(member))
    if not found:
        raise Missing(f"There is no annotation '{public_id}' on the input '{input_id}'.")
    return found[0]
