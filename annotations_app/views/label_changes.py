"""The calls that save operations, each for itself: on one input, or on many inputs of an app in one request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.http import require_POST

from annotations_app.access import input_for, member_for
from annotations_app.errors import Invalid
from annotations_app.models import Input, Member
from annotations_app.models.editing import carry_out
from annotations_app.models.operation import NotTaken, Verdict, operation_in
from annotations_app.models.taking import gone_from
from annotations_app.views.label_page import address_of
from annotations_app.views.label_row import Row
from annotations_app.views.label_rows import rows_for
from annotations_app.views.parts import PageRequest

MOST_OPERATIONS = 128
MOST_BYTES = 64 * 1024


@require_POST
def of_input(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Save operations in their order, each for itself, and answer what became of each; without any how things stand."""
    member, on = input_for(request.user, owner_id, app_id, input_id)
    operations = _operations_in(request)
    if isinstance(operations, HttpResponse):
        return operations
    results = _results(request, member, [(on, raw) for raw in operations])
    on.refresh_from_db(fields=["seq"])
    gone = gone_from(member, on.pk)
    return JsonResponse(
        {"seq": on.seq, "results": results, **({"gone": {"id": gone.id, "says": gone.says}} if gone else {})}
    )


@require_POST
def of_inputs(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Save operations that each name their input, in the same way; each answer tells how far its input is stored."""
    member = member_for(request.user, owner_id, app_id)
    operations = _operations_in(request)
    if isinstance(operations, HttpResponse):
        return operations
    names = [str(raw.pop("input", "")) for raw in operations]
    named = {on.public_id: on for on in Input.objects.with_ids(member.app, names)}
    results = _results(request, member, [(named.get(name), raw) for name, raw in zip(names, operations, strict=True)])
    seqs = dict(Input.objects.with_ids(member.app, named).values_list("public_id", "seq"))
    told = [result | {"seq": seqs.get(name, 0)} for name, result in zip(names, results, strict=True)]
    return JsonResponse({"results": told})


def _operations_in(request: PageRequest) -> list[dict[str, Any]] | HttpResponse:
    """Read the operations of a request, or answer why it is refused as a whole."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return JsonResponse({"message": f"At most {MOST_BYTES // 1024} KiB at once."}, status=413)
    sent = _sent(request.body)
    if sent.get("user", str(request.user.pk)) != str(request.user.pk):
        return JsonResponse({"message": "Somebody else is signed in here now."}, status=401)
    raws = sent.get("ops")
    if not isinstance(raws, list) or len(raws) > MOST_OPERATIONS:
        raise Invalid(f"ops: a list of at most {MOST_OPERATIONS} operations.")
    if not all(isinstance(raw, dict) and isinstance(raw.get("rev"), str) for raw in raws):
        raise Invalid("ops: each operation is an object with a rev.")
    return raws


def _sent(body: bytes) -> dict[str, Any]:
    try:
        sent = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Invalid("The body is no JSON.") from None
    return sent if isinstance(sent, dict) else {}


def _results(
    request: HttpRequest, member: Member, asked: Sequence[tuple[Input | None, dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Carry out each operation on its input, and tell the verdicts with the rows of what is stored."""
    found = [(raw["rev"], _judged(member, on, raw)) for on, raw in asked]
    shown = [verdict.row for _, verdict in found if verdict.row and (not verdict.row.is_marker or member.reviews)]
    rows = rows_for(member, {on.pk: on for on, _ in asked if on}, shown)
    return [_result(request, rev, verdict, rows) for rev, verdict in found]


def _judged(member: Member, on: Input | None, raw: dict[str, Any]) -> Verdict:
    if on is None:
        return Verdict("refused", None, "input-gone", "There is no such input in this app.")
    try:
        return carry_out(member, on, operation_in(raw))
    except NotTaken as error:
        return Verdict("refused", None, error.word, error.message)


def _result(request: HttpRequest, rev: str, verdict: Verdict, rows: dict[int, Row]) -> dict[str, Any]:
    row = rows.get(verdict.row.pk) if verdict.row else None
    answer: dict[str, Any] = {"rev": rev, "result": verdict.result}
    if verdict.row:
        answer["id"] = verdict.row.id
    if row:
        context = {"row": row, "member": row.member, "address": address_of(row.member, row.on)}
        answer["html"] = render_to_string("label/_row.html", context, request)
    facts = {
        "code": verdict.word,
        "message": verdict.message,
        "by": verdict.by,
        "at": verdict.at,
        "base": verdict.base,
        "items": verdict.items,
    }
    return answer | {name: value for name, value in facts.items() if value}


_APP = "apps/<owner_id>/<app_id>/"
urls = [
    path(f"{_APP}inputs/<input_id>/changes/", of_input, name="label-changes"),
    path(f"{_APP}changes/", of_inputs, name="label-many-changes"),
]
