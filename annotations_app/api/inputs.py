"""The calls on inputs (contract 7.3 and 8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Count

from annotations_app.api.add_jobs import job_written
from annotations_app.api.annotations import at_most_128, nothing_saved, patch_action, without_bytes
from annotations_app.api.decoding import bad_format, whole
from annotations_app.api.paging import one_of, page_of
from annotations_app.api.places import Masks
from annotations_app.api.reading import Unfit, data_in, input_patch_in
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.wire import FileIn, InputIn
from annotations_app.errors import Code
from annotations_app.formats.answers import InputOut
from annotations_app.formats.clarifai import status_out
from annotations_app.formats.records import InputCountOut
from annotations_app.models import Annotation, Input, InputStatus
from annotations_app.models.adding import Conflict, InputDraft, add_inputs
from annotations_app.models.drafts import NothingSaved, Refusal
from annotations_app.models.merging import REMOVE
from annotations_app.models.patching import patch_inputs as patch
from annotations_app.models.removing import delete_inputs as delete
from annotations_app.models.stored import read

_CONFLICTS = {"INPUT_ID_CONFLICT_RESOLUTION_NOT_SET": 0, "SKIP": 1, "SUFFIX": 2}
_MEDIA = ("image", "video", "audio")


def post_inputs(call: Call) -> Reply:
    """Add up to 128 inputs, as base64 or by URL; each is judged by itself."""
    sent = at_most_128(call.body.inputs, "inputs")
    masks = Masks(call.app)
    drafts = [_draft_in(item, f"inputs[{place}]", masks) for place, item in enumerate(sent)]
    job_id = call.body.inputs_add_job_id or ""
    conflict = _conflict(call.body.input_id_conflict_resolution)
    verdicts = add_inputs(call.member, drafts, conflict=conflict, job_id=job_id)
    masks.store()
    stored = {row.pk: out for row, out in written_inputs(call, [one for one in verdicts if isinstance(one, Input)])}
    items = [
        stored[verdict.pk] if isinstance(verdict, Input) else _refused(item, verdict)
        for item, verdict in zip(sent, verdicts, strict=True)
    ]
    reply = success(inputs=items)
    if job_id:
        reply.payload["inputs_add_job"] = job_written(call.app, job_id)
    bad = [(place, verdict) for place, verdict in enumerate(verdicts) if isinstance(verdict, Refusal)]
    if bad:
        reply.code = Code.MIXED_STATUS if len(bad) < len(sent) else Code.FAILURE
        reply.details = f"inputs[{bad[0][0]}]: {bad[0][1].message}"
    return reply


def _conflict(value: int | float | str | None) -> Conflict:
    if isinstance(value, str):
        value = _CONFLICTS.get(value, -1)
    number = whole(value, "input_id_conflict_resolution")
    if number not in list(Conflict):
        raise bad_format("Expected SKIP or SUFFIX - at `input_id_conflict_resolution`.")
    return Conflict(number)


def _draft_in(item: InputIn, where: str, masks: Masks) -> InputDraft:
    draft = InputDraft(id=item.id or "")
    if item.data is None:
        draft.problem = "data: an input has an image, a video, an audio file or a text"
        return draft
    try:
        draft.data = data_in(item.data, f"{where}.data", masks)
    except Unfit as unfit:
        draft.problem = str(unfit).removeprefix(f"{where}.")
        return draft
    draft.data.text = ""  # of an input, the text is the medium
    files = {name: file for name in _MEDIA if (file := getattr(item.data, name)) is not None}
    if item.data.text is not None:
        files["text"] = FileIn(url=item.data.text.url, raw=item.data.text.raw)
    if len(files) != 1:
        draft.problem = "data: an input has exactly one of image, video, audio and text"
        return draft
    draft.medium, file = next(iter(files.items()))
    draft.url, draft.base64, draft.text = file.url or None, file.base64 or None, file.raw or None
    draft.allow_duplicate_url = bool(file.allow_duplicate_url)
    if sum(one is not None for one in (draft.url, draft.base64, draft.text)) != 1:
        draft.problem = f"data.{draft.medium}: it has exactly one of base64 and url"
    return draft


def _refused(item: InputIn, refusal: Refusal) -> dict[str, Any]:
    return {**msgspec.to_builtins(without_bytes(item)), "status": status_out(refusal.code, refusal.message)}


def list_inputs(call: Call) -> Reply:
    """Answer with a page of inputs, oldest first."""
    page, rows = page_of(call), Input.objects.filter(app=call.app).order_by("pk")
    if ids := call.query.ids:
        rows = rows.filter(public_id__in=ids)
    if codes := call.query.status_code:
        rows = rows.filter(one_of("status", codes))
    return success(inputs=[out for _, out in written_inputs(call, page.fetch(rows))], **page.next)


def stream_inputs(call: Call) -> Reply:
    """Answer with the inputs that follow the one named last, in the order of age or of ids."""
    page, column = page_of(call), "public_id" if call.query.order_by_id else "pk"
    way, beyond = ("-", "lt") if call.query.descending else ("", "gt")
    rows = Input.objects.filter(app=call.app).order_by(f"{way}{column}")
    if last_id := call.query.last_id:
        last = Input.objects.named(call.app, last_id)
        rows = rows.filter(**{f"{column}__{beyond}": getattr(last, column)})
    return success(inputs=[out for _, out in written_inputs(call, page.fetch(rows))], **page.next)


def get_input(call: Call) -> Reply:
    """Answer with one input."""
    found = Input.objects.named(call.app, call.ids["input_id"])
    return success(input=written_inputs(call, [found])[0][1])


def patch_inputs(call: Call) -> Reply:
    """Change the concepts, metadata and geo of up to 128 inputs by merge, overwrite or remove, all or none."""
    action = patch_action(call.body.action)
    sent = at_most_128(call.body.inputs, "inputs")
    masks = Masks(call.app)
    removes = action == REMOVE
    patches = [input_patch_in(item, f"inputs[{place}]", masks, removes=removes) for place, item in enumerate(sent)]
    try:
        with transaction.atomic():
            rows = patch(call.member, action, patches)
            masks.store()
    except NothingSaved as nothing:
        return nothing_saved("inputs", sent, nothing.refusals)
    out = {row.pk: written for row, written in written_inputs(call, rows)}
    return success(inputs=[out[row.pk] for row in rows])


def delete_input(call: Call) -> Reply:
    """Delete one input with all that hangs on it."""
    delete(call.member, [call.ids["input_id"]])
    return success()


def delete_inputs(call: Call) -> Reply:
    """Delete the named inputs, all or none: an empty list deletes nothing."""
    delete(call.member, at_most_128(call.body.ids, "ids"))
    return success()


def get_input_count(call: Call) -> Reply:
    """Answer with how many inputs are ready, waiting and failed."""
    rows = Input.objects.filter(app=call.app).order_by().values_list("status").annotate(count=Count("pk"))
    by_status: dict[int, int] = dict(rows)
    processed, waiting, processing = (
        by_status.get(status, 0) for status in (InputStatus.SUCCESS, InputStatus.PENDING, InputStatus.IN_PROGRESS)
    )
    errors = sum(by_status.values()) - processed - waiting - processing
    return success(counts=InputCountOut(processed, waiting, processing, errors, 0, 0, 0, 0))


def written_inputs(call: Call, rows: Sequence[Input]) -> list[tuple[Input, InputOut]]:
    """Write inputs, each with its row, with what their input-level annotations say, as far as the person may see it."""
    levels = {}
    if rows:
        of = Annotation.objects.filter(app=call.app, input__in=[row.pk for row in rows], input_level=True)
        levels = {one.input_pk: one.data for one in read(of.visible_to(call.member).order_by("pk"))}
    writer = call.writer
    return [(row, writer.input(row, levels.get(row.pk))) for row in rows]
