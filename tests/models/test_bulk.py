"""The bulk SQL against Django's own writing, and its number of statements."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Annotation, AnnotationConcept, Concept, Region
from annotations_app.models.data import AnnotationData, ConceptValue, FrameData, RegionData
from annotations_app.models.drafts import DataPatch, Draft, Patch
from annotations_app.models.known import KnownConcepts
from annotations_app.models.patching import patch_annotations
from annotations_app.models.posting import post_annotations
from annotations_app.models.stored import places_of, read
from annotations_app.models.work import pending
from annotations_app.models.writing import _annotation_row, _region_rows, create
from tests.make import box, make_input

ODD = "naïve \"quoted\" \\ 'text' ☃ 🐈 %s {} \t\n end"
POINTS = [
    {"row": 0.1, "col": 0.2},
    {"row": 1e-9, "col": 1.0, "visibility": 2},
    {"row": 0.30000000000000004, "col": 0.7},
]

SAYINGS = [
    AnnotationData(),
    AnnotationData(concepts=[ConceptValue("car", 0.1), ConceptValue("bus", 1 / 3)], text=ODD),
    AnnotationData(
        metadata={"a": [1.5, None, {}], ODD: ODD, "deep": {"x": True}}, geo={"geo_point": {"latitude": 1.25}}
    ),
    box("car", at=(0.1, 0.2, 0.30000000000000004, 0.7000000000000001), value=0.25),
    AnnotationData(region=RegionData(kind="polygon", shape={"points": POINTS}, value=0.73, track_id="t", text=ODD)),
    AnnotationData(
        frame=FrameData(
            id="f", time=2**40, number=3, concepts=[ConceptValue("bus", 0)], region=box("car", "bus").region
        ),
        segments=[{"id": "s", "time_info": {"begin_time": 0.5}}],
    ),
]


def said(team):
    there = make_input(team.app)
    found = [pending(there.pk, team.annotator, deepcopy(data)) for data in SAYINGS]
    for one in found:
        if one.data.the_region:
            one.data.the_region.id = f"region-of-{one.id}"
    return found


def test_bulk_rows_are_those_that_django_itself_would_write(team):
    ours, djangos = said(team), said(team)
    concepts = KnownConcepts(team.app, [])
    concepts.make_missing(value for one in [*ours, *djangos] for value in one.data.concept_values())

    create(team.app, ours, concepts.pks)
    for one in djangos:
        row = Annotation.objects.create(**_annotation_row(team.app, one, creating=True))
        for region in _region_rows(team.app, one):
            Region.objects.create(annotation=row, **region)
        for place, value, order in places_of(one.data):
            fields = {"value": value.value, "place": place, "order": order, "concept_id": concepts.pks[value.id]}
            AnnotationConcept.objects.create(app=team.app, annotation=row, **fields)

    mine = read(Annotation.objects.filter(pk__gt=0, input=ours[0].input_pk, input_level=False).order_by("pk"))
    theirs = read(Annotation.objects.filter(input=djangos[0].input_pk, input_level=False).order_by("pk"))
    assert [one.id for one in mine] == [one.id for one in ours]
    for one, other, wanted in zip(mine, theirs, ours, strict=True):
        if one.data.the_region:
            one.data.the_region.id = other.data.the_region.id = wanted.data.the_region.id = ""
        assert one.data == other.data == wanted.data
        assert (one.is_empty, one.status, one.created_at) == (other.is_empty, other.status, wanted.created_at)


def _queries(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    ours = [
        query["sql"] for query in captured if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    ]
    return len(ours)


@pytest.mark.parametrize("known", [True, False], ids=["known concepts", "new concepts"])
def test_posting_takes_as_many_queries_for_128_as_for_1(team, known):
    there = make_input(team.app)
    member = team.member(team.owner)
    if known:
        Concept.objects.append(team.app, [("car", "car")])

    one = _queries(
        lambda: post_annotations(member, [Draft(input_id=there.public_id, data=box("car" if known else "a"))])
    )
    many = _queries(
        lambda: post_annotations(
            member, [Draft(input_id=there.public_id, data=box("car" if known else "b")) for _ in range(128)]
        )
    )

    assert one == many
    if connection.vendor == "postgresql" and known:
        assert many <= 5


def test_patching_takes_as_many_queries_for_127_as_for_1(team):
    inputs = [make_input(team.app) for _ in range(4)]
    member = team.member(team.owner)
    made = post_annotations(member, [Draft(input_id=inputs[n % 4].public_id, data=box("car")) for n in range(128)])
    patch = DataPatch(concepts=[ConceptValue("car", 0), ConceptValue("bus", 1)])
    patches = [Patch(input_id=one.input_id, id=one.id, data=patch) for one in made]
    Concept.objects.append(team.app, [("bus", "bus")])

    one = _queries(lambda: patch_annotations(member, "merge", patches[:1]))
    many = _queries(lambda: patch_annotations(member, "merge", patches[1:]))

    assert one == many
    if connection.vendor == "postgresql":
        assert many <= 5
    found = read(Annotation.objects.filter(app=team.app, input_level=False).order_by("pk"))
    assert {(v.id, v.value) for one in found for v in one.data.concepts} == {("car", 0), ("bus", 1)}
    assert all(one.data.region == other.data.region for one, other in zip(found, made, strict=True))
