"""The labelling page: one input with its list of annotations, and the plain form of each."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from annotations_app.access import input_for
from annotations_app.errors import Invalid, Missing
from annotations_app.models import Concept, Input, Member
from annotations_app.models.data import POLYGON, Box
from annotations_app.models.editing import carry_out
from annotations_app.models.operation import Operation
from annotations_app.views import label_changes, label_ways
from annotations_app.views.label_page import address_of, marker_of, show
from annotations_app.views.label_row import Row
from annotations_app.views.label_rows import rows_of, rows_under_review
from annotations_app.views.parts import PageRequest

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
    *label_changes.urls,
    *label_ways.urls,
    path(f"{_INPUT}label/", edit, name="label-edit"),
    path(f"{_INPUT}annotations/", listed, name="label-annotations"),
    path(f"{_INPUT}annotations/<annotation_id>/", annotation, name="label-annotation"),
    path("session/token/", token, name="label-token"),
]
