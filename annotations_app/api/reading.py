"""From the wire to what the models judge: structs of a request become drafts and patches.

Wrong types raise (11100, the whole request); what is well typed but cannot be stored becomes the item's `problem`.
"""

from __future__ import annotations

import msgspec

from annotations_app.api.decoding import number, status_code, whole
from annotations_app.api.places import Masks, place_in
from annotations_app.api.wire import AnnotationIn, ConceptIn, DataIn, FrameIn, GeoIn, InputIn, RegionIn, SegmentIn
from annotations_app.models.data import AnnotationData, ConceptValue, FrameData, RegionData
from annotations_app.models.drafts import DataPatch, Draft, FramePatch, ModelWorker, Patch, RegionPatch


class Unfit(Exception):
    """What was sent is well typed and cannot be stored."""


def draft_in(item: AnnotationIn, where: str, masks: Masks) -> Draft:
    """Read one annotation of a post."""
    status = status_code(item.status.code if item.status else None, f"{where}.status.code")
    problem, data, user_id, model = "", AnnotationData(), "", None
    try:
        data = data_in(item.data, f"{where}.data", masks)
    except Unfit as unfit:
        problem = _without_item(str(unfit), where)
    try:
        user_id, model = worker_in(item)
    except Unfit as unfit:
        problem = problem or str(unfit)
    return Draft(
        input_id=item.input_id or "",
        id=item.id or "",
        user_id=user_id,
        model=model,
        status=status,
        data=data,
        info=item.annotation_info,
        task_id=item.task_id or "",
        embed_model_version_id=item.embed_model_version_id or "",
        problem=problem,
    )


def worker_in(item: AnnotationIn) -> tuple[str, ModelWorker | None]:
    """Read who made an annotation from the old fields and the new one, which must not differ. Raises Unfit."""
    user_id, version_id, worker = item.user_id or "", item.model_version_id or "", item.worker
    if worker is None:
        return user_id, ModelWorker(version_id) if version_id else None
    if sum(one is not None for one in (worker.user, worker.model, worker.workflow)) > 1:
        raise Unfit("worker: it is one of user, model and workflow")
    named = (worker.user.id if worker.user else "") or ""
    if user_id and named and user_id != named:
        raise Unfit("user_id: it differs from worker.user.id")
    model_id, is_workflow, twin = "", False, ""
    if worker.workflow is not None:
        is_workflow, model_id = True, worker.workflow.id or ""
        twin = (worker.workflow.version.id if worker.workflow.version else "") or ""
        if not twin:
            raise Unfit("worker.workflow.version.id: name the version")
        if version_id:
            raise Unfit("model_version_id: worker names a workflow")
    elif worker.model is not None:
        model_id = worker.model.id or ""
        twin = (worker.model.model_version.id if worker.model.model_version else "") or ""
        if not twin and not version_id:
            raise Unfit("worker.model.model_version.id: name the version")
    if version_id and twin and version_id != twin:
        raise Unfit("model_version_id: it differs from worker.model.model_version.id")
    version = version_id or twin
    return user_id or named, ModelWorker(version, model_id, is_workflow) if version else None


def data_in(sent: DataIn | None, where: str, masks: Masks) -> AnnotationData:
    """Read what an annotation says. Raises Unfit for what an annotation has no room for."""
    if sent is None:
        return AnnotationData()
    regions, frames = sent.regions or [], sent.frames or []
    made = [region_in(region, f"{where}.regions[{place}]", masks) for place, region in enumerate(regions)]
    framed = [frame_in(frame, f"{where}.frames[{place}]", masks) for place, frame in enumerate(frames)]
    data = AnnotationData(
        concepts=concepts_in(sent.concepts, f"{where}.concepts"),
        metadata=sent.metadata,
        geo=geo_in(sent.geo, f"{where}.geo"),
        text=(sent.text.raw if sent.text else "") or "",
        segments=segments_in(sent.time_segments, f"{where}.time_segments") or None,
    )
    if len(made) > 1:
        raise Unfit(f"{where}.regions: an annotation has at most one region")
    if len(framed) > 1:
        raise Unfit(f"{where}.frames: an annotation has at most one frame")
    data.region, data.frame = next(iter(made), None), next(iter(framed), None)
    return data


def concepts_in(sent: list[ConceptIn] | None, where: str) -> list[ConceptValue]:
    """Read concepts; a value that is not there is 1."""
    return [
        ConceptValue(one.id or "", number(one.value, f"{where}[{place}].value", 1.0), one.name or "")
        for place, one in enumerate(sent or ())
    ]


def region_in(sent: RegionIn, where: str, masks: Masks) -> RegionData:
    """Read a region. Raises Unfit for more than one place, or regions inside."""
    region = place_in(sent.region_info, f"{where}.region_info", masks, Unfit) or RegionData()
    region.id, region.track_id = sent.id or "", sent.track_id or ""
    region.value = None if sent.value is None else number(sent.value, f"{where}.value")
    if sent.data is not None:
        if sent.data.regions or sent.data.frames:
            raise Unfit(f"{where}.data: a region holds no regions and no frames")
        region.concepts = concepts_in(sent.data.concepts, f"{where}.data.concepts")
        region.metadata = sent.data.metadata
        region.text = (sent.data.text.raw if sent.data.text else "") or ""
    return region


def frame_in(sent: FrameIn, where: str, masks: Masks) -> FrameData:
    """Read a frame. Raises Unfit for more than one region."""
    info = frame_info_in(sent, where)
    frame = FrameData(sent.id or "", info.get("index", 0), info.get("time", 0), info.get("number", 0))
    if sent.data is not None:
        regions = [
            region_in(region, f"{where}.data.regions[{place}]", masks)
            for place, region in enumerate(sent.data.regions or ())
        ]
        if len(regions) > 1:
            raise Unfit(f"{where}.data.regions: an annotation has at most one region")
        if sent.data.frames:
            raise Unfit(f"{where}.data.frames: a frame holds no frames")
        frame.region = next(iter(regions), None)
        frame.concepts = concepts_in(sent.data.concepts, f"{where}.data.concepts")
    return frame


def frame_info_in(sent: FrameIn, where: str) -> dict[str, int]:
    """Read which frame of a video it is."""
    info = sent.frame_info
    if info is None:
        return {}
    return {name: whole(getattr(info, name), f"{where}.frame_info.{name}") for name in ("index", "time", "number")}


#: The largest number of 32 bits: clients cannot read anything beyond.
LARGEST = 3.4028234e38


def geo_in(sent: GeoIn | None, where: str) -> dict[str, object] | None:
    """Read a place on earth as it is kept: the API's own shape, with numbers as numbers."""
    if sent is None:
        return None
    kept: dict[str, object] = {}

    def point(of: object, here: str) -> dict[str, float]:
        sides = ("longitude", "latitude")
        values = {side: number(getattr(of, side, None), f"{here}.{side}") for side in sides}
        for side, value in values.items():
            most = 90 if side == "latitude" else 180
            if not abs(value) <= most:
                raise Unfit(f"{here}.{side}: it lies within -{most} to {most}")
        return values

    if sent.geo_point is not None:
        kept["geo_point"] = point(sent.geo_point, f"{where}.geo_point")
    if sent.geo_limit is not None:
        value = number(sent.geo_limit.value, f"{where}.geo_limit.value")
        if not 0 <= value <= LARGEST:
            raise Unfit(f"{where}.geo_limit.value: it is a distance")
        kept["geo_limit"] = {"type": sent.geo_limit.type or "", "value": value}
    if sent.geo_box:
        kept["geo_box"] = [
            {"geo_point": point(corner.geo_point, f"{where}.geo_box[{place}].geo_point")}
            for place, corner in enumerate(sent.geo_box)
        ]
    return kept


def segments_in(sent: list[SegmentIn] | None, where: str) -> list[dict[str, object]]:
    """Read stretches of time as they are kept: the API's own shape. Raises Unfit."""
    return [_segment_in(segment, f"{where}[{place}]") for place, segment in enumerate(sent or ())]


def _segment_in(sent: SegmentIn, where: str) -> dict[str, object]:
    kept: dict[str, object] = {}
    if sent.id:
        kept["id"] = sent.id
    if (info := sent.time_info) is not None:
        times = {name: number(getattr(info, name), f"{where}.time_info.{name}") for name in ("begin_time", "end_time")}
        if not all(0 <= value <= LARGEST for value in times.values()):
            raise Unfit(f"{where}.time_info: times are not negative")
        frames = whole(info.num_frames, f"{where}.time_info.num_frames")
        if not 0 <= frames < 2**32:
            raise Unfit(f"{where}.time_info.num_frames: it is not negative, and below 2^32")
        kept["time_info"] = {**({"num_frames": frames} if frames else {}), **times}
    if sent.data is not None:
        said = AnnotationData(
            concepts=concepts_in(sent.data.concepts, f"{where}.data.concepts"), metadata=sent.data.metadata
        )
        if problem := said.problem():
            raise Unfit(f"{where}.{problem}")
        builtin = [msgspec.to_builtins(one) for one in said.concepts]
        concepts = [{key: value for key, value in one.items() if value != ""} for one in builtin]
        kept["data"] = {
            **({"concepts": concepts} if concepts else {}),
            **({"metadata": said.metadata} if said.metadata else {}),
        }
    return kept


def _without_item(message: str, where: str) -> str:
    """Name the field inside the item, as the rules of the models do."""
    return message.removeprefix(f"{where}.")


# --- patches --------------------------------------------------------------------------------------------------------


def patch_in(item: AnnotationIn, where: str, masks: Masks, *, removes: bool) -> Patch:
    """Read one annotation of a patch; what is not there stays None."""
    patch = Patch(
        input_id=item.input_id or "",
        id=item.id or "",
        status=status_code(item.status.code if item.status else None, f"{where}.status.code"),
        task_id=item.task_id or None,
        info=item.annotation_info,
        embed_model_version_id=item.embed_model_version_id or None,
    )
    try:
        patch.user_id = worker_in(item)[0]
        patch.data = data_patch_in(item.data, f"{where}.data", masks, removes=removes)
    except Unfit as unfit:
        patch.problem = _without_item(str(unfit), where)
    return patch


def input_patch_in(item: InputIn, where: str, masks: Masks, *, removes: bool) -> Patch:
    """Read one input of a patch: its id and the data of its input-level annotation."""
    patch = Patch(id=item.id or "")
    try:
        patch.data = data_patch_in(item.data, f"{where}.data", masks, removes=removes)
    except Unfit as unfit:
        patch.problem = _without_item(str(unfit), where)
    return patch


def data_patch_in(sent: DataIn | None, where: str, masks: Masks, *, removes: bool) -> DataPatch | None:
    """Read what a patch says of data. Raises Unfit."""
    if sent is None:
        return None
    patch = DataPatch(
        metadata=sent.metadata,
        geo=geo_in(sent.geo, f"{where}.geo"),
        text=None if sent.text is None else sent.text.raw or "",
    )
    if sent.concepts is not None:
        patch.concepts = concepts_in(sent.concepts, f"{where}.concepts")
        # A merge would join two of one id without a word, so the list is checked as sent.
        sent_alone = AnnotationData(concepts=patch.concepts)
        if (not removes or sent_alone.has_too_many_concepts) and (problem := sent_alone.problem()):
            raise Unfit(f"{where}.{problem.removeprefix('data.')}")
    if sent.time_segments is not None:
        patch.segments = segments_in(sent.time_segments, f"{where}.time_segments")
    if sent.regions is not None:
        patch.regions = [
            _region_patch_in(region, f"{where}.regions[{place}]", masks, removes=removes)
            for place, region in enumerate(sent.regions)
        ]
    if sent.frames is not None:
        patch.frames = [
            FramePatch(
                id=frame.id or "",
                info=frame_info_in(frame, f"{where}.frames[{place}]") or None,
                data=data_patch_in(frame.data, f"{where}.frames[{place}].data", masks, removes=removes),
            )
            for place, frame in enumerate(sent.frames)
        ]
    return patch


def _region_patch_in(sent: RegionIn, where: str, masks: Masks, *, removes: bool) -> RegionPatch:
    if sent.data is not None and (sent.data.regions or sent.data.frames):
        raise Unfit(f"{where}.data: a region holds no regions and no frames")
    return RegionPatch(
        id=sent.id or "",
        place=place_in(sent.region_info, f"{where}.region_info", masks, Unfit),
        value=None if sent.value is None else number(sent.value, f"{where}.value"),
        track_id=sent.track_id or None,
        data=data_patch_in(sent.data, f"{where}.data", masks, removes=removes),
    )
