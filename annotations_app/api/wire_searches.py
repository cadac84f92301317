"""The searches of the API as msgspec structs, beside the parts in `wire.py`: only typed, not judged (contract 7.1)."""

from __future__ import annotations

from datetime import datetime

from annotations_app.api.wire import AnnotationIn, InputDataIn, NamedIn, Number, Part, StatusIn, Text, Whole


class EmbeddingIn(Part):
    """What a model makes of a picture; there are none here."""

    vector: list[Number] | None = None


class WantedDataIn(InputDataIn):
    """What is asked of data, also what nothing here can answer."""

    clusters: list[NamedIn] | None = None
    embeddings: list[EmbeddingIn] | None = None


class WantedAnnotationIn(AnnotationIn):
    """What is asked of an annotation."""

    data: WantedDataIn | None = None
    input_level: bool | None = None
    trusted: bool | None = None


class WantedInputIn(Part):
    """What is asked of an input."""

    id: Text = None
    data: WantedDataIn | None = None
    status: StatusIn | None = None
    dataset_ids: list[str] | None = None


class TimeRangeIn(Part):
    """A stretch of time, both ends included; one may be open."""

    start_time: datetime | None = None
    end_time: datetime | None = None


class FilterIn(Part):
    """One filter."""

    annotation: WantedAnnotationIn | None = None
    input: WantedInputIn | None = None
    negate: bool | None = None
    last_updated_time_range: TimeRangeIn | None = None


class RankIn(Part):
    """By what hits are ranked; it needs models."""

    annotation: WantedAnnotationIn | None = None
    negate: bool | None = None


class AndIn(Part):
    """A filter of the searches of old."""


class QueryIn(Part):
    """All that must fit."""

    filters: list[FilterIn] | None = None
    ranks: list[RankIn] | None = None
    ands: list[AndIn] | None = None


class SearchIn(Part):
    """One search."""

    query: QueryIn | None = None
    save: bool | None = None


class PaginationIn(Part):
    """Which page of a list; `cursor` is an addition of ours."""

    page: Whole = None
    per_page: Whole = None
    cursor: Text = None


class ConceptQueryIn(Part):
    """Which concepts: by their name, where an asterisk stands for any letters."""

    name: Text = None
    language: Text = None
