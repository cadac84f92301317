"""Deleting inputs and apps: nothing of them stays, nothing else goes, and no table is walked for it."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.files import keep_file
from annotations_app.models import (
    Annotation,
    AnnotationConcept,
    AnnotationTrack,
    ApiKey,
    App,
    Change,
    Comment,
    Concept,
    Input,
    Region,
    deciding,
)
from annotations_app.models.removing import delete_app, delete_inputs
from tests.make import make_annotation, make_app, make_input

GROWING = (Annotation, AnnotationConcept, Region, Change, Comment, AnnotationTrack, Input)


def fill(team, public_id):
    """Make an input with a file, two annotations, a decision, a comment and a track."""
    one = make_input(team.app, public_id, original=keep_file(f"{team.app.pk}/{public_id}/original", b"-"))
    made = make_annotation(team.app, one, user=team.annotator, status=24157)
    make_annotation(team.app, one, model="detector")
    deciding.approve(team.member(team.reviewer), one.pk, made.public_id)
    for about in (None, made):
        Comment.objects.create(id=uuid4(), app=team.app, input=one, annotation=about, author=team.owner, text="hm")
    AnnotationTrack.objects.create(app=team.app, input=one, public_id="t", user=team.owner)
    return one


def counted():
    return {model.__name__: model.objects.count() for model in GROWING}


def test_input_goes_with_all_of_its_own_and_nothing_of_others(team, django_capture_on_commit_callbacks):
    fill(team, "stays")
    before = counted()
    gone = fill(team, "goes")

    with django_capture_on_commit_callbacks(execute=True):
        delete_inputs(team.member(team.owner), ["goes"])

    assert counted() == before
    assert not default_storage.exists(gone.original)
    assert default_storage.exists(Input.objects.get(public_id="stays").original)


def test_app_goes_with_everything_and_other_apps_stay(team, django_capture_on_commit_callbacks):
    other = make_app(team.owner, "other")
    make_annotation(other)
    before = counted()
    gone = [fill(team, name) for name in ("one", "two")]

    with django_capture_on_commit_callbacks(execute=True):
        delete_app(team.member(team.owner))

    assert counted() == before
    assert [app.public_id for app in App.objects.filter(owner=team.owner)] == ["other"]
    assert {concept.app for concept in Concept.objects.all()} == {other}
    assert not any(default_storage.exists(one.original) for one in gone)


@pytest.mark.parametrize("number", [1, 5])
@pytest.mark.parametrize("what", ["inputs", "app"])
def test_deleting_asks_little_and_always_names_the_app(team, what, number):
    names = [f"input{place}" for place in range(number)]
    for name in names:
        fill(team, name)
    member = team.member(team.owner)
    delete = partial(delete_inputs, member, names) if what == "inputs" else partial(delete_app, member)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        delete()

    tables = [model._meta.db_table for model in GROWING]
    sql = [query["sql"] for query in asked if any(f'"{table}"' in query["sql"] for table in tables)]
    assert len(asked) <= (11 if what == "inputs" else 40)
    assert not [one for one in sql if '"app_id"' not in one.partition("WHERE")[2]]


def test_deleting_a_key_walks_no_table(team):
    key, _ = ApiKey.issue(team.owner)
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{explain} UPDATE annotations_app_change SET key_id = NULL WHERE key_id IN (%s)", [key.pk])
        plan = str(cursor.fetchall())

    assert "change_by_key" in plan
