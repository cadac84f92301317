"""One operation that arrives fifty times at once happens once."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import connections

from annotations_app.models import Annotation, Change, Concept
from annotations_app.models.editing import carry_out
from annotations_app.models.operation import Operation
from annotations_app.text import new_id
from tests.make import make_input

TIMES = 50


def at_once(member, on, operation):
    """Carry an operation out in many threads and list what each was told."""
    told, ready = [], threading.Barrier(TIMES)

    def send():
        ready.wait()
        try:
            told.append(carry_out(member, on, operation).result)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.django_db(transaction=True)
def test_fifty_repeats_at_once_store_one_annotation_and_one_change(team):
    Concept.objects.add(team.app, [("car", "Car")])
    on, member, public_id = make_input(team.app), team.member(team.annotator), new_id()
    create = Operation(uuid4(), "put", public_id, box=(0.1, 0.1, 0.5, 0.5), concepts={"car": 1.0})
    change = Operation(uuid4(), "put", public_id, create.rev, box=(0.2, 0.2, 0.6, 0.6), concepts={"car": 1.0})

    told = [*at_once(member, on, create), *at_once(member, on, change)]

    assert told == ["saved"] * 2 * TIMES
    assert Annotation.objects.filter(input=on, public_id=public_id).count() == 1
    assert Change.objects.filter(input=on, annotation_id=public_id).count() == 1
