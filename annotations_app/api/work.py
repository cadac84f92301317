"""The calls on who works, and on all the work of a task (contract 7.1)."""

from __future__ import annotations

from annotations_app.api.annotations import at_most_128
from annotations_app.api.decoding import status_code
from annotations_app.api.paging import page_of
from annotations_app.api.replies import Call, Reply, success
from annotations_app.errors import LabellerError
from annotations_app.formats.answers import ModelOut, NamedOut, UserOut, WorkerOut, WorkflowOut
from annotations_app.models import Status, WorkerKind
from annotations_app.models.settling import settle_task
from annotations_app.models.workers import Worker, workers_of


def list_annotation_workers(call: Call) -> Reply:
    """Answer with a page of those who made annotations: people, then models, then workflows, by their ids."""
    page, query = page_of(call), call.query
    with_names = bool({"names", "all"} & set(query.additional_fields))
    if with_names:
        call.member.require("Collaborators:Get")
    found = page.cut(workers_of(call.member, people_only=query.trusted_only), lambda one: one.place)
    return success(workers=[_worker_out(one, with_names=with_names) for one in found], **page.next)


def _worker_out(one: Worker, *, with_names: bool) -> WorkerOut:
    if one.user is not None:
        names = (one.user.first_name, one.user.last_name) if with_names else ()
        return WorkerOut(UserOut(one.id, *names))
    if one.kind == WorkerKind.WORKFLOW:
        return WorkerOut(workflow=WorkflowOut(NamedOut(one.id), one.model_id))
    return WorkerOut(model=ModelOut(NamedOut(one.id), one.model_id))


def patch_annotations_status(call: Call) -> Reply:
    """Set the status of the annotations of a task, of the people and statuses that the body names, or of all."""
    body = call.body
    if body.action != "overwrite":
        raise LabellerError("action: a status knows only overwrite.")
    status = status_code(body.status_code, "status_code")
    if status is None:
        raise LabellerError("status_code: name the status to set.")
    people = at_most_128(body.user_ids, "user_ids") if body.user_ids else ()
    codes = {status_code(code, f"status_codes[{place}]") or 0 for place, code in enumerate(body.status_codes or ())}
    # A code that no annotation has finds nothing: it must not mean all of them.
    among = (codes & set(Status.values) or {0}) if codes else ()
    settled = settle_task(call.member, call.ids["task_id"], status, handles=people, among=among)
    return success(user_ids=sorted({one.user_id for one in settled if one.user_id}), updated_count=len(settled))
