"""The calls on tracks of annotations (contract 7.2)."""

from __future__ import annotations

from annotations_app.api.annotations import at_most_128
from annotations_app.api.checks import only_overwrite
from annotations_app.api.decoding import status_code, whole
from annotations_app.api.paging import page_of
from annotations_app.api.reading import concepts_in
from annotations_app.api.records import TrackIn
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.writing import track_out
from annotations_app.models import AnnotationTrack, Input
from annotations_app.models.track import NUMBERS
from annotations_app.models.tracking import TrackDraft, delete_tracks, patch_tracks, post_tracks


def list_annotation_tracks(call: Call) -> Reply:
    """Answer with a page of the tracks of an input, oldest first."""
    page = page_of(call)
    rows = AnnotationTrack.objects.of(call.member, Input.objects.named(call.app, call.ids["input_id"]))
    if ids := call.query.ids:
        rows = rows.filter(public_id__in=ids)
    return _answered(call, page.fetch(rows), **page.next)


def post_annotation_tracks(call: Call) -> Reply:
    """Store tracks of an input, all or none."""
    return _answered(call, post_tracks(call.member, call.ids["input_id"], _drafts_in(call)))


def patch_annotation_tracks(call: Call) -> Reply:
    """Overwrite what the body says of tracks of an input, all or none."""
    only_overwrite(call.body.action)
    return _answered(call, patch_tracks(call.member, call.ids["input_id"], _drafts_in(call)))


def delete_annotation_tracks(call: Call) -> Reply:
    """Delete tracks of an input, all or none; the full path has the input's id in the body."""
    input_id = call.ids.get("input_id") or call.body.input_id or ""
    delete_tracks(call.member, input_id, at_most_128(call.body.ids, "ids"))
    return success()


def _drafts_in(call: Call) -> list[TrackDraft]:
    sent = at_most_128(call.body.annotation_tracks, "annotation_tracks")
    return [_draft_in(one, f"annotation_tracks[{place}]") for place, one in enumerate(sent)]


def _draft_in(sent: TrackIn, where: str) -> TrackDraft:
    numbers = {name: whole(value, f"{where}.{name}") for name in NUMBERS if (value := getattr(sent, name)) is not None}
    concept = concepts_in([sent.concept], f"{where}.concept")[0] if sent.concept is not None else None
    status = status_code(sent.status.code if sent.status else None, f"{where}.status.code")
    return TrackDraft(sent.id or "", sent.input_id or "", concept, status, numbers)


def _answered(call: Call, rows: list[AnnotationTrack], **more: str) -> Reply:
    input_id = call.ids["input_id"]
    return success(annotation_tracks=[track_out(row, input_id, call.app) for row in rows], **more)
