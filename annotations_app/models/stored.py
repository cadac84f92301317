"""Reading: annotations as plain values, with region and concepts, in two queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from annotations_app.models.annotation import (
    Annotation,
    AnnotationConcept,
    AnnotationQuerySet,
    Place,
    Status,
    WorkerKind,
)
from annotations_app.models.data import AnnotationData, ConceptValue, FrameData, RegionData
from annotations_app.text import doubles

_COLUMNS = (
    "pk", "public_id", "input_id", "input__public_id", "user_id", "user__handle", "worker_kind", "model_id",
    "model_version_id", "status", "input_level", "is_empty", "info", "task_id", "embed_model_version_id", "rev",
    "tool", "ms", "turn", "created_at", "modified_at", "frame", "metadata", "geo", "segments", "text",
    "region__public_id", "region__kind", "region__top", "region__left", "region__bottom", "region__right",
    "region__shape", "region__value", "region__track_id", "region__metadata", "region__text", "region__in_frame",
)  # fmt: skip

_REV = _COLUMNS.index("rev")
MOST_LOOKS = 5
ConceptsOf = dict[int, dict[int, list[ConceptValue]]]


class Stored(msgspec.Struct):
    """One stored annotation with all that it says."""

    pk: int
    id: str
    input_pk: int
    input_id: str
    user_pk: int | None
    user_id: str
    worker_kind: int
    model_id: str
    model_version_id: str
    status: int
    input_level: bool
    is_empty: bool
    info: dict[str, Any] | None
    task_id: str
    embed_model_version_id: str
    rev: UUID
    tool: str
    ms: int | None
    turn: int
    created_at: datetime
    modified_at: datetime
    data: AnnotationData

    @property
    def by_model(self) -> bool:
        """Tell whether a model or workflow made it."""
        return self.worker_kind != WorkerKind.USER

    @property
    def is_marker(self) -> bool:
        """Tell whether this is the empty annotation that records a hand-out."""
        return self.is_empty and not self.input_level and self.user_pk is not None

    @property
    def status_text(self) -> str:
        """Return the status in words."""
        return Status(self.status).label

    @property
    def worker(self) -> str:
        """Return who made it: a user's handle or a model version's id."""
        return self.user_id or self.model_version_id

    def image(self) -> dict[str, Any]:
        """Return what history keeps of this state: everything that a later change can overwrite."""
        return {
            "status": self.status,
            "user_id": self.user_id,
            "info": self.info,
            "task_id": self.task_id,
            "embed_model_version_id": self.embed_model_version_id,
            "created_at": self.created_at.isoformat(),
            "modified_at": self.modified_at.isoformat(),
            "data": msgspec.to_builtins(self.data),
        }


def read(rows: AnnotationQuerySet, *, locked: bool = False) -> list[Stored]:
    """Fetch annotations in the order of their query, each whole: never the box of one state with concepts of another.

    Who holds the inputs' locks says so; for everybody else the revisions are compared after the concepts were
    fetched, and what was written in between is fetched again.
    """
    found, concepts = _fetched(rows)
    for _ in range(0 if locked else MOST_LOOKS):
        if not found or _are_current(found):
            break
        found, concepts = _fetched(rows)
    return [_stored(row, concepts.get(row[0], {})) for row in found]


def _fetched(rows: AnnotationQuerySet) -> tuple[list[tuple[Any, ...]], ConceptsOf]:
    found = list(rows.values_list(*_COLUMNS))
    return found, _concepts_of([row[0] for row in found])


def _are_current(found: list[tuple[Any, ...]]) -> bool:
    """Tell whether nobody has written these annotations since; `rev` moves with every stored change."""
    revs = dict(Annotation.objects.filter(pk__in=[row[0] for row in found]).values_list("pk", "rev"))
    return all(revs.get(row[0]) == row[_REV] for row in found)


def _concepts_of(pks: list[int]) -> ConceptsOf:
    """Fetch the concepts of annotations, by annotation and place, in their order."""
    of: ConceptsOf = defaultdict(lambda: defaultdict(list))
    if not pks:
        return of
    rows: Iterable[Any] = (
        AnnotationConcept.objects.filter(annotation__in=pks)
        .order_by("annotation", "place", "order")
        .values_list("annotation_id", "place", "concept__public_id", "value", "concept__name")
    )
    for pk, place, public_id, value, name in rows:
        of[pk][place].append(ConceptValue(public_id, value, name))
    return of


def _stored(row: tuple[Any, ...], concepts: dict[int, list[ConceptValue]]) -> Stored:
    frame_json, metadata, geo, segments, text = row[21], *map(doubles, row[22:25]), row[25]
    region, in_frame = None, False
    if row[26] is not None:
        public_id, kind, top, left, bottom, right, shape, value, track_id, region_metadata, region_text, in_frame = row[
            26:
        ]
        region = RegionData(
            id=public_id, kind=kind, box=None if top is None else (top, left, bottom, right), shape=shape, value=value,
            track_id=track_id, metadata=doubles(region_metadata), text=region_text,
            concepts=concepts.get(Place.FRAME_REGION if in_frame else Place.REGION, []),
        )  # fmt: skip
    frame = None
    if frame_json is not None:
        frame = FrameData(**frame_json, concepts=concepts.get(Place.FRAME, []), region=region if in_frame else None)
    data = AnnotationData(
        concepts=concepts.get(Place.WHOLE, []), region=None if in_frame else region, frame=frame,
        metadata=metadata, geo=geo, text=text, segments=segments,
    )  # fmt: skip
    fields = (*row[:5], row[5] or "", *row[6:12], doubles(row[12]), *row[13:21], data)
    return Stored(*fields)


def stored_input_level(app: Any, input_pks: list[int]) -> dict[int, Stored]:
    """Fetch the input-level annotations of inputs, by the input's primary key."""
    rows = Annotation.objects.filter(app=app, input__in=input_pks, input_level=True).order_by("pk")
    return {one.input_pk: one for one in read(rows)}


def places_of(data: AnnotationData) -> list[tuple[int, ConceptValue, int]]:
    """List (place, concept value, order) for every concept value of the data."""
    lists = [(Place.WHOLE, data.concepts)]
    if data.region:
        lists.append((Place.REGION, data.region.concepts))
    if data.frame:
        lists.append((Place.FRAME, data.frame.concepts))
        if data.frame.region:
            lists.append((Place.FRAME_REGION, data.frame.region.concepts))
    return [(place, value, order) for place, values in lists for order, value in enumerate(values)]
