"""From what is stored to the wire: annotations, inputs and the rest as the members of an answer (contract 4 and 6)."""

from __future__ import annotations

from typing import Any

from annotations_app.api.places import place_out
from annotations_app.api.replies import Call, ItemStatus, item_status
from annotations_app.models import App, Concept, Input, Status, User, WorkerKind
from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
from annotations_app.models.stored import Stored

Out = dict[str, Any]

_STATUSES = {int(status): item_status(status) for status in Status}


def annotations_out(call: Call, rows: list[Stored]) -> list[Out]:
    """Write annotations."""
    app_id, app_url = call.app.public_id, call.app_url
    return [annotation_out(one, app_id, app_url) for one in rows]


def annotation_out(one: Stored, app_id: str, app_url: str) -> Out:
    """Write one annotation: what is absent or empty is left out."""
    out: Out = {"id": one.id, "input_id": one.input_id, "status": _STATUSES[one.status]}
    if not one.is_empty and (data := data_out(one.data, app_id, app_url)):
        out["data"] = data
    if one.worker_kind == WorkerKind.USER:
        out["user_id"], out["trusted"] = one.user_id, True
        out["worker"] = {"user": {"id": one.user_id}}
    elif one.worker_kind == WorkerKind.MODEL:
        out["model_version_id"] = one.model_version_id
        named = {"id": one.model_id} if one.model_id else {}
        out["worker"] = {"model": {**named, "model_version": {"id": one.model_version_id}}}
    else:
        named = {"id": one.model_id} if one.model_id else {}
        out["worker"] = {"workflow": {**named, "version": {"id": one.model_version_id}}}
    if one.info:
        out["annotation_info"] = one.info
    if one.embed_model_version_id:
        out["embed_model_version_id"] = one.embed_model_version_id
    if one.task_id:
        out["task_id"] = one.task_id
    if one.input_level:
        out["input_level"] = True
    out["created_at"], out["modified_at"] = one.created_at, one.modified_at
    return out


def data_out(data: AnnotationData, app_id: str, app_url: str) -> Out:
    """Write what an annotation says."""
    out: Out = {}
    if data.concepts:
        out["concepts"] = _concepts_out(data.concepts, app_id)
    if data.region is not None:
        out["regions"] = [_region_out(data.region, app_id, app_url)]
    if (frame := data.frame) is not None:
        said: Out = {}
        if frame.concepts:
            said["concepts"] = _concepts_out(frame.concepts, app_id)
        if frame.region is not None:
            said["regions"] = [_region_out(frame.region, app_id, app_url)]
        info = {"index": frame.index, "time": frame.time, "number": frame.number}
        out["frames"] = [{"id": frame.id, "frame_info": info, **({"data": said} if said else {})}]
    if data.segments:
        out["time_segments"] = data.segments
    _free_out(out, data.metadata, data.text)
    if data.geo:
        out["geo"] = data.geo
    return out


def _concepts_out(values: list[ConceptValue], app_id: str) -> list[Out]:
    return [{"id": one.id, "name": one.name, "value": one.value, "app_id": app_id} for one in values]


def _region_out(region: RegionData, app_id: str, app_url: str) -> Out:
    out: Out = {"id": region.id, "region_info": place_out(region, app_url)}
    said: Out = {}
    if region.concepts:
        said["concepts"] = _concepts_out(region.concepts, app_id)
    _free_out(said, region.metadata, region.text)
    if said:
        out["data"] = said
    if region.value is not None:
        out["value"] = region.value
    if region.track_id:
        out["track_id"] = region.track_id
    return out


def _free_out(out: Out, metadata: Out | None, text: str) -> None:
    if metadata:
        out["metadata"] = metadata
    if text:
        out["text"] = {"raw": text}


def concept_out(concept: Concept, app: App) -> Out:
    """Write a concept of the vocabulary."""
    return {
        "id": concept.public_id,
        "name": concept.name,
        "value": 1.0,
        "language": "en",
        "app_id": app.public_id,
        "user_id": app.owner.handle,
        "created_at": concept.created_at,
    }


def app_out(app: App) -> Out:
    """Write an app."""
    return {
        "id": app.public_id,
        "name": app.name,
        "user_id": app.owner.handle,
        "default_language": "en",
        **({"description": app.description} if app.description else {}),
        "created_at": app.created_at,
        "modified_at": app.modified_at,
        "visibility": {"gettable": 10},
    }


def user_out(user: User, *, is_self: bool) -> Out:
    """Write a person; the e-mail address only for themselves."""
    out: Out = {"id": user.handle, "created_at": user.created_at}
    for name in ("first_name", "last_name"):
        if value := getattr(user, name):
            out[name] = value
    if is_self and user.email:
        out["user_detail"] = {"primary_email": user.email}
    return out


def input_status_out(row: Input) -> ItemStatus:
    """Write how far an input is, and why it failed."""
    return item_status(row.status, row.problem)
