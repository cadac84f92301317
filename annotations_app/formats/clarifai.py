"""What is stored as the API's own answers (contract 4 and 6), and a whole app as a file of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from annotations_app.codes import DESCRIPTIONS
from annotations_app.formats import answers
from annotations_app.formats.coco import joined

if TYPE_CHECKING:
    from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
    from annotations_app.models.input import Input
    from annotations_app.models.stored import Stored

USER, WORKFLOW = 1, 3  # kinds of workers
UNREADY = (30001, 30003)


def status_out(code: int, details: str = "") -> answers.StatusOut:
    """Write the status of one item."""
    return answers.StatusOut(code, DESCRIPTIONS[code], details)


def document(
    inputs: Iterable[list[answers.InputOut]], annotations: Iterable[list[answers.AnnotationOut]]
) -> Iterator[bytes]:
    """Write {"inputs": [...], "annotations": [...]}; both lists come in chunks, and only when it is their turn."""
    encode = msgspec.json.Encoder().encode
    yield b'{"inputs":['
    yield from joined(encode, inputs)
    yield b'],\n"annotations":['
    yield from joined(encode, annotations)
    yield b"]}\n"


class Writer(msgspec.Struct):
    """Writes an app's things as its API answers them; `app_url` is the app's full address."""

    app_id: str
    app_url: str

    def annotation(self, one: Stored) -> answers.AnnotationOut:
        """Write one annotation."""
        out = answers.AnnotationOut(
            one.id, one.input_id, _STATUSES[one.status], _worker(one), one.created_at, one.modified_at
        )
        if not one.is_empty and (data := self.data(one.data)) != answers.DataOut():
            out.data = data
        out.user_id = one.user_id
        if one.worker_kind == USER:
            out.trusted = True
        elif one.worker_kind != WORKFLOW:
            out.model_version_id = one.model_version_id
        out.annotation_info = one.info or None
        out.embed_model_version_id, out.task_id = one.embed_model_version_id, one.task_id
        out.input_level = one.input_level
        return out

    def input(self, row: Input, level: AnnotationData | None) -> answers.InputOut:
        """Write one input (a row, or its columns by name) with what its input-level annotation says."""
        data = self.data(level) if level is not None else answers.DataOut()
        file = answers.FileOut(f"{self.app_url}/inputs/{row.public_id}/image")
        if row.width and row.height and row.status not in UNREADY:
            kind = row.media_type.rpartition("/")[2].upper()
            file.image_info = answers.ImageInfoOut(row.width, row.height, kind, row.color_mode)
        family = row.media_type.partition("/")[0]
        if family == "text":
            data.text = answers.TextOut(url=file.url)
        else:
            setattr(data, family if family in ("video", "audio") else "image", file)
        return answers.InputOut(
            row.public_id, data, row.created_at, row.modified_at, status_out(row.status, row.problem)
        )

    def data(self, data: AnnotationData) -> answers.DataOut:
        """Write what an annotation says."""
        out = answers.DataOut(
            concepts=self._concepts(data.concepts),
            regions=[self._region(data.region)] if data.region is not None else [],
            metadata=data.metadata or None,
        )
        if data.text:
            out.text = answers.TextOut(data.text)
        if (frame := data.frame) is not None:
            said = answers.DataOut(
                concepts=self._concepts(frame.concepts),
                regions=[self._region(frame.region)] if frame.region is not None else [],
            )
            info = answers.FrameInfoOut(frame.index, frame.time, frame.number)
            out.frames = [answers.FrameOut(frame.id, info, said if said.concepts or said.regions else None)]
        if data.segments:
            out.time_segments = msgspec.convert(data.segments, list[answers.SegmentOut])
        if data.geo:
            out.geo = msgspec.convert(data.geo, answers.GeoOut)
        return out

    def _concepts(self, values: list[ConceptValue]) -> list[answers.ConceptOut]:
        app_id, concept = self.app_id, answers.ConceptOut
        return [concept(one.id, one.name, one.value, app_id) for one in values]

    def _region(self, region: RegionData) -> answers.RegionOut:
        out = answers.RegionOut(region.id, self._place(region), None, region.value, region.track_id)
        if region.concepts or region.metadata or region.text:
            out.data = answers.DataOut(concepts=self._concepts(region.concepts), metadata=region.metadata or None)
            if region.text:
                out.data.text = answers.TextOut(region.text)
        return out

    def _place(self, region: RegionData) -> answers.RegionInfoOut:
        out = answers.RegionInfoOut(answers.BoxOut(*region.box) if region.box is not None else None)
        shape, kind = region.shape or {}, region.kind
        if kind == "keypoints":
            out.keypoint_locations = [_point(point) for point in shape["points"]]
        elif kind == "polygon":
            out.polygon = answers.PolygonOut([_point(point) for point in shape["points"]])
        elif kind == "point":
            out.point = _point(shape)
        elif kind == "mask":
            out.mask = answers.MaskOut(answers.FileOut(f"{self.app_url}/masks/{shape['sha256']}.png"))
        elif kind == "span":
            out.span = answers.SpanOut(**shape)
        elif kind == "token":
            out.token = answers.SpanOut(**shape)
        return out


def _worker(one: Stored) -> answers.WorkerOut:
    if one.worker_kind == USER:
        return answers.WorkerOut(answers.UserOut(one.user_id))
    version = answers.NamedOut(one.model_version_id)
    if one.worker_kind == WORKFLOW:
        return answers.WorkerOut(workflow=answers.WorkflowOut(version, one.model_id))
    return answers.WorkerOut(model=answers.ModelOut(version, one.model_id))


def _point(point: dict[str, Any]) -> answers.PointOut:
    row, col, z = (point.get(name, 0.0) for name in ("row", "col", "z"))
    return answers.PointOut(row, col, z or None, point.get("visibility", 0))


_STATUSES = {code: status_out(code) for code in (24150, 24151, 24152, 24157, 24158, 24159)}
