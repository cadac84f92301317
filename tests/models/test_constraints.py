"""Each rule that the database keeps, tried past all of our own checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import Q
from django.utils import timezone

from annotations_app.models import (
    Annotation,
    AnnotationConcept,
    ApiKey,
    App,
    Change,
    Collaborator,
    Comment,
    Concept,
    IdempotencyKey,
    Input,
    Invitation,
    Region,
    User,
)
from tests.conftest import Team
from tests.make import make_annotation, make_input
from tests.models.records_refused import RECORDS_REFUSED

LONG_ID, LONG_NAME = "x" * 129, "x" * 1025


def _annotation(team: Team, **fields: Any) -> None:
    values = {"app": team.app, "input": make_input(team.app), "public_id": "a", "user": team.owner, "rev": uuid4()}
    Annotation.objects.create(**{**values, **fields})


def _region(team: Team, **fields: Any) -> None:
    annotation = make_annotation(team.app)
    Region.objects.filter(annotation=annotation).delete()
    values = {"app": team.app, "annotation": annotation, "public_id": "r", "kind": "box"}
    edges = {"top": 0.1, "left": 0.1, "bottom": 0.2, "right": 0.2}
    Region.objects.create(**{**values, **edges, **fields})


def _concept_value(team: Team, **fields: Any) -> None:
    concept, _ = Concept.objects.get_or_create(app=team.app, public_id="cat")
    values = {"app": team.app, "annotation": make_annotation(team.app), "concept": concept, "place": 1, "order": 0}
    AnnotationConcept.objects.create(**{**values, "value": 1.0, **fields})


def _twice(make: Callable[..., object], **fields: Any) -> None:
    make(**fields)
    make(**fields)


def _change(team: Team, **fields: Any) -> None:
    values = {"app": team.app, "input": make_input(team.app), "annotation_id": "a", "act": "changed", "before": {}}
    Change.objects.create(**{**values, "rev": uuid4(), "base": uuid4(), **fields})


def _key(team: Team, **fields: Any) -> None:
    ApiKey.objects.create(**{"user": team.owner, "prefix": "p", "secret_hash": "h" * 64, **fields})


def _invitation(team: Team, **fields: Any) -> None:
    Invitation.objects.create(
        **{"app": team.app, "token_hash": "t" * 64, "expires_at": timezone.now(), "role": "viewer", **fields}
    )


def _same_rev(team: Team) -> None:
    _annotation(team, rev=make_annotation(team.app).rev)


def _same_change(team: Team) -> None:
    rev = uuid4()
    _change(team, rev=rev)
    _change(team, rev=rev)


def _second_input_level(team: Team) -> None:
    _annotation(team, input=make_input(team.app), input_level=True)


def _same_place(team: Team) -> None:
    annotation = make_annotation(team.app)
    _concept_value(team, annotation=annotation)
    _concept_value(team, annotation=annotation)


REFUSED: dict[str, list[Callable[[Team], object]]] = {
    **RECORDS_REFUSED,
    "handle_is_plain_and_not_reserved": [
        lambda team: User.objects.create(handle="a b"),
        lambda team: User.objects.create(handle="me"),
    ],
    "texts_about_a_person_have_their_lengths": [
        lambda team: User.objects.create(handle="x", password="x" * 129),
        lambda team: User.objects.create(handle="x", first_name="x" * 151),
        lambda team: User.objects.create(handle="x", last_name="x" * 151),
        lambda team: User.objects.create(handle="x", email="x" * 255),
    ],
    "app_id_is_unique_for_its_owner": [lambda team: App.objects.create(owner=team.owner, public_id="street", name="x")],
    "app_id_has_1_to_128_characters": [
        lambda team: App.objects.create(owner=team.owner, public_id=LONG_ID, name="x"),
        lambda team: App.objects.create(owner=team.owner, public_id="", name="x"),
    ],
    "app_name_has_at_most_1024_characters": [
        lambda team: App.objects.create(owner=team.owner, public_id="long", name=LONG_NAME)
    ],
    "app_knows_what_to_do_with_suggestions": [
        lambda team: App.objects.create(owner=team.owner, public_id="x", name="x", open_suggestions="guess")
    ],
    "person_works_once_in_an_app_at_a_time": [
        lambda team: Collaborator.objects.create(app=team.app, user=team.viewer, role="viewer")
    ],
    "collaborator_has_a_known_role": [
        lambda team: Collaborator.objects.create(app=team.app, user=team.owner, role="king")
    ],
    "invitation_has_a_known_role": [lambda team: _invitation(team, role="king")],
    "invitation_is_kept_as_a_hash": [lambda team: _invitation(team, token_hash="a secret")],
    "key_is_kept_as_a_hash": [lambda team: _key(team, secret_hash="a secret")],
    "key_description_has_at_most_1024_characters": [lambda team: _key(team, description=LONG_NAME)],
    "texts_of_a_key_have_their_lengths": [
        lambda team: _key(team, public_id="x" * 33),
        lambda team: _key(team, prefix="x" * 9),
    ],
    "concept_id_is_unique_in_its_app": [
        lambda team: _twice(Concept.objects.create, app=team.app, public_id="cat", name="cat")
    ],
    "concept_colour_is_one_of_eight": [
        lambda team: Concept.objects.create(app=team.app, public_id="c", name="c", colour=9)
    ],
    "concept_id_has_1_to_128_characters": [
        lambda team: Concept.objects.create(app=team.app, public_id=LONG_ID, name="c"),
        lambda team: Concept.objects.create(app=team.app, public_id="", name="c"),
    ],
    "concept_name_has_at_most_1024_characters": [
        lambda team: Concept.objects.create(app=team.app, public_id="c", name=LONG_NAME)
    ],
    "input_id_is_unique_in_its_app": [lambda team: _twice(Input.objects.create, app=team.app, public_id="i")],
    "input_status_is_known": [lambda team: Input.objects.create(app=team.app, public_id="i", status=1)],
    "input_has_both_sides_or_none": [
        lambda team: Input.objects.create(app=team.app, public_id="i", width=5),
        lambda team: Input.objects.create(app=team.app, public_id="i", width=0, height=5),
    ],
    "input_id_has_1_to_128_characters": [
        lambda team: Input.objects.create(app=team.app, public_id=LONG_ID),
        lambda team: Input.objects.create(app=team.app, public_id=""),
    ],
    "input_file_name_has_at_most_1024_characters": [
        lambda team: Input.objects.create(app=team.app, public_id="i", file_name=LONG_NAME)
    ],
    "texts_of_an_input_have_their_lengths": [
        lambda team, name=name, most=most: Input.objects.create(app=team.app, public_id="i", **{name: "x" * (most + 1)})
        for name, most in {
            "problem": 1024,
            "media_type": 32,
            "color_mode": 16,
            "sha256": 64,
            "source_url": 10240,
            "original": 255,
            "display": 255,
            "thumbnail": 255,
        }.items()
    ],
    "annotation_id_is_unique_on_its_input": [
        lambda team: _annotation(team, input=(one := make_annotation(team.app)).input, public_id=one.public_id)
    ],
    "annotation_rev_is_unique": [_same_rev],
    "input_has_one_input_level_annotation": [_second_input_level],
    "annotation_is_by_a_user_or_a_model": [
        lambda team: _annotation(team, user=None),
        lambda team: _annotation(team, model_version_id="m"),
        lambda team: _annotation(team, worker_kind=2, user=None),
        lambda team: _annotation(team, worker_kind=2, model_version_id="m"),
    ],
    "annotation_status_is_known": [lambda team: _annotation(team, status=24153)],
    "annotation_id_has_1_to_128_characters": [
        lambda team: _annotation(team, public_id=LONG_ID),
        lambda team: _annotation(team, public_id=""),
    ],
    "model_version_id_has_at_most_128_characters": [
        lambda team: _annotation(team, worker_kind=2, user=None, model_version_id=LONG_ID)
    ],
    "task_id_has_at_most_128_characters": [lambda team: _annotation(team, task_id=LONG_ID)],
    "texts_of_an_annotation_have_their_lengths": [
        lambda team: _annotation(team, model_id=LONG_ID),
        lambda team: _annotation(team, embed_model_version_id=LONG_ID),
        lambda team: _annotation(team, tool="x" * 17),
    ],
    "box_is_whole_or_absent": [lambda team: _region(team, right=None)],
    "box_lies_inside_the_picture": [
        lambda team: _region(team, top=-0.1),
        lambda team: _region(team, left=-0.1),
        lambda team: _region(team, bottom=1.1),
        lambda team: _region(team, right=1.1),
        lambda team: _region(team, top=0.2),
        lambda team: _region(team, left=0.3),
    ],
    "region_has_the_shape_of_its_kind": [
        lambda team: _region(team, shape={}),
        lambda team: _region(team, kind="polygon"),
        lambda team: _region(team, kind="box", top=None, left=None, bottom=None, right=None),
        lambda team: _region(team, kind="circle"),
    ],
    "region_value_is_a_score": [lambda team: _region(team, value=1.5)],
    "region_id_has_1_to_128_characters": [
        lambda team: _region(team, public_id=LONG_ID),
        lambda team: _region(team, public_id=""),
    ],
    "track_id_has_at_most_128_characters": [lambda team: _region(team, track_id=LONG_ID)],
    "concept_stands_once_in_a_place": [_same_place],
    "concept_value_lies_within_0_and_1": [
        lambda team: _concept_value(team, value=1.01),
        lambda team: _concept_value(team, value=-0.01),
    ],
    "concept_place_is_known": [lambda team: _concept_value(team, place=5)],
    "change_rev_is_unique": [_same_change],
    "change_act_is_known": [lambda team: _change(team, act="bent")],
    "texts_of_a_change_have_their_lengths": [
        lambda team: _change(team, annotation_id=LONG_ID),
        lambda team: _change(team, reason=LONG_NAME),
    ],
    "comment_says_something": [
        lambda team: Comment.objects.create(
            id=uuid4(), app=team.app, input=make_input(team.app), author=team.owner, text=""
        )
    ],
    "idempotency_key_is_unique_for_its_owner": [
        lambda team: _twice(IdempotencyKey.objects.create, owner=team.owner, value="v", request_hash="h")
    ],
    "texts_of_an_idempotency_key_have_their_lengths": [
        lambda team: IdempotencyKey.objects.create(owner=team.owner, value="v" * 256, request_hash="h"),
        lambda team: IdempotencyKey.objects.create(owner=team.owner, value="v", request_hash="h" * 65),
    ],
}


def test_every_constraint_of_every_table_is_tried_here():
    named = {
        constraint.name
        for model in apps.get_app_config("annotations_app").get_models()
        for constraint in model._meta.constraints
    }

    assert named == set(REFUSED)


def test_every_text_of_limited_length_is_checked_where_columns_have_none():
    unchecked = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("annotations_app").get_models()
        for field in model._meta.concrete_fields
        if field.max_length and not isinstance(field, models.UUIDField) and field.name not in _checked(model)
    ]

    assert not unchecked


def _checked(model: type[models.Model]) -> set[str]:
    """List the columns that the checks of a table look at."""
    checks = [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    return {name for check in checks for name in _names(check.condition)}


def _names(condition: Q) -> set[str]:
    inner = [_names(part) if isinstance(part, Q) else {part[0].partition("__")[0]} for part in condition.children]
    return set().union(*inner)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_the_database_refuses(name, team):
    for attempt in REFUSED[name]:
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            attempt(team)
        # The unique keys of SQLite name their columns instead of themselves.
        assert (
            name in str(refused.value) or "UNIQUE constraint" in str(refused.value) or "too long" in str(refused.value)
        )


def test_an_input_takes_its_annotations_and_history_with_it(team):
    one = make_annotation(team.app)
    _change(team, input=one.input)

    one.input.delete()

    assert not Annotation.objects.filter(pk=one.pk).exists()
    assert not Region.objects.filter(annotation=one.pk).exists()
    assert not Change.objects.filter(app=team.app).exists()
