"""The tables, their rules and their verbs."""

from annotations_app.models import lookups  # noqa: F401 - each connection is taught them, from the first on
from annotations_app.models.add_job import InputsAddJob
from annotations_app.models.annotation import Annotation, AnnotationConcept, Place, Region, Status, WorkerKind
from annotations_app.models.app import App, Collaborator, Invitation, OpenSuggestions, Role
from annotations_app.models.concept import Concept
from annotations_app.models.history import Act, Change, Comment
from annotations_app.models.idempotency import IdempotencyKey
from annotations_app.models.input import Input, InputStatus
from annotations_app.models.key import ApiKey
from annotations_app.models.membership import Member, member_of
from annotations_app.models.track import AnnotationTrack
from annotations_app.models.user import User

__all__ = [
    "Act",
    "Annotation",
    "AnnotationConcept",
    "AnnotationTrack",
    "ApiKey",
    "App",
    "Change",
    "Collaborator",
    "Comment",
    "Concept",
    "IdempotencyKey",
    "Input",
    "InputStatus",
    "InputsAddJob",
    "Invitation",
    "Member",
    "OpenSuggestions",
    "Place",
    "Region",
    "Role",
    "Status",
    "User",
    "WorkerKind",
    "member_of",
]
