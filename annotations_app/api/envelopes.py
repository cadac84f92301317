"""The answers of the calls, named as in the service, each with the parts of `formats/` that it holds (contract 3).

A list is there in every answer, also when it is empty and when the call is refused; all else only in a success.
"""

from __future__ import annotations

from functools import cache

import msgspec

from annotations_app.api.wire_searches import SearchIn
from annotations_app.formats.answers import (
    AnnotationOut,
    AppOut,
    ConceptOut,
    InputOut,
    Part,
    StatusOut,
    UserOut,
    WorkerOut,
)
from annotations_app.formats.found import ConceptCountOut, HitCountOut, HitOut
from annotations_app.formats.records import (
    AnnotationTrackOut,
    CollaborationOut,
    CollaboratorOut,
    EndpointOut,
    InputCountOut,
    InputsAddJobOut,
    KeyOut,
)


class BaseResponse(Part):
    """A status: of a call that answers nothing else, or of one that was refused."""

    status: StatusOut


class Listed(BaseResponse, kw_only=True):
    """A page of a list; `next_cursor`, an addition of ours, is there where a cursor asked and more follows."""

    next_cursor: str = ""


class MultiAnnotationResponse(Listed):
    """Annotations."""

    annotations: list[AnnotationOut]


class SingleAnnotationResponse(BaseResponse):
    """One annotation; its revision is the ETag."""

    annotation: AnnotationOut


class MultiAnnotationTrackResponse(Listed):
    """Tracks of an input."""

    annotation_tracks: list[AnnotationTrackOut]


class MultiInputResponse(Listed):
    """Inputs; after a post that named a job, also that."""

    inputs: list[InputOut]
    inputs_add_job: InputsAddJobOut | None = None


class SingleInputResponse(BaseResponse):
    """One input."""

    input: InputOut


class SingleInputCountResponse(BaseResponse):
    """How many inputs there are, by status."""

    counts: InputCountOut


class MultiInputsAddJobResponse(Listed):
    """Jobs of adding inputs."""

    inputs_add_jobs: list[InputsAddJobOut]


class SingleInputsAddJobResponse(BaseResponse):
    """One job of adding inputs."""

    inputs_add_job: InputsAddJobOut


class MultiSearchResponse(Listed):
    """What a search found, oldest first, or how much; with the searches as they were read."""

    hits: list[HitOut]
    id: str = ""
    searches: list[SearchIn] = []
    hit_counts: list[HitCountOut] = []


class MultiWorkerResponse(Listed):
    """Who made annotations."""

    workers: list[WorkerOut]


class PatchAnnotationsStatusResponse(BaseResponse):
    """How many annotations have another status now, and whose."""

    user_ids: list[str]
    updated_count: int


class MultiConceptCountResponse(Listed):
    """Concepts, and on how many inputs each is."""

    concept_counts: list[ConceptCountOut]


class MultiConceptResponse(Listed):
    """Concepts."""

    concepts: list[ConceptOut]


class SingleConceptResponse(BaseResponse):
    """One concept."""

    concept: ConceptOut


class SingleUserResponse(BaseResponse):
    """One person."""

    user: UserOut


class MultiAppResponse(Listed):
    """Apps."""

    apps: list[AppOut]


class SingleAppResponse(BaseResponse):
    """One app."""

    app: AppOut


class MultiCollaboratorsResponse(Listed):
    """Who works in an app; the list of them names its owner too."""

    collaborators: list[CollaboratorOut]
    app_owner: UserOut | None = None


class MultiCollaborationsResponse(Listed):
    """The apps that a person was invited to."""

    collaborations: list[CollaborationOut]


class MultiKeyResponse(Listed):
    """Keys."""

    keys: list[KeyOut]


class SingleKeyResponse(BaseResponse):
    """One key."""

    key: KeyOut


class MultiScopeResponse(BaseResponse):
    """What a key may do, and the app that it is about."""

    scopes: list[str]
    endpoints: list[EndpointOut]
    app: AppOut | None = None


class MultiStatusCodeResponse(BaseResponse):
    """What the status codes mean."""

    statuses: list[StatusOut]


class SingleStatusCodeResponse(MultiStatusCodeResponse):
    """What one status code means."""


@cache
def lists_of(answer: type[BaseResponse]) -> tuple[str, ...]:
    """Name the lists that an answer always has."""
    fields = msgspec.structs.fields(answer)
    kinds = {field.name: msgspec.inspect.type_info(field.type) for field in fields if field.required}
    return tuple(name for name, kind in kinds.items() if isinstance(kind, msgspec.inspect.ListType))
