"""What merge, overwrite and remove make of an annotation's data (contract section 8), as pure functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotations_app.errors import Invalid
from annotations_app.models.data import AnnotationData, ConceptValue, FrameData, RegionData
from annotations_app.models.drafts import DataPatch, FramePatch, RegionPatch

MERGE, OVERWRITE, REMOVE = "merge", "overwrite", "remove"
ACTIONS = (MERGE, OVERWRITE, REMOVE)

Segment = dict[str, Any]
"""A stretch of time as it is kept: the API's own shape."""


def patched(data: AnnotationData, patch: DataPatch, action: str) -> AnnotationData:
    """Return what the data becomes; the given data stays as it is. Raises Invalid, naming the field."""
    rule: Callable[[AnnotationData, DataPatch], AnnotationData] = {
        MERGE: _merged,
        OVERWRITE: _overwritten,
        REMOVE: _removed,
    }[action]
    return rule(data.copy(), patch)


# --- merge ----------------------------------------------------------------------------------------------------------


def _merged(data: AnnotationData, patch: DataPatch) -> AnnotationData:
    data.concepts = _merged_concepts(data.concepts, patch.concepts)
    data.metadata = merged_struct(data.metadata, patch.metadata)
    data.geo = data.geo if patch.geo is None else patch.geo
    data.text = patch.text or data.text
    for region in _at_most_one(patch.regions, "data.regions", "region"):
        data.region = _merged_region(data.region, region, "data.regions[0]")
    for frame in _at_most_one(patch.frames, "data.frames", "frame"):
        data.frame = _merged_frame(data.frame, frame)
    if patch.segments is not None:
        data.segments = _merged_segments(data.segments or [], patch.segments)
    return data


def _merged_concepts(there: list[ConceptValue], sent: list[ConceptValue] | None) -> list[ConceptValue]:
    """Replace the values of the same id in their place, and append what is new."""
    values = {value.id: value for value in sent or []}
    kept = [values.pop(value.id, value) for value in there]
    return [*kept, *values.values()]


def _merged_region(there: RegionData | None, patch: RegionPatch, where: str) -> RegionData:
    if there is None:
        return _new_region(patch)
    if patch.id and patch.id != there.id:
        raise Invalid(f"{where}.id: '{patch.id}' is not this annotation's region, and it can have only one")
    if patch.place is not None:
        there.kind, there.box, there.shape = patch.place.kind, patch.place.box, patch.place.shape
    there.value = there.value if patch.value is None else patch.value
    there.track_id = patch.track_id or there.track_id
    if patch.data is not None:
        there.concepts = _merged_concepts(there.concepts, patch.data.concepts)
        there.metadata = merged_struct(there.metadata, patch.data.metadata)
        there.text = patch.data.text or there.text
    return there


def _merged_frame(there: FrameData | None, patch: FramePatch) -> FrameData:
    if there is None:
        return _new_frame(patch, None)
    if patch.id and patch.id != there.id:
        raise Invalid(f"data.frames[0].id: '{patch.id}' is not this annotation's frame, and it can have only one")
    if patch.info is not None:
        there.index, there.time, there.number = (patch.info.get(name, 0) for name in ("index", "time", "number"))
    if patch.data is not None:
        there.concepts = _merged_concepts(there.concepts, patch.data.concepts)
        for region in _at_most_one(patch.data.regions, "data.frames[0].data.regions", "region"):
            there.region = _merged_region(there.region, region, "data.frames[0].data.regions[0]")
    return there


def _merged_segments(there: list[Segment], sent: list[Segment]) -> list[Segment]:
    """Merge stretches of time by their ids, each with what is said of it; new ones and those without id come last."""
    result = list(there)
    for segment in sent:
        at = next((at for at, old in enumerate(result) if segment.get("id") and old.get("id") == segment["id"]), None)
        if at is None:
            result.append(segment)
            continue
        said = merged_struct(result[at].get("data"), segment.get("data"))
        result[at] = {**result[at], **segment, **({"data": said} if said else {})}
    return result


def merged_struct(there: dict[str, Any] | None, sent: dict[str, Any] | None) -> dict[str, Any] | None:
    """Merge JSON objects by key: null changes nothing, {} and [] replace, objects merge, lists by id or appended."""
    if sent is None:
        return there
    result = dict(there or {})
    for key, value in sent.items():
        old = result.get(key)
        if value is None:
            continue
        if isinstance(value, dict) and value and isinstance(old, dict):
            result[key] = merged_struct(old, value)
        elif isinstance(value, list) and value and isinstance(old, list):
            result[key] = _merged_list(old, value)
        else:
            result[key] = value
    return result


def _merged_list(there: list[Any], sent: list[Any]) -> list[Any]:
    """Merge a list of objects with ids by their id; append everything else."""
    if not all(isinstance(value, dict) and value.get("id") for value in sent):
        return [*there, *sent]
    result = list(there)
    for value in sent:
        places = (at for at, old in enumerate(result) if isinstance(old, dict) and old.get("id") == value["id"])
        at = next(places, None)
        if at is None:
            result.append(value)
        else:
            result[at] = merged_struct(result[at], value)
    return result


# --- overwrite ------------------------------------------------------------------------------------------------------


def _overwritten(data: AnnotationData, patch: DataPatch) -> AnnotationData:
    new = AnnotationData(
        concepts=list(patch.concepts or []), metadata=patch.metadata, geo=patch.geo, text=patch.text or "",
        segments=patch.segments or None,
    )  # fmt: skip
    for region in _at_most_one(patch.regions, "data.regions", "region"):
        new.region = _kept_place(_new_region(region), data.the_region)
    for frame in _at_most_one(patch.frames, "data.frames", "frame"):
        new.frame = _new_frame(frame, data.the_region)
    return new


def _new_region(patch: RegionPatch) -> RegionData:
    """Make a region from what was sent; without a place it refers to the region of its id."""
    place, said = patch.place or RegionData(), patch.data or DataPatch()
    if said.regions or said.frames:
        raise Invalid("data.regions[0].data: a region holds no regions and no frames")
    return RegionData(
        id=patch.id, kind=place.kind, box=place.box, shape=place.shape, value=patch.value,
        track_id=patch.track_id or "", concepts=list(said.concepts or []), metadata=said.metadata, text=said.text or "",
    )  # fmt: skip


def _kept_place(region: RegionData, stored: RegionData | None) -> RegionData:
    if not region.kind and region.id and stored is not None and stored.id == region.id:
        region.kind, region.box, region.shape = stored.kind, stored.box, stored.shape
    return region


def _new_frame(patch: FramePatch, stored: RegionData | None) -> FrameData:
    said = patch.data or DataPatch()
    info = patch.info or {}
    index, time, number = (info.get(name, 0) for name in ("index", "time", "number"))
    frame = FrameData(patch.id, index, time, number, concepts=list(said.concepts or []))
    for region in _at_most_one(said.regions, "data.frames[0].data.regions", "region"):
        frame.region = _kept_place(_new_region(region), stored)
    return frame


# --- remove ---------------------------------------------------------------------------------------------------------


def _removed(data: AnnotationData, patch: DataPatch) -> AnnotationData:
    data.concepts = _without(data.concepts, patch.concepts)
    data.metadata = removed_struct(data.metadata, patch.metadata)
    data.geo = data.geo if patch.geo is None else None
    data.text = "" if patch.text else data.text
    data.region = _removed_region(data.region, patch.regions, "data.regions")
    data.frame = _removed_frame(data.frame, patch.frames)
    data.segments = _removed_segments(data.segments or [], patch.segments) or None
    return data


def _without(there: list[ConceptValue], sent: list[ConceptValue] | None) -> list[ConceptValue]:
    gone = {value.id for value in sent or []}
    return [value for value in there if value.id not in gone]


def _removed_region(there: RegionData | None, sent: list[RegionPatch] | None, where: str) -> RegionData | None:
    for place, patch in enumerate(sent or []):
        if not patch.id:
            raise Invalid(f"{where}[{place}].id: name the region that shall go")
        if there is None or there.id != patch.id:
            continue
        if patch.data is None or _is_empty(patch.data):
            return None
        there.concepts = _without(there.concepts, patch.data.concepts)
        there.metadata = removed_struct(there.metadata, patch.data.metadata)
        there.text = "" if patch.data.text else there.text
    return there


def _removed_frame(there: FrameData | None, sent: list[FramePatch] | None) -> FrameData | None:
    for place, patch in enumerate(sent or []):
        if not patch.id:
            raise Invalid(f"data.frames[{place}].id: name the frame that shall go")
        if there is None or there.id != patch.id:
            continue
        if patch.data is None or _is_empty(patch.data):
            return None
        there.concepts = _without(there.concepts, patch.data.concepts)
        there.region = _removed_region(there.region, patch.data.regions, "data.frames[0].data.regions")
    return there


def _removed_segments(there: list[Segment], sent: list[Segment] | None) -> list[Segment]:
    for place, patch in enumerate(sent or []):
        if not patch.get("id"):
            raise Invalid(f"data.time_segments[{place}].id: name the stretch that shall go")
        there = [left for segment in there if (left := _left_of(segment, patch))]
    return there


def _left_of(segment: Segment, patch: Segment) -> Segment | None:
    """Return what a removal leaves of a stretch; None where it names the whole of it."""
    said = patch.get("data")
    if segment.get("id") != patch["id"]:
        return segment
    if not said:
        return None
    there = segment.get("data") or {}
    gone = {concept.get("id") for concept in said.get("concepts", ())} - {None}
    left = {
        "concepts": [concept for concept in there.get("concepts", ()) if concept.get("id") not in gone],
        "metadata": removed_struct(there.get("metadata"), said.get("metadata")),
    }
    return {**segment, "data": {name: value for name, value in left.items() if value}}


def removed_struct(there: dict[str, Any] | None, sent: dict[str, Any] | None) -> dict[str, Any] | None:
    """Take the named keys out, recursively; a leaf of any kind removes its key, {} and null remove nothing."""
    if there is None or sent is None:
        return there
    result = dict(there)
    for key, value in sent.items():
        if value is None or value == {} or key not in result:
            continue
        if isinstance(value, dict) and isinstance(result[key], dict):
            result[key] = removed_struct(result[key], value)
        elif not isinstance(value, dict):
            del result[key]
    return result


def _is_empty(patch: DataPatch) -> bool:
    return not any(getattr(patch, name) for name in patch.__struct_fields__)


def _at_most_one(sent: list[Any] | None, where: str, what: str) -> list[Any]:
    if sent is not None and len(sent) > 1:
        raise Invalid(f"{where}: an annotation has at most one {what}")
    return sent or []
