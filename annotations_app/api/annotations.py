"""The calls on annotations (contract 7.1 and 8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Model, Q, QuerySet, Subquery

from annotations_app.api.conditions import CONDITIONAL, revisions_in
from annotations_app.api.paging import one_of, page_of
from annotations_app.api.places import Masks
from annotations_app.api.queries import ListAnnotations
from annotations_app.api.reading import draft_in, patch_in
from annotations_app.api.replies import Call, Reply, success
from annotations_app.codes import HTTP
from annotations_app.errors import Code, LabellerError, Outdated
from annotations_app.formats.answers import AnnotationOut, DataOut
from annotations_app.formats.clarifai import status_out
from annotations_app.models import Annotation, App, Input, User, WorkerKind
from annotations_app.models.annotation import AnnotationQuerySet
from annotations_app.models.drafts import NothingSaved, Refusal
from annotations_app.models.merging import ACTIONS, REMOVE
from annotations_app.models.patching import one_stored
from annotations_app.models.patching import patch_annotations as patch
from annotations_app.models.posting import MAX_ITEMS
from annotations_app.models.posting import post_annotations as post
from annotations_app.models.removing import delete_annotations as delete
from annotations_app.models.removing import delete_annotations_of_inputs
from annotations_app.models.stored import Stored, read


def post_annotations(call: Call) -> Reply:
    """Save up to 128 annotations, all or none, and answer with them."""
    sent = at_most_128(call.body.annotations, "annotations")
    masks = Masks(call.app)
    drafts = [draft_in(item, f"annotations[{place}]", masks) for place, item in enumerate(sent)]
    try:
        if not masks.new:
            return _changed(call, post(call.member, drafts))
        with transaction.atomic():
            stored = post(call.member, drafts)
            masks.store()
        return _changed(call, stored)
    except NothingSaved as nothing:
        return nothing_saved("annotations", sent, nothing.refusals)


def patch_annotations(call: Call) -> Reply:
    """Change up to 128 annotations by merge, overwrite or remove, all or none, and answer with what became of them."""
    action = patch_action(call.body.action)
    sent = at_most_128(call.body.annotations, "annotations")
    masks = Masks(call.app)
    removes = action == REMOVE
    patches = [patch_in(item, f"annotations[{place}]", masks, removes=removes) for place, item in enumerate(sent)]
    if call.if_match is not None and len(sent) > 1:
        raise LabellerError(f"If-Match: it goes with {CONDITIONAL}; this is a patch of {len(sent)}.")
    patches[0].revisions = revisions_in(call.if_match)
    may_go = bool(call.body.delete_if_empty_data)
    try:
        with transaction.atomic():
            stored = patch(call.member, action, patches, delete_if_empty=may_go)
            masks.store()
    except NothingSaved as nothing:
        return nothing_saved("annotations", sent, nothing.refusals)
    except Outdated as outdated:
        reply = nothing_saved("annotations", sent, [Refusal(outdated.code, outdated.message)])
        reply.code, reply.http = outdated.code, 412
        return reply
    reply = _changed(call, stored)
    if may_go and removes:
        for out in reply.payload["annotations"]:
            out.data = out.data or DataOut()
    return reply


def get_annotation(call: Call) -> Reply:
    """Answer with one annotation and its revision."""
    stored = one_stored(call.member, call.ids["input_id"], call.ids["annotation_id"])
    reply = success(annotation=call.writer.annotation(stored))
    reply.etag = str(stored.rev)
    return reply


def delete_annotation(call: Call) -> Reply:
    """Delete one annotation."""
    delete(call.member, [(call.ids["input_id"], call.ids["annotation_id"])], revisions_in(call.if_match))
    return success()


def delete_annotations(call: Call) -> Reply:
    """Delete the named annotations, or all of the named inputs: never everything."""
    input_ids, ids = call.body.input_ids or [], call.body.ids or []
    if not input_ids:
        raise LabellerError("input_ids: name at least one input.")
    if len(input_ids) > MAX_ITEMS or len(ids) > MAX_ITEMS:
        raise LabellerError(f"input_ids: at most {MAX_ITEMS} in one call.")
    if not ids:
        delete_annotations_of_inputs(call.member, input_ids)
    elif len(ids) != len(input_ids):
        raise LabellerError("ids: there must be as many as input_ids, the n-th with the n-th.")
    else:
        delete(call.member, list(zip(input_ids, ids, strict=True)))
    return success()


# --- listing --------------------------------------------------------------------------------------------------------


def list_annotations(call: Call) -> Reply:
    """Answer with a page of annotations, oldest first."""
    page, query = page_of(call), call.query
    if query.statuses is not None:
        raise LabellerError("statuses: the codes did not arrive; write statuses.code=ANNOTATION_PENDING.")
    rows = _by_work(Annotation.objects.filter(app=call.app), query).visible_to(call.member)
    ids, input_ids = query.ids, query.input_ids
    if ids:
        found = read(_of_people(_of_pairs(rows, call.app, input_ids, ids), query, any_author=True).order_by("pk"))
        wanted = set(zip(input_ids, ids, strict=True))
        asked_for = page.cut([one for one in found if (one.input_id, one.id) in wanted])
        return success(annotations=_written(call, asked_for), **page.next)
    if input_ids:
        inputs = Input.objects.filter(app=call.app, public_id__in=input_ids)
        rows = rows.filter(_is_one_of("input", inputs, input_ids))
    rows = _of_people(rows.listed(), query, any_author=query.list_all_annotations).order_by("pk")
    return success(annotations=_written(call, page.fetch(rows, read)), **page.next)


def _of_pairs(rows: AnnotationQuerySet, app: App, input_ids: list[str], ids: list[str]) -> AnnotationQuerySet:
    if len(ids) != len(input_ids):
        raise LabellerError("ids: there must be as many as input_ids, the n-th with the n-th.")
    if len(ids) > MAX_ITEMS:
        raise LabellerError(f"ids: at most {MAX_ITEMS}.")
    inputs = Input.objects.filter(app=app, public_id__in=input_ids)
    return rows.filter(_is_one_of("input", inputs, input_ids), public_id__in=ids)


def _by_work(rows: AnnotationQuerySet, query: ListAnnotations) -> AnnotationQuerySet:
    """Keep the statuses and the task that the query names."""
    if query.statuses_code:
        rows = rows.filter(one_of("status", query.statuses_code))
    if task_id := query.task_id:
        rows = rows.filter(task_id=task_id).exclude(task_id="")
    return rows


def _of_people(rows: AnnotationQuerySet, query: ListAnnotations, *, any_author: bool) -> AnnotationQuerySet:
    """Keep the workers that the query names (any of the three kinds); where it names none, people only by default."""
    users = query.user_ids
    versions = {
        WorkerKind.MODEL: query.model_version_ids,
        WorkerKind.WORKFLOW: query.workflow_version_ids,
    }
    wanted = Q()
    if users:
        wanted |= _is_one_of("user", User.objects.filter(handle__in=users), users)
    for kind, ids in versions.items():
        if ids:
            named = Q(model_version_id=ids[0]) if len(ids) == 1 else Q(model_version_id__in=ids)
            wanted |= Q(worker_kind=kind) & named & ~Q(model_version_id="")
    if wanted:
        return rows.filter(wanted)
    return rows if any_author else rows.filter(worker_kind=WorkerKind.USER)


def _is_one_of(column: str, rows: QuerySet[Any], names: Sequence[str]) -> Q:
    """Compare a foreign key with rows that their ids name; one name is an equality, whose index keeps the order."""
    found: QuerySet[Model, Any] = rows.values("pk")
    return Q(**{column: Subquery(found[:1])}) if len(set(names)) == 1 else Q(**{f"{column}__in": found})


# --- what the calls share -------------------------------------------------------------------------------------------


def at_most_128(sent: list[Any] | None, name: str) -> list[Any]:
    """Return the items of a call. Raises LabellerError (11102) for none or more than 128."""
    if not sent:
        raise LabellerError(f"{name}: send at least one.")
    if len(sent) > MAX_ITEMS:
        raise LabellerError(f"{name}: at most {MAX_ITEMS} in one call, not {len(sent)}.")
    return sent


def patch_action(action: str | None) -> str:
    """Return the action of a patch. Raises LabellerError (11102) for none of the three."""
    if action not in ACTIONS:
        raise LabellerError(f"action: write one of {', '.join(ACTIONS)}.")
    return action


def _changed(call: Call, stored: list[Stored]) -> Reply:
    reply = success(annotations=_written(call, stored))
    if len(stored) == 1:
        reply.etag = str(stored[0].rev)
    return reply


def _written(call: Call, rows: list[Stored]) -> list[AnnotationOut]:
    write = call.writer.annotation
    return [write(one) for one in rows]


def nothing_saved(name: str, sent: Sequence[Any], refusals: Sequence[Refusal | None]) -> Reply:
    """Answer a refused call: every item in its place, as it was sent, with its own reason (contract section 3)."""
    other = status_out(Code.ANNOTATION_FAILED, "not saved: another item was refused")
    items, bad = [], [refusal for refusal in refusals if refusal is not None]
    for item, refusal in zip(sent, refusals, strict=True):
        status = other if refusal is None else status_out(refusal.code, refusal.message)
        items.append({**msgspec.to_builtins(without_bytes(item)), "status": status})
    first = next(place for place, refusal in enumerate(refusals) if refusal is not None)
    codes = {refusal.code for refusal in bad}
    http = HTTP[codes.pop()] if len(codes) == 1 else 400
    details = f"{name}[{first}]: {bad[0].message}"
    return Reply({name: items}, code=Code.FAILURE, details=details, http=http)


def without_bytes(item: Any) -> Any:
    """Drop the pictures of an item that is sent back: bytes are never answered."""
    data = item.data
    if data is None:
        return item
    for name in ("image", "video", "audio"):
        if (file := getattr(data, name, None)) is not None:
            file.base64 = None
    regions = [*(data.regions or ()), *(r for f in data.frames or () if f.data for r in f.data.regions or ())]
    for region in regions:
        mask = region.region_info.mask if region.region_info else None
        if mask is not None and mask.image is not None:
            mask.image.base64 = None
    return item
