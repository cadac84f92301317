"""Reading: annotations as plain values, with region and concepts, in one query however many there are."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import models

from annotations_app.errors import Outdated
from annotations_app.models.annotation import Annotation, AnnotationQuerySet, Place, Status, WorkerKind
from annotations_app.models.data import AnnotationData, ConceptValue, FrameData, RegionData
from annotations_app.text import doubles

_COLUMNS = (
    "pk", "public_id", "input_id", "input__public_id", "user_id", "user__handle", "worker_kind", "model_id",
    "model_version_id", "status", "input_level", "is_empty", "info", "task_id", "embed_model_version_id", "rev",
    "tool", "ms", "turn", "created_at", "modified_at", "frame", "metadata", "geo", "segments", "text",
    "region__public_id", "region__kind", "region__top", "region__left", "region__bottom", "region__right",
    "region__shape", "region__value", "region__track_id", "region__metadata", "region__text", "region__in_frame",
)  # fmt: skip

ConceptsIn = dict[int, list[ConceptValue]]
"""Concept values by the place where they stand."""


class _Said(models.Func):
    """What an annotation says in concepts, as a JSON text of (place, order, id, value, name).

    It is a part of the annotation's own query: one statement sees one state of the database, so that nobody reads the
    box of one state with the concepts of another.
    """

    output_field = models.TextField()
    arg_joiner = ", "
    template = """(
        SELECT json_agg(json_build_array(said.place, said."order", concept.public_id, said.value, concept.name))::text
        FROM annotations_app_annotationconcept AS said
        JOIN annotations_app_concept AS concept ON concept.id = said.concept_id
        WHERE (said.app_id, said.annotation_id) = (%(expressions)s)
    )"""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Write it for SQLite, whose JSON cuts a number to 15 digits unless it comes as text with all of them."""
        template = self.template.replace("json_agg", "json_group_array").replace("json_build_array", "json_array")
        template = template.replace("::text", "").replace("said.value", "json(quote(said.value))")
        return self.as_sql(compiler, connection, template=template, **context)


_SAID = _Said("app_id", "pk")
_said_in = msgspec.json.Decoder(list[tuple[int, int, str, float, str]]).decode


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

    def check_revision(self, wanted: frozenset[str] | None) -> None:
        """Raise Outdated unless this is one of the revisions that are wanted; None is any."""
        if wanted is not None and str(self.rev) not in wanted:
            raise Outdated(f"the annotation '{self.id}' was changed meanwhile: its revision is {self.rev} now")

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


def read(rows: AnnotationQuerySet) -> list[Stored]:
    """Fetch annotations in the order of their query, each whole and of one moment."""
    return [_stored(row) for row in rows.values_list(*_COLUMNS, _SAID)]


def _concepts_in(said: str | None) -> ConceptsIn:
    """Sort concept values by their places, and inside by their order."""
    of: ConceptsIn = {}
    for place, _, public_id, value, name in sorted(_said_in(said)) if said and said != "[]" else ():
        of.setdefault(place, []).append(ConceptValue(public_id, value, name))
    return of


def _stored(row: tuple[Any, ...]) -> Stored:
    concepts = _concepts_in(row[-1])
    frame_json, metadata, geo, segments, text = row[21], *map(doubles, row[22:25]), row[25]
    region, in_frame = None, False
    if row[26] is not None:
        public_id, kind, top, left, bottom, right, shape, value, track_id, region_metadata, region_text, in_frame = row[
            26:-1
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
