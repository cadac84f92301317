"""What a caller wants stored, before any rule has looked at it. The doors make these; the verbs judge them."""

from __future__ import annotations

from typing import Any

import msgspec

from annotations_app.errors import Code
from annotations_app.models.data import AnnotationData


class Refusal(msgspec.Struct):
    """Why one item cannot be stored."""

    code: Code
    message: str


class ModelWorker(msgspec.Struct):
    """A model version, or a workflow version, that made an annotation."""

    version_id: str
    model_id: str = ""
    is_workflow: bool = False


class Draft(msgspec.Struct):
    """One annotation as posted. Empty texts and None mean: not said. `problem` is what the door itself found."""

    input_id: str = ""
    id: str = ""
    user_id: str = ""
    model: ModelWorker | None = None
    status: int | None = None
    data: AnnotationData = msgspec.field(default_factory=AnnotationData)
    info: dict[str, Any] | None = None
    task_id: str = ""
    embed_model_version_id: str = ""
    tool: str = ""
    ms: int | None = None
    problem: str = ""


class RegionPatch(msgspec.Struct):
    """What a patch says of the region: a field is None where the patch does not name it."""

    id: str = ""
    place: Any = None  # a RegionData of which kind, box and shape count, or None
    value: float | None = None
    track_id: str | None = None
    data: DataPatch | None = None


class FramePatch(msgspec.Struct):
    """What a patch says of the frame; `info` holds index, time and number where the patch names them."""

    id: str = ""
    info: dict[str, int] | None = None
    data: DataPatch | None = None


class DataPatch(msgspec.Struct):
    """What a patch says of the data, kept as sent: None is absent, an empty list or object was sent."""

    concepts: list[Any] | None = None  # of ConceptValue
    regions: list[RegionPatch] | None = None
    frames: list[FramePatch] | None = None
    metadata: dict[str, Any] | None = None
    geo: dict[str, Any] | None = None
    text: str | None = None
    segments: list[dict[str, Any]] | None = None


class Patch(msgspec.Struct):
    """One item of a patch (contract section 8). `problem` is what the door itself found.

    `revisions` are those that it is for: one of any other stays as it is. None is any.
    """

    input_id: str = ""
    id: str = ""
    status: int | None = None
    task_id: str | None = None
    user_id: str = ""
    info: dict[str, Any] | None = None
    embed_model_version_id: str | None = None
    data: DataPatch | None = None
    revisions: frozenset[str] | None = None
    problem: str = ""


class NothingSaved(Exception):
    """A call on annotations was refused: some items have a refusal, the others (None) were fine but not saved."""

    def __init__(self, refusals: list[Refusal | None]) -> None:
        super().__init__("Nothing was saved.")
        self.refusals = refusals
