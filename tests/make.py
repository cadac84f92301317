"""Makes what tests need, through the same verbs as everything else."""

from __future__ import annotations

from itertools import count
from typing import Any

from annotations_app.models import Annotation, App, Input, InputStatus, Member, Status, User, member_of
from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
from annotations_app.models.drafts import Draft, ModelWorker
from annotations_app.models.posting import post_annotations
from annotations_app.models.stored import Stored
from annotations_app.models.work import pending
from annotations_app.models.writing import create

_numbers = count(1)


def make_user(handle: str = "", **fields: Any) -> User:
    """Make a person whose password is their handle twice."""
    handle = handle or f"person{next(_numbers)}"
    return User.objects.make(handle, f"{handle}-{handle}", **fields)


def make_app(owner: User, public_id: str = "", **fields: Any) -> App:
    """Make an app."""
    return App.objects.make(owner, public_id or f"app{next(_numbers)}", **fields)


def make_input(app: App, public_id: str = "", **fields: Any) -> Input:
    """Make a ready input without files, and its empty input-level annotation by the owner."""
    values: dict[str, Any] = {"status": InputStatus.SUCCESS, "media_type": "image/jpeg", "width": 640, "height": 480}
    made = Input.objects.create(app=app, public_id=public_id or f"input{next(_numbers)}", **{**values, **fields})
    level = pending(made.pk, app.owner)
    level.status, level.input_level = Status.SUCCESS, True
    create(app, [level], {})
    return made


def box(
    *concepts: str,
    at: tuple[float, float, float, float] = (0.1, 0.2, 0.5, 0.6),
    region_id: str = "",
    value: float = 1.0,
) -> AnnotationData:
    """Make data with one bounding box (top, left, bottom, right) that says some concepts."""
    values = [ConceptValue(concept, value) for concept in concepts]
    return AnnotationData(region=RegionData(id=region_id, kind="box", box=at, concepts=values))


def make_annotation(app: App, on: Input | None = None, **said: Any) -> Annotation:
    """Do as make_stored, and return the row of the database."""
    stored = make_stored(app, on, **said)
    return Annotation.objects.select_related("input", "user", "app__owner").get(
        app=app, input=stored.input_pk, public_id=stored.id
    )


def make_stored(
    app: App,
    on: Input | None = None,
    *,
    user: User | None = None,
    model: str = "",
    status: Status | None = None,
    data: AnnotationData | None = None,
    **fields: Any,
) -> Stored:
    """Make an annotation by a person (the owner unless told) or a model version, through the posting verb."""
    on = on or make_input(app)
    draft = Draft(
        input_id=on.public_id,
        user_id=user.handle if user and not model else "",
        model=ModelWorker(model) if model else None,
        status=status,
        data=data if data is not None else box("cat"),
        **fields,
    )
    return post_annotations(the_member(app, app.owner), [draft])[0]


def make_marker(app: App, on: Input, user: User) -> Stored:
    """Hand an input out to a person."""
    marker = pending(on.pk, user)
    create(app, [marker], {})
    return marker


def the_member(app: App, user: User) -> Member:
    """Return what a person is to an app; a test that asks for a stranger's fails here."""
    member = member_of(app, user)
    assert member is not None
    return member
