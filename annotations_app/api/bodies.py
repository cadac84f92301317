"""The bodies of the calls, each with the parts of `wire.py` that it holds."""

from __future__ import annotations

from annotations_app.api.wire import AnnotationIn, ConceptIn, InputIn, Part, Text, Whole


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
