"""The searches of annotations and inputs (contract 7.1)."""

from __future__ import annotations

from typing import Any

from annotations_app.api.annotations import without_bytes
from annotations_app.api.filters import filters_in
from annotations_app.api.inputs import written_inputs
from annotations_app.api.paging import page_in
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.wire_searches import SearchIn
from annotations_app.formats.answers import InputOut
from annotations_app.formats.found import HitCountOut, HitOut
from annotations_app.models import Input
from annotations_app.models.searching import search_annotations, search_inputs
from annotations_app.models.stored import read
from annotations_app.text import new_id


def post_annotations_searches(call: Call) -> Reply:
    """Find annotations: each hit is one with its input, oldest first."""
    call.member.require("Annotations:Get")
    call.member.require("Inputs:Get")
    page, filters = page_in(call, call.body.pagination), filters_in(call.body.searches)
    found = page.fetch(search_annotations(call.member, filters), by=read)
    inputs = Input.objects.filter(app=call.app, pk__in={one.input_pk for one in found}) if found else []
    written = {row.pk: out for row, out in written_inputs(call, list(inputs))}
    # An input that was deleted since has taken its annotations with it.
    rows = [(one, written[one.input_pk]) for one in found if one.input_pk in written]
    return _found(call, [_hit(call, out, annotation=call.writer.annotation(one)) for one, out in rows], **page.next)


def post_inputs_searches(call: Call) -> Reply:
    """Find inputs by what their annotations say and what they are, oldest first, or count them."""
    call.member.require("Inputs:Get")
    page, filters = page_in(call, call.body.pagination), filters_in(call.body.searches)
    if any(one.asks_of_annotation for one in filters):
        call.member.require("Annotations:Get")
    rows = search_inputs(call.member, filters)
    if call.body.only_count:
        return _found(call, [], hit_counts=[HitCountOut(rows.count())])
    hits = [_hit(call, out) for _, out in written_inputs(call, page.fetch(rows))]
    return _found(call, hits, **page.next)


def _hit(call: Call, out: InputOut, **members: Any) -> HitOut:
    return HitOut(1.0, out, call.app.owner.handle, call.app.public_id, **members)


def _found(call: Call, hits: list[HitOut], **members: Any) -> Reply:
    return success(id=new_id(), hits=hits, searches=[_as_read(one) for one in call.body.searches], **members)


def _as_read(search: SearchIn) -> SearchIn:
    """Return a search as it is sent back, without the bytes of masks."""
    for one in (search.query.filters or ()) if search.query else ():
        if one.annotation is not None:
            without_bytes(one.annotation)
    return search
