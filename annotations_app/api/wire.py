"""The requests of the API as msgspec structs: what a field may be. Only typed, not judged (contract 4 and 6).

Every field can be absent or null. Numbers may come as text (proto3 JSON), which `decoding.py` reads; a plain `float`
in a union refuses true and false. Fields that are read and dropped are not named, so their type does not matter.
"""

from __future__ import annotations

from typing import Any

import msgspec

Number = float | str | None
Whole = int | float | str | None
Text = str | None
Free = dict[str, Any] | None


class Part(msgspec.Struct, omit_defaults=True, gc=False):
    """A part of a request."""


class ConceptIn(Part):
    """A concept; an absent value is 1."""

    id: Text = None
    name: Text = None
    value: Number = None


class BoxIn(Part):
    """A bounding box; an absent edge is 0."""

    top_row: Number = None
    left_col: Number = None
    bottom_row: Number = None
    right_col: Number = None


class PointIn(Part):
    """A point."""

    row: Number = None
    col: Number = None
    z: Number = None
    visibility: Whole = None


class PolygonIn(Part):
    """A polygon."""

    points: list[PointIn] | None = None


class FileIn(Part):
    """A picture, video or audio file, or (raw) a text."""

    url: Text = None
    base64: Text = None
    raw: Text = None
    allow_duplicate_url: bool | None = None


class MaskIn(Part):
    """A mask, as a PNG."""

    image: FileIn | None = None


class SpanIn(Part):
    """A place in a text; tokens look the same."""

    char_start: Whole = None
    char_end: Whole = None
    raw_text: Text = None


class RegionInfoIn(Part):
    """The place of a region: exactly one shape, or keypoints beside a box."""

    bounding_box: BoxIn | None = None
    polygon: PolygonIn | None = None
    point: PointIn | None = None
    mask: MaskIn | None = None
    span: SpanIn | None = None
    token: SpanIn | None = None
    keypoint_locations: list[PointIn] | None = None


class RegionIn(Part):
    """A region."""

    id: Text = None
    region_info: RegionInfoIn | None = None
    data: DataIn | None = None
    value: Number = None
    track_id: Text = None


class FrameInfoIn(Part):
    """Which frame of a video; time in milliseconds."""

    index: Whole = None
    time: Whole = None
    number: Whole = None


class FrameIn(Part):
    """A frame."""

    id: Text = None
    frame_info: FrameInfoIn | None = None
    data: DataIn | None = None


class TimeInfoIn(Part):
    """A stretch of a video or sound, in seconds."""

    num_frames: Whole = None
    begin_time: Number = None
    end_time: Number = None


class SegmentIn(Part):
    """A stretch and what is said of it."""

    id: Text = None
    time_info: TimeInfoIn | None = None
    data: DataIn | None = None


class GeoPointIn(Part):
    """A place on earth."""

    longitude: Number = None
    latitude: Number = None


class GeoLimitIn(Part):
    """How far from it."""

    type: Text = None
    value: Number = None


class GeoBoxIn(Part):
    """A corner of a box on earth."""

    geo_point: GeoPointIn | None = None


class GeoIn(Part):
    """Where a picture was taken."""

    geo_point: GeoPointIn | None = None
    geo_limit: GeoLimitIn | None = None
    geo_box: list[GeoBoxIn] | None = None


class TextIn(Part):
    """A transcription; of an input, the text itself."""

    raw: Text = None
    url: Text = None


class DataIn(Part):
    """What an annotation says."""

    concepts: list[ConceptIn] | None = None
    regions: list[RegionIn] | None = None
    frames: list[FrameIn] | None = None
    time_segments: list[SegmentIn] | None = None
    metadata: Free = None
    geo: GeoIn | None = None
    text: TextIn | None = None


class InputDataIn(DataIn):
    """What an input is, and what its input-level annotation says."""

    image: FileIn | None = None
    video: FileIn | None = None
    audio: FileIn | None = None


class StatusIn(Part):
    """A status: the code's name or number."""

    code: Whole = None


class NamedIn(Part):
    """Something that is named by its id."""

    id: Text = None


class ModelIn(Part):
    """A model and its version."""

    id: Text = None
    model_version: NamedIn | None = None


class WorkflowIn(Part):
    """A workflow and its version."""

    id: Text = None
    version: NamedIn | None = None


class WorkerIn(Part):
    """Who made an annotation: one of the three."""

    user: NamedIn | None = None
    model: ModelIn | None = None
    workflow: WorkflowIn | None = None


class AnnotationIn(Part):
    """An annotation as posted or patched."""

    id: Text = None
    input_id: Text = None
    data: DataIn | None = None
    annotation_info: Free = None
    user_id: Text = None
    model_version_id: Text = None
    embed_model_version_id: Text = None
    status: StatusIn | None = None
    task_id: Text = None
    worker: WorkerIn | None = None


class InputIn(Part):
    """An input as posted or patched."""

    id: Text = None
    data: InputDataIn | None = None
