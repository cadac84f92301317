"""The answers of the API as msgspec structs: what a member may be (contract 4 and 6).

A member is left out while it is its default (compared by identity, so that no float can be one); a member without
default is shown when empty, as the contract's section 4 lists.
Every door and the exports write these, so that a script reads the same everywhere.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec

from annotations_app.structs import ready_for_threads

Free = dict[str, Any] | None
#: RFC 3339, with its zone.
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Part(msgspec.Struct, omit_defaults=True, gc=False):
    """A part of an answer."""


class StatusOut(Part):
    """The status of one item, or of the whole answer (then with a request id)."""

    code: int
    description: str
    details: str = ""
    req_id: str = ""


class NamedOut(Part):
    """Something that is named by its id."""

    id: str


class ConceptOut(Part):
    """A concept: in data with the value that it has there, else of the vocabulary."""

    id: str
    name: str
    value: float
    app_id: str
    language: str = ""
    user_id: str = ""
    created_at: Moment | None = None


class BoxOut(Part):
    """A bounding box, in ratios 0..1 of the upright picture."""

    top_row: float
    left_col: float
    bottom_row: float
    right_col: float


class PointOut(Part):
    """A point, in ratios 0..1 of the upright picture."""

    row: float
    col: float
    z: float | None = None
    visibility: int = 0


class PolygonOut(Part):
    """A polygon."""

    points: list[PointOut]


class ImageInfoOut(Part):
    """How large a picture is (pixels, upright), and of what kind."""

    width: int
    height: int
    format: str
    color_mode: str = ""


class FileOut(Part):
    """A stored file; the address answers to the same key."""

    url: str
    image_info: ImageInfoOut | None = None


class MaskOut(Part):
    """A mask."""

    image: FileOut


class SpanOut(Part):
    """A place in a text; tokens look the same."""

    char_start: int
    char_end: int
    raw_text: str = ""


class RegionInfoOut(Part):
    """The place of a region: one shape, or keypoints beside a box."""

    bounding_box: BoxOut | None = None
    polygon: PolygonOut | None = None
    point: PointOut | None = None
    mask: MaskOut | None = None
    span: SpanOut | None = None
    token: SpanOut | None = None
    keypoint_locations: list[PointOut] = []


class RegionOut(Part):
    """A region; its value is a score."""

    id: str
    region_info: RegionInfoOut
    data: DataOut | None = None
    value: float | None = None
    track_id: str = ""


class FrameInfoOut(Part):
    """Which frame of a video; time in milliseconds."""

    index: int
    time: int
    number: int


class FrameOut(Part):
    """A frame."""

    id: str
    frame_info: FrameInfoOut
    data: DataOut | None = None


class TimeInfoOut(Part):
    """A stretch of a video or sound, in seconds."""

    begin_time: float
    end_time: float
    num_frames: int = 0


@ready_for_threads
class SegmentOut(Part):
    """A stretch and what is said of it."""

    id: str = ""
    time_info: TimeInfoOut | None = None
    data: Free = None


class GeoPointOut(Part):
    """A place on earth, in degrees."""

    longitude: float
    latitude: float


class GeoLimitOut(Part):
    """How far from it."""

    type: str
    value: float


class GeoBoxOut(Part):
    """A corner of a box on earth."""

    geo_point: GeoPointOut


@ready_for_threads
class GeoOut(Part):
    """Where a picture was taken."""

    geo_point: GeoPointOut | None = None
    geo_limit: GeoLimitOut | None = None
    geo_box: list[GeoBoxOut] = []


class TextOut(Part):
    """A transcription (raw), or the file of a text (url)."""

    raw: str = ""
    url: str = ""


class DataOut(Part):
    """What an annotation says; of an input also its file."""

    concepts: list[ConceptOut] = []
    regions: list[RegionOut] = []
    frames: list[FrameOut] = []
    time_segments: list[SegmentOut] = []
    metadata: Free = None
    geo: GeoOut | None = None
    text: TextOut | None = None
    image: FileOut | None = None
    video: FileOut | None = None
    audio: FileOut | None = None


class ModelOut(Part):
    """A model and its version."""

    model_version: NamedOut
    id: str = ""


class WorkflowOut(Part):
    """A workflow and its version."""

    version: NamedOut
    id: str = ""


class UserDetailOut(Part):
    """What only oneself sees."""

    primary_email: str


class UserOut(Part):
    """A person; names and times where they were asked for, the e-mail address for oneself only."""

    id: str
    first_name: str = ""
    last_name: str = ""
    created_at: Moment | None = None
    user_detail: UserDetailOut | None = None


class WorkerOut(Part):
    """Who made an annotation: one of the three."""

    user: UserOut | None = None
    model: ModelOut | None = None
    workflow: WorkflowOut | None = None


class AnnotationOut(Part):
    """An annotation."""

    id: str
    input_id: str
    status: StatusOut
    worker: WorkerOut
    created_at: Moment
    modified_at: Moment
    data: DataOut | None = None
    user_id: str = ""
    model_version_id: str = ""
    trusted: bool = False
    annotation_info: Free = None
    embed_model_version_id: str = ""
    task_id: str = ""
    input_level: bool = False


class InputOut(Part):
    """An input."""

    id: str
    data: DataOut
    created_at: Moment
    modified_at: Moment
    status: StatusOut


class VisibilityOut(Part):
    """Who sees it: 10 are those who work in it."""

    gettable: int


class AppOut(Part):
    """An app."""

    id: str
    name: str
    user_id: str
    created_at: Moment
    modified_at: Moment
    default_language: str = ""
    description: str = ""
    visibility: VisibilityOut | None = None
