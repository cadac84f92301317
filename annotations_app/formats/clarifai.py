"""The API's own JSON (contract 4 and 6) as a file: {"inputs": [...], "annotations": [...]}."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from annotations_app.formats.coco import joined

if TYPE_CHECKING:
    from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
    from annotations_app.models.stored import Stored

Out = dict[str, Any]
WORKFLOW = 3  # the kind of worker
Describe = Callable[[int], str]
"""Returns what the API calls a status code."""


def document(inputs: Iterable[list[Out]], annotations: Iterable[list[Out]]) -> Iterator[bytes]:
    """Write the whole file; both lists come in chunks, and are asked for only when it is their turn."""
    encode = msgspec.json.Encoder().encode
    yield b'{"inputs":['
    yield from joined(encode, inputs)
    yield b'],\n"annotations":['
    yield from joined(encode, annotations)
    yield b"]}\n"


class Writer(msgspec.Struct):
    """Writes an app's things as its API answers them."""

    app_id: str
    app_url: str
    describe: Describe

    def status(self, code: int) -> Out:
        """Write a status."""
        return {"code": code, "description": self.describe(code)}

    def annotation(self, one: Stored) -> Out:
        """Write one annotation: what is absent or empty is left out."""
        out: Out = {"id": one.id, "input_id": one.input_id, "status": self.status(one.status)}
        if not one.is_empty and (data := self.data(one.data)):
            out["data"] = data
        out |= _worker(one)
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

    def data(self, data: AnnotationData) -> Out:
        """Write what an annotation says."""
        out = self._said(data.concepts, data.region, data.metadata, data.text)
        if (frame := data.frame) is not None:
            info = {"index": frame.index, "time": frame.time, "number": frame.number}
            said = self._said(frame.concepts, frame.region)
            out["frames"] = [{"id": frame.id, "frame_info": info, **({"data": said} if said else {})}]
        if data.segments:
            out["time_segments"] = data.segments
        if data.geo:
            out["geo"] = data.geo
        return out

    def _said(
        self, concepts: list[ConceptValue], region: RegionData | None, metadata: Out | None = None, text: str = ""
    ) -> Out:
        out: Out = {}
        if concepts:
            out["concepts"] = [
                {"id": one.id, "name": one.name, "value": one.value, "app_id": self.app_id} for one in concepts
            ]
        if region is not None:
            out["regions"] = [self._region(region)]
        if metadata:
            out["metadata"] = metadata
        if text:
            out["text"] = {"raw": text}
        return out

    def _region(self, region: RegionData) -> Out:
        out: Out = {"id": region.id, "region_info": self._place(region)}
        if said := self._said(region.concepts, None, region.metadata, region.text):
            out["data"] = said
        if region.value is not None:
            out["value"] = region.value
        if region.track_id:
            out["track_id"] = region.track_id
        return out

    def _place(self, region: RegionData) -> Out:
        out: Out = {}
        if region.box is not None:
            names = ("top_row", "left_col", "bottom_row", "right_col")
            out["bounding_box"] = dict(zip(names, region.box, strict=True))
        shape, kind = region.shape or {}, region.kind
        if kind == "keypoints":
            out["keypoint_locations"] = [_point(point) for point in shape["points"]]
        elif kind == "polygon":
            out["polygon"] = {"points": [_point(point) for point in shape["points"]]}
        elif kind == "point":
            out["point"] = _point(shape)
        elif kind == "mask":
            out["mask"] = {"image": {"url": f"{self.app_url}/masks/{shape['sha256']}.png"}}
        elif kind in ("span", "token"):
            out[kind] = {key: value for key, value in shape.items() if value != ""}
        return out


def _worker(one: Stored) -> Out:
    if not one.by_model:
        return {"user_id": one.user_id, "trusted": True, "worker": {"user": {"id": one.user_id}}}
    named = {"id": one.model_id} if one.model_id else {}
    version = {"id": one.model_version_id}
    if one.worker_kind == WORKFLOW:
        return {"worker": {"workflow": {**named, "version": version}}}
    return {"model_version_id": one.model_version_id, "worker": {"model": {**named, "model_version": version}}}


def _point(point: dict[str, Any]) -> Out:
    return {key: value for key, value in point.items() if value or key in ("row", "col")}
