"""The answers of the API about plain records, as `answers.py`: collaborators, keys, tracks, jobs and counts."""

from __future__ import annotations

from annotations_app.formats.answers import AppOut, ConceptOut, Moment, Part, StatusOut, UserOut


class AppIdOut(Part):
    """An app, named by its id and its owner's."""

    id: str
    user_id: str


class CollaboratorOut(Part):
    """Somebody who works in somebody else's app; `role` is an addition of ours."""

    id: str
    app: AppIdOut
    user: UserOut
    role: str
    created_at: Moment
    modified_at: Moment
    scopes: list[str] = []


class CollaborationOut(Part):
    """An app that one was invited to; `role` is an addition of ours."""

    app: AppOut
    app_owner: UserOut
    role: str
    created_at: Moment
    scopes: list[str] = []


class KeyOut(Part):
    """A key. In the answer that made it, `id` is its secret and `key_id`, an addition of ours, the id of the list."""

    id: str
    type: str
    scopes: list[str]
    created_at: Moment
    description: str = ""
    apps: list[AppIdOut] = []
    expires_at: Moment | None = None
    key_id: str = ""


class AnnotationTrackOut(Part):
    """A track of annotations on a video; frames and milliseconds are those of the original."""

    id: str
    input_id: str
    status: StatusOut
    created_at: Moment
    modified_at: Moment
    concept: ConceptOut | None = None
    start_frame_nr: int = 0
    end_frame_nr: int = 0
    start_frame_ms: int = 0
    end_frame_ms: int = 0
    sample_rate_ms: int = 0
    sample_rate_frame: int = 0


class ProgressOut(Part):
    """How many inputs of a job wait, are being processed, are ready and have failed."""

    pending_count: int
    in_progress_count: int
    success_count: int
    failed_count: int


class InputsAddJobOut(Part):
    """What has become of the inputs that were posted under one job id."""

    id: str
    status: StatusOut
    progress: ProgressOut
    created_at: Moment
    modified_at: Moment


class InputCountOut(Part):
    """How many inputs are ready, wait, are being processed and have failed; nothing is ever indexed anew."""

    processed: int
    to_process: int
    processing: int
    errors: int
    reindexed: int
    to_reindex: int
    reindex_errors: int
    reindexing: int


class EndpointOut(Part):
    """A service endpoint; this product names none."""
