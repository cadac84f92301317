"""What the tests of the labelling page's operations share: how they ask, and how they look."""

from __future__ import annotations

from uuid import uuid4

from annotations_app.models import Annotation, Change
from annotations_app.models.operation import Operation
from annotations_app.text import new_id

PLACE = (0.1, 0.1, 0.5, 0.5)
ELSEWHERE = (0.2, 0.2, 0.6, 0.6)


def put(public_id=None, base=None, place=PLACE, **fields):
    return Operation(uuid4(), "put", public_id or new_id(), base, box=place, **{"concepts": {"car": 1.0}, **fields})


def delete(public_id, base):
    return Operation(uuid4(), "delete", public_id, base)


def stored(on, public_id):
    return Annotation.objects.filter(input=on, public_id=public_id).select_related("region").first()


def counts(on):
    return Annotation.objects.filter(input=on).count(), Change.objects.filter(input=on).count()
