"""The labelling page: one input with its list of annotations, the calls that save, submit and skip."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations_app.access import input_for
from annotations_app.errors import Invalid, Missing
from annotations_app.models import Concept, Input, Member
from annotations_app.models.data import POLYGON, Box
from annotations_app.models.editing import carry_out
from annotations_app.models.operation import NotTaken, Operation, Verdict, operation_in
from annotations_app.models.taking import gone_from
from annotations_app.views import label_ways
from annotations_app.views.label_page import address_of, marker_of, show
from annotations_app.views.label_row import Row
from annotations_app.views.label_rows import rows_for, rows_of, rows_under_review
from annotations_app.views.parts import PageRequest

MOST_OPERATIONS = 128
MOST_BYTES = 64 * 1024
SIDES = ("left", "top", "width", "height")


@require_GET
def edit(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Show one input with what people and models say about it, ready for drawing."""
    member, on = input_for(request.user, owner_id, app_id, input_id)
    return show(request, member, on)


@require_GET
def listed(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Show the list alone, for an editor whose page is older than what it saved."""
    member, on = input_for(request.user, owner_id, app_id, input_id)
    seq = on.seq
    rows, address = rows_of(member, on), address_of(member, on)
    context = {"member": member, "address": address, "seq": seq, "rows": rows, "marker": marker_of(member, on)}
    return render(request, "label/_annotations.html", context)


@require_POST
def changes(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Save operations in their order, each for itself, and answer what became of each; without any how things stand."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return JsonResponse({"message": f"At most {MOST_BYTES // 1024} KiB at once."}, status=413)
    member, on = input_for(request.user, owner_id, app_id, input_id)
    sent = _sent(request.body)
    if sent.get("user", str(request.user.pk)) != str(request.user.pk):
        return JsonResponse({"message": "Somebody else is signed in here now."}, status=401)
    found = [_judged(member, on, raw) for raw in _operations_in(sent)]
    shown = [verdict.row for _, verdict in found if verdict.row and (not verdict.row.is_marker or member.reviews)]
    rows = rows_for(member, on, shown)
    results = [_result(request, rev, verdict, rows) for rev, verdict in found]
    on.refresh_from_db(fields=["seq"])
    gone = gone_from(member, on.pk)
    return JsonResponse(
        {"seq": on.seq, "results": results, **({"gone": {"id": gone.id, "says": gone.says}} if gone else {})}
    )


def _sent(body: bytes) -> dict[str, Any]:
    try:
        sent = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Invalid("The body is no JSON.") from None
    return sent if isinstance(sent, dict) else {}


def _operations_in(sent: dict[str, Any]) -> list[dict[str, Any]]:
    raws = sent.get("ops")
    if not isinstance(raws, list) or len(raws) > MOST_OPERATIONS:
        raise Invalid(f"ops: a list of at most {MOST_OPERATIONS} operations.")
    if not all(isinstance(raw, dict) and isinstance(raw.get("rev"), str) for raw in raws):
        raise Invalid("ops: each operation is an object with a rev.")
    return raws


def _judged(member: Member, on: Input, raw: dict[str, Any]) -> tuple[str, Verdict]:
    try:
        return raw["rev"], carry_out(member, on, operation_in(raw))
    except NotTaken as error:
        return raw["rev"], Verdict("refused", None, error.word, error.message)


def _result(request: HttpRequest, rev: str, verdict: Verdict, rows: dict[int, Any]) -> dict[str, Any]:
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


@require_http_methods(["GET", "POST"])
def annotation(request: PageRequest, owner_id: str, app_id: str, input_id: str, annotation_id: str) -> HttpResponse:
    """Change or delete one annotation by a plain form: left, top, width, height in pixels, and concepts."""
    member, on = input_for(request.user, owner_id, app_id, input_id)
    rows = [*rows_of(member, on), *(rows_under_review(member, on) if member.reviews else [])]
    row = next((row for row in rows if row.one.id == annotation_id), None)
    if row is None:
        raise Missing("There is no such annotation on this input.")
    problem = ""
    if request.method == "POST":
        verdict = carry_out(member, on, _form_operation(request, on, row))
        if verdict.result == "saved":
            return redirect(f"{address_of(member, on)}label/")
        problem = verdict.message or "Somebody changed this meanwhile; look again."
    context = {
        "member": member,
        "on": on,
        "row": row,
        "problem": problem,
        "concepts": _choices(member, row),
    }
    return render(request, "label/annotation.html", context, status=409 if problem else 200)


def _choices(member: Member, row: Row) -> list[tuple[Concept, str]]:
    """List the concepts of the form with their values as text: what is said first, then what is offered."""
    said = {value.id: f"{value.value:g}" for value in row.values}
    known = {one.public_id: one for one in Concept.objects.of(member.app)}
    offered = [one for one in known.values() if one.archived_at is None and one.public_id not in said]
    return [(known[public_id], value) for public_id, value in said.items()] + [(one, "") for one in offered]


def _form_operation(request: HttpRequest, on: Input, row: Row) -> Operation:
    fields, one = request.POST, row.one
    try:
        base = UUID(fields.get("rev", ""))
        if "delete" in fields:
            return Operation(uuid4(), "delete", one.id, base)
        chosen = {
            name.removeprefix("value "): str(value) for name, value in fields.items() if name.startswith("value ")
        }
        values = {name: float(value) for name, value in chosen.items() if value}
        operation = Operation(uuid4(), "put", one.id, base, concepts=values, tool="form")
        if "left" in fields:
            operation.box = _form_box(row, {side: float(fields.get(side, "")) for side in SIDES})
        elif "corners" in fields:
            _put_corners(operation, row, fields["corners"])
        return operation
    except ValueError:
        raise Invalid("Write places as whole numbers of pixels.") from None


def _form_box(row: Row, wanted: dict[str, float]) -> Box:
    """Read a box from pixels; a number that stays as it was shown keeps its fraction of a pixel."""
    across, down = row.on.width or 1, row.on.height or 1
    if row.region is None or row.region.box is None or row.pixels is None:
        raise Invalid("This has no box.")
    top, left, bottom, right = row.region.box
    stored = {"left": left, "top": top, "width": right - left, "height": bottom - top}
    lengths = {"left": across, "top": down, "width": across, "height": down}
    now = {side: stored[side] if wanted[side] == row.pixels[side] else wanted[side] / lengths[side] for side in SIDES}
    if now == stored:
        return row.region.box
    return now["top"], now["left"], now["top"] + now["height"], now["left"] + now["width"]


def _put_corners(operation: Operation, row: Row, text: str) -> None:
    """Read a polygon or a point, a line for each corner, left and top in pixels; what stays keeps its fractions."""
    across, down = row.on.width or 1, row.on.height or 1
    lines = [line.replace(",", " ").split() for line in text.splitlines() if line.strip()]
    stay: dict[tuple[float, float], tuple[float, float]] = dict(zip(row.corner_pixels, row.corners, strict=True))
    wanted = [(float(left), float(top)) for left, top in lines]
    corners = [stay.get(corner, (corner[1] / down, corner[0] / across)) for corner in wanted]
    if row.shape == POLYGON:
        operation.polygon = corners
    else:
        [operation.point] = corners


@require_GET
def token(request: HttpRequest) -> HttpResponse:
    """Hand a fresh token for saving to whoever is signed in, and say who that is."""
    return JsonResponse({"token": get_token(request), "user": str(request.user.pk)})


_INPUT = "apps/<owner_id>/<app_id>/inputs/<input_id>/"
urls = [
    *label_ways.urls,
    path(f"{_INPUT}label/", edit, name="label-edit"),
    path(f"{_INPUT}annotations/", listed, name="label-annotations"),
    path(f"{_INPUT}annotations/<annotation_id>/", annotation, name="label-annotation"),
    path(f"{_INPUT}changes/", changes, name="label-changes"),
    path("session/token/", token, name="label-token"),
]
