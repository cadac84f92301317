"""What may stand in the query string of a call that reads: name, kind and meaning, for the call and for its readers.

A list may be repeated (`ids=a&ids=b`); status codes are names or numbers, and may be repeated too.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

PER_PAGE = 20
MAX_PER_PAGE = 1000

Meta = msgspec.Meta


class Query(msgspec.Struct):
    """The query string of a call that looks at nothing there."""


class Paged(Query):
    """The query string of a list."""

    per_page: Annotated[int, Meta(description=f"How many in one answer; {PER_PAGE} by default.", le=MAX_PER_PAGE)] = 0
    page: Annotated[int, Meta(description="Which page, from 1 on; not beside `cursor`.")] = 0
    cursor: Annotated[
        str | None,
        Meta(description="Empty to begin, then the `next_cursor` of the answer before, until there is none."),
    ] = None


class ListAnnotations(Paged):
    """The query string of ListAnnotations."""

    input_ids: Annotated[list[str], Meta(description="Only those on these inputs.", examples=["try-input"])] = []
    ids: Annotated[
        list[str], Meta(description="Only these; as many as `input_ids`, the n-th id on the n-th input.")
    ] = []
    user_ids: Annotated[list[str], Meta(description="Only those by these people.")] = []
    model_version_ids: Annotated[list[str], Meta(description="Only those by these versions of models.")] = []
    workflow_version_ids: Annotated[list[str], Meta(description="Only those by these versions of workflows.")] = []
    statuses_code: Annotated[frozenset[int], Meta(description="Only those with one of these status codes.")] = (
        msgspec.field(default=frozenset(), name="statuses.code")
    )
    task_id: Annotated[str, Meta(description="Only those of this task.")] = ""
    list_all_annotations: Annotated[
        bool, Meta(description="Also those by models; without it, and without ids of workers, only those by people.")
    ] = False
    statuses: Annotated[
        str | None, Meta(description="Refused: write `statuses.code`.", extra_json_schema={"deprecated": True})
    ] = None


class ListAnnotationWorkers(Paged):
    """The query string of ListAnnotationWorkers."""

    trusted_only: Annotated[bool, Meta(description="Only people.")] = False
    additional_fields: Annotated[list[str], Meta(description="`names`: also their names.", examples=["names"])] = []


class ListInputs(Paged):
    """The query string of ListInputs."""

    ids: Annotated[list[str], Meta(description="Only these.")] = []
    status_code: Annotated[frozenset[int], Meta(description="Only those with one of these status codes.")] = (
        msgspec.field(default=frozenset(), name="status.code")
    )


class StreamInputs(Paged):
    """The query string of StreamInputs."""

    last_id: Annotated[str, Meta(description="Only those behind this one.")] = ""
    order_by_id: Annotated[bool, Meta(description="By their ids, not by their age.")] = False
    descending: Annotated[bool, Meta(description="The last ones first.")] = False


class ListConcepts(Paged):
    """The query string of ListConcepts."""

    id: Annotated[str, Meta(description="Only those whose id has this in it, in either case.")] = ""


class ListAnnotationTracks(Paged):
    """The query string of ListAnnotationTracks."""

    ids: Annotated[list[str], Meta(description="Only these.")] = []


class ListKeys(Paged):
    """The query string of ListKeys."""

    type: Annotated[str, Meta(description="Only `app_specific_key` (of one app) or `personal_access_token`.")] = ""
    not_expired: Annotated[bool, Meta(description="Only those that still work.")] = False
    scopes: Annotated[list[str], Meta(description="Only those with all of these scopes.")] = []
