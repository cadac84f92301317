"""The bodies of the calls, each with the parts of `wire.py` that it holds."""

from __future__ import annotations

from annotations_app.api.records import AppIn, CollaboratorIn, KeyIn, TrackIn
from annotations_app.api.wire import AnnotationIn, ConceptIn, InputIn, Part, Text, Whole
from annotations_app.api.wire_searches import ConceptQueryIn, PaginationIn, SearchIn


class UserAppIn(Part):
    """The app that a call is about."""

    user_id: Text = None
    app_id: Text = None


class Body(Part):
    """The body of a call that needs nothing from it."""

    user_app_id: UserAppIn | None = None


class PostAnnotations(Body):
    """The body of PostAnnotations."""

    annotations: list[AnnotationIn] | None = None


class PatchAnnotations(PostAnnotations):
    """The body of PatchAnnotations."""

    action: Text = None
    delete_if_empty_data: bool | None = None


class DeleteAnnotations(Body):
    """The body of DeleteAnnotations."""

    input_ids: list[str] | None = None
    ids: list[str] | None = None


class PostInputs(Body):
    """The body of PostInputs."""

    inputs: list[InputIn] | None = None
    inputs_add_job_id: Text = None
    input_id_conflict_resolution: Whole = None


class PatchInputs(PostInputs):
    """The body of PatchInputs."""

    action: Text = None


class DeleteInputs(Body):
    """The body of DeleteInputs."""

    ids: list[str] | None = None


class PostConcepts(Body):
    """The body of PostConcepts."""

    concepts: list[ConceptIn] | None = None


class PatchConcepts(PostConcepts):
    """The body of PatchConcepts."""

    action: Text = None


class PostApps(Body):
    """The body of PostApps."""

    apps: list[AppIn] | None = None


class PatchApps(PostApps):
    """The body of PatchApps."""

    action: Text = None


class PatchApp(Body):
    """The body of PatchApp."""

    app: AppIn | None = None
    action: Text = None


class PostCollaborators(Body):
    """The body of PostCollaborators."""

    collaborators: list[CollaboratorIn] | None = None


class PatchCollaborators(PostCollaborators):
    """The body of PatchCollaborators."""

    action: Text = None


class DeleteCollaborators(Body):
    """The body of DeleteCollaborators; `user_ids` is an addition of ours."""

    collaborator_ids: list[str] | None = None
    user_emails: list[str] | None = None
    user_ids: list[str] | None = None


class PostKeys(Body):
    """The body of PostKeys."""

    keys: list[KeyIn] | None = None


class PatchKeys(PostKeys):
    """The body of PatchKeys."""

    action: Text = None


class PostAnnotationTracks(Body):
    """The body of PostAnnotationTracks."""

    annotation_tracks: list[TrackIn] | None = None


class PatchAnnotationTracks(PostAnnotationTracks):
    """The body of PatchAnnotationTracks."""

    action: Text = None


class DeleteAnnotationTracks(Body):
    """The body of DeleteAnnotationTracks; the full path has the input here."""

    input_id: Text = None
    ids: list[str] | None = None


class PatchAnnotationsStatus(Body):
    """The body of PatchAnnotationsStatus."""

    user_ids: list[str] | None = None
    status_codes: list[int | float | str] | None = None
    status_code: Whole = None
    action: Text = None


class PostSearches(Body):
    """The body of PostAnnotationsSearches."""

    searches: list[SearchIn] | None = None
    pagination: PaginationIn | None = None


class PostInputsSearches(PostSearches):
    """The body of PostInputsSearches."""

    only_count: bool | None = None


class PostConceptsSearches(Body):
    """The body of PostConceptsSearches."""

    concept_query: ConceptQueryIn | None = None
    pagination: PaginationIn | None = None
