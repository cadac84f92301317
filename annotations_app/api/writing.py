"""From rows to the members of an answer: what is not an annotation or input, which `formats/clarifai.py` writes."""

from __future__ import annotations

from annotations_app.formats.answers import (
    AppOut,
    ConceptOut,
    UserDetailOut,
    UserOut,
    VisibilityOut,
)
from annotations_app.formats.clarifai import status_out
from annotations_app.formats.records import (
    AnnotationTrackOut,
    AppIdOut,
    CollaborationOut,
    CollaboratorOut,
    InputsAddJobOut,
    KeyOut,
    ProgressOut,
)
from annotations_app.models import AnnotationTrack, ApiKey, App, Collaborator, Concept, InputsAddJob, Member, User
from annotations_app.models.add_job import Progress
from annotations_app.models.granting import FOR_APP, TOKEN
from annotations_app.models.track import NUMBERS

LANGUAGE = "en"
GETTABLE = VisibilityOut(10)  # private: only those who work in it see it


def concept_out(concept: Concept, app: App) -> ConceptOut:
    """Write a concept of the vocabulary."""
    return ConceptOut(
        concept.public_id, concept.name, 1.0, app.public_id, LANGUAGE, app.owner.handle, concept.created_at
    )


def app_out(app: App) -> AppOut:
    """Write an app."""
    return AppOut(
        app.public_id, app.name, app.owner.handle, app.created_at, app.modified_at, LANGUAGE, app.description, GETTABLE
    )


def user_out(user: User, *, is_self: bool) -> UserOut:
    """Write a person; the e-mail address only for themselves."""
    out = UserOut(user.handle, user.first_name, user.last_name, user.created_at)
    if is_self and user.email:
        out.user_detail = UserDetailOut(user.email)
    return out


def collaborator_out(row: Collaborator, app: App) -> CollaboratorOut:
    """Write somebody who works in an app, with all that they may call there."""
    return CollaboratorOut(
        id=str(row.pk),
        app=AppIdOut(app.public_id, app.owner.handle),
        user=UserOut(row.user.handle),
        role=row.role,
        scopes=sorted(Member(row.user, app, row.role, frozenset(row.scopes)).scopes),
        created_at=row.since,
        modified_at=row.modified_at,
    )


def collaboration_out(row: Collaborator) -> CollaborationOut:
    """Write an app that somebody works in, with all that they may call there."""
    scopes = sorted(Member(row.user, row.app, row.role, frozenset(row.scopes)).scopes)
    return CollaborationOut(app_out(row.app), UserOut(row.app.owner.handle), row.role, row.since, scopes)


def key_out(key: ApiKey, secret: str = "") -> KeyOut:
    """Write a key. Clients of the service find the secret in `id`, which holds it in the answer that made the key."""
    out = KeyOut(secret or key.public_id, TOKEN if key.app is None else FOR_APP, list(key.scopes), key.created_at)
    out.description, out.expires_at = key.description, key.expires_at
    if key.app is not None:
        out.apps = [AppIdOut(key.app.public_id, key.app.owner.handle)]
    if secret:
        out.key_id = key.public_id
    return out


def job_out(job: InputsAddJob, progress: Progress) -> InputsAddJobOut:
    """Write a job with what became of its inputs."""
    counts = ProgressOut(progress.pending, progress.in_progress, progress.success, progress.failed)
    status = status_out(job.status(progress))
    return InputsAddJobOut(job.public_id, status, counts, job.created_at, job.modified_at)


def track_out(row: AnnotationTrack, input_id: str, app: App) -> AnnotationTrackOut:
    """Write a track of an input."""
    out = AnnotationTrackOut(row.public_id, input_id, status_out(row.status), row.created_at, row.modified_at)
    if row.concept is not None:
        out.concept = ConceptOut(row.concept.public_id, row.concept.name, row.value, app.public_id)
    for name in NUMBERS:
        setattr(out, name, getattr(row, name))
    return out
