"""How much open work pages say somebody has, and what finding it out costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Annotation, Status
from annotations_app.models.work import queue
from annotations_app.open_work import OpenWork, open_work
from tests.make import make_app, make_input, make_marker, make_stored


def held_by(team, person, app=None):
    return open_work(person, [app or team.app])[(app or team.app).pk]


def test_open_work_is_counted_by_input_and_by_app(team):
    other, there = make_app(team.owner), make_input(team.app)
    make_marker(team.app, there, team.annotator)
    make_stored(team.app, there, user=team.annotator, status=Status.PENDING)
    make_stored(team.app, there, user=team.annotator, status=Status.SUCCESS)
    make_marker(team.app, make_input(team.app), team.annotator)
    make_marker(other, make_input(other), team.annotator)

    assert open_work(team.annotator, [team.app, other]) == {team.app.pk: OpenWork(2), other.pk: OpenWork(1)}
    assert (str(held_by(team, team.annotator)), str(held_by(team, team.reviewer))) == ("2", "")
    assert not held_by(team, team.reviewer)


def test_a_queue_is_counted_to_its_end_or_said_to_be_longer(team, monkeypatch):
    monkeypatch.setattr("annotations_app.open_work.COUNTED", 3)
    for number in range(3):
        make_marker(team.app, make_input(team.app), team.annotator)
        assert str(held_by(team, team.annotator)) == str(number + 1)

    make_marker(team.app, make_input(team.app), team.annotator)

    assert str(held_by(team, team.annotator)) == "3+"


def test_first_inputs_of_a_queue_are_found_behind_many_annotations_of_one(team):
    crowded, next_one, last = (make_input(team.app) for _ in range(3))
    for there, many in ((crowded, 9), (next_one, 1), (last, 1)):
        for _ in range(many):
            make_stored(team.app, there, user=team.annotator, status=Status.PENDING)
    rows = Annotation.objects.open_of(team.app, team.annotator)

    assert rows.first_inputs(2) == [crowded.pk, next_one.pk]
    assert rows.first_inputs(5) == [crowded.pk, next_one.pk, last.pk]
    assert [(entry.input_pk, entry.to_do) for entry in queue(team.member(team.annotator), 2)] == [
        (crowded.pk, 9),
        (next_one.pk, 1),
    ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="plans are PostgreSQL's")
def test_open_work_is_read_from_the_index_of_queues_and_nothing_else(team):
    for _ in range(300):
        make_marker(team.app, make_input(team.app), team.annotator)
    with CaptureQueriesContext(connection) as caught:
        held_by(team, team.owner)

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {caught[-1]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert plan.count("annotation_in_a_queue") == plan.count("on annotations_app_annotation") == 2, plan
