"""What an annotation says, as plain values: the API's Data, Region and Frame without Django or the wire.

Rules about shapes and ranges live here once; all doors and the patches end in `AnnotationData.problem()`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from annotations_app.structs import ready_for_threads
from annotations_app.text import (
    concept_id_problem,
    doubles,
    id_problem,
    name_problem,
    new_ids,
    struct_problem,
    text_problem,
)

MAX_CONCEPTS = 1000
MAX_POINTS = 10_000

BOX, POLYGON, POINT, MASK, SPAN, TOKEN, KEYPOINTS = "box", "polygon", "point", "mask", "span", "token", "keypoints"
KINDS = (BOX, POLYGON, POINT, MASK, SPAN, TOKEN, KEYPOINTS)

Box = tuple[float, float, float, float]
"""top, left, bottom, right: ratios 0..1 of the upright picture, in the API's order."""


class ConceptValue(msgspec.Struct):
    """A concept with its value: 1 it is there, 0 it is not there, between a score."""

    id: str
    value: float = 1.0
    name: str = ""


class RegionData(msgspec.Struct):
    """The place an annotation talks about, and what it says of it.

    `box` is set for bounding boxes and keypoints beside one; `shape` for every other kind:
    polygon and keypoints {"points": [{row, col, z, visibility}]}, point {row, col, z, visibility},
    mask {"sha256", "file", "rings": [[[row, col]]]} with the lines around it, span and token {"char_start", "char_end",
    "raw_text"}. An empty `kind` refers to the
    existing region of that id on the same input (contract 6.4).
    """

    id: str = ""
    kind: str = ""
    box: Box | None = None
    shape: dict[str, Any] | None = None
    value: float | None = None
    track_id: str = ""
    concepts: list[ConceptValue] = []
    metadata: dict[str, Any] | None = None
    text: str = ""

    def problem(self, where: str) -> str | None:
        """Say, naming the field, why this region cannot be stored, or None."""
        if self.id and (problem := id_problem(self.id)):
            return f"{where}.id: {problem}"
        if self.value is not None and not 0 <= self.value <= 1:
            return f"{where}.value: it lies within 0 to 1"
        if problem := text_problem(self.track_id) or (
            (len(self.track_id) > 128 and "it has at most 128 characters") or None
        ):
            return f"{where}.track_id: {problem}"
        return (
            _place_problem(self, f"{where}.region_info")
            or _concepts_problem(self.concepts, f"{where}.data.concepts")
            or _free_problem(self.metadata, self.text, f"{where}.data")
        )

    def same_place(self, other: RegionData) -> bool:
        """Tell whether two regions lie in the same place."""
        return (self.kind, self.box, self.shape) == (other.kind, other.box, other.shape)

    def copy(self) -> RegionData:
        """Return a region that can be changed apart from this one."""
        return replace(self, concepts=_copied(self.concepts))


class FrameData(msgspec.Struct):
    """One frame of a video (time in milliseconds), and what is said of it."""

    id: str = ""
    index: int = 0
    time: int = 0
    number: int = 0
    concepts: list[ConceptValue] = []
    region: RegionData | None = None


@ready_for_threads
class AnnotationData(msgspec.Struct):
    """All that an annotation says: concepts, at most one region, at most one frame, metadata and the rest."""

    concepts: list[ConceptValue] = []
    region: RegionData | None = None
    frame: FrameData | None = None
    metadata: dict[str, Any] | None = None
    geo: dict[str, Any] | None = None
    text: str = ""
    segments: list[dict[str, Any]] | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is said: work handed out, or looked at with nothing there."""
        return not (
            self.concepts or self.region or self.frame or self.metadata or self.geo or self.text or self.segments
        )

    @property
    def the_region(self) -> RegionData | None:
        """Return the one region, wherever it stands."""
        return self.region or (self.frame.region if self.frame else None)

    def copy(self) -> AnnotationData:
        """Return data that can be changed apart from this; JSON objects are shared, nobody changes them in place."""
        frame = self.frame
        if frame is not None:
            frame = replace(frame, concepts=_copied(frame.concepts), region=frame.region and frame.region.copy())
        return replace(self, concepts=_copied(self.concepts), region=self.region and self.region.copy(), frame=frame)

    def settle_numbers(self) -> None:
        """Take the numbers of free JSON as the doubles that they are, so that they compare as they are stored."""
        self.metadata, self.geo, self.segments = doubles(self.metadata), doubles(self.geo), doubles(self.segments)
        if (region := self.the_region) is not None:
            region.metadata = doubles(region.metadata)

    def settle_ids(self, ids: Iterator[str] | None = None) -> None:
        """Give the region and the frame ids where none were sent, the next of `ids` or new ones."""
        ids = ids or new_ids()
        for part in (self.the_region, self.frame):
            if part is not None:
                part.id = part.id or next(ids)

    @property
    def has_too_many_concepts(self) -> bool:
        """Tell whether a list of concepts is longer than any may be; then nobody needs to look them up."""
        region, frame = self.the_region, self.frame
        lists = (self.concepts, frame.concepts if frame else (), region.concepts if region else ())
        return any(len(one) > MAX_CONCEPTS for one in lists)

    def concept_values(self) -> list[ConceptValue]:
        """List the concept values of all places: whole, region, frame and region in the frame."""
        region, frame = self.the_region, self.frame
        return [*self.concepts, *(frame.concepts if frame else ()), *(region.concepts if region else ())]

    def problem(self) -> str | None:
        """Say, naming the field, why this cannot be stored, or None (contract 6.2 to 6.5 and 10)."""
        if self.region and self.frame and self.frame.region:
            return "data: an annotation has at most one region"
        problem = _concepts_problem(self.concepts, "data.concepts") or _free_problem(self.metadata, self.text, "data")
        if problem is None and self.region:
            problem = self.region.problem("data.regions[0]")
        if problem is None and self.frame:
            problem = _frame_problem(self.frame)
        return problem or _geo_problem(self.geo) or _segments_problem(self.segments)


def _copied(concepts: list[ConceptValue]) -> list[ConceptValue]:
    return [ConceptValue(concept.id, concept.value, concept.name) for concept in concepts]


def _frame_problem(frame: FrameData) -> str | None:
    where = "data.frames[0]"
    if frame.id and (problem := id_problem(frame.id)):
        return f"{where}.id: {problem}"
    if not (0 <= frame.time < 2**63 and 0 <= frame.index < 2**32 and 0 <= frame.number < 2**32):
        return f"{where}.frame_info: a frame's time and number are not negative, index and number below 2^32"
    problem = _concepts_problem(frame.concepts, f"{where}.data.concepts")
    return problem or (frame.region.problem(f"{where}.data.regions[0]") if frame.region else None)


def _concepts_problem(concepts: list[ConceptValue], where: str) -> str | None:
    if len(concepts) > MAX_CONCEPTS:
        return f"{where}: at most {MAX_CONCEPTS} concepts"
    seen: set[str] = set()
    for place, concept in enumerate(concepts):
        here = f"{where}[{place}]"
        if not concept.id and not concept.name:
            return f"{here}.id: a concept has an id or a name"
        if concept.id and (problem := concept_id_problem(concept.id)):
            return f"{here}.id: {problem}"
        if concept.name and (problem := name_problem(concept.name)):
            return f"{here}.name: {problem}"
        if not 0 <= concept.value <= 1:  # also false for NaN
            return f"{here}.value: it lies within 0 to 1"
        if concept.id and concept.id in seen:
            return f"{here}.id: '{concept.id}' stands twice in the list"
        seen.add(concept.id)
    return None


def _free_problem(metadata: dict[str, Any] | None, text: str, where: str) -> str | None:
    if metadata and (problem := struct_problem(metadata)):
        return f"{where}.metadata: {problem}"
    if text and (problem := text_problem(text)):
        return f"{where}.text.raw: {problem}"
    return None


def _place_problem(region: RegionData, where: str) -> str | None:
    if not region.kind:
        return None if region.id else f"{where}: a region has a place or the id of an existing region"
    if region.box is not None and (problem := _box_problem(region.box, f"{where}.bounding_box")):
        return problem
    shape = region.shape or {}
    if region.kind == POLYGON:
        return _points_problem(shape["points"], f"{where}.polygon.points", least=3)
    if region.kind == POINT:
        return _points_problem([shape], f"{where}.point")
    if region.kind == KEYPOINTS:
        return _points_problem(shape["points"], f"{where}.keypoint_locations.points")
    if region.kind in (SPAN, TOKEN):
        return _span_problem(shape, f"{where}.{region.kind}")
    return None


def _box_problem(box: Box, where: str) -> str | None:
    for value, name in zip(box, ("top_row", "left_col", "bottom_row", "right_col"), strict=True):
        if not 0 <= value <= 1:
            return f"{where}.{name}: it lies within 0 to 1"
    top, left, bottom, right = box
    if not top < bottom:
        return f"{where}: top_row is less than bottom_row"
    return None if left < right else f"{where}: left_col is less than right_col"


def _points_problem(points: list[dict[str, Any]], where: str, least: int = 1) -> str | None:
    if not least <= len(points) <= MAX_POINTS:
        return f"{where}: at least {least} and at most {MAX_POINTS} points"
    for place, point in enumerate(points):
        here = where if where.endswith("point") else f"{where}[{place}]"
        if point.get("visibility", 0) not in (0, 1, 2, 3):
            return f"{here}.visibility: it is 0 to 3"
        for name in ("row", "col"):
            if not 0 <= point.get(name, 0.0) <= 1:
                return f"{here}.{name}: it lies within 0 to 1"
        if not -1e9 <= point.get("z", 0.0) <= 1e9:
            return f"{here}.z: it is no usable number"
    return None


def _span_problem(shape: dict[str, Any], where: str) -> str | None:
    if not 0 <= shape["char_start"] <= shape["char_end"] < 2**31:
        return f"{where}: char_start is at most char_end, and neither is negative"
    problem = text_problem(shape["raw_text"])
    return f"{where}.raw_text: {problem}" if problem else None


def _geo_problem(geo: dict[str, Any] | None) -> str | None:
    """Check the API's Geo as stored: {"geo_point": {"longitude", "latitude"}} and its boxes and limits as sent."""
    if geo is None:
        return None
    point = geo.get("geo_point") or {}
    if not -90 <= point.get("latitude", 0.0) <= 90:
        return "data.geo.geo_point.latitude: it lies within -90 to 90"
    if not -180 <= point.get("longitude", 0.0) <= 180:
        return "data.geo.geo_point.longitude: it lies within -180 to 180"
    problem = struct_problem(geo)
    return f"data.geo: {problem}" if problem else None


def _segments_problem(segments: list[dict[str, Any]] | None) -> str | None:
    if segments is None:
        return None
    problem = struct_problem({"time_segments": segments})
    return f"data.time_segments: {problem}" if problem else None
