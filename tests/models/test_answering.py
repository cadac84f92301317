"""What was answered to suggestions, counted for each model version."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Annotation, Concept
from annotations_app.models.answering import answered_in
from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
from annotations_app.models.editing import carry_out
from annotations_app.models.work import hand_out, submit
from tests.make import box, make_input, make_stored
from tests.models.operations import ELSEWHERE, put

PLACE = (0.1234567891, 0.2, 0.5, 0.6)
POLYGON = {"points": [{"row": 0.1, "col": 0.1}, {"row": 0.1, "col": 0.9}, {"row": 0.9123456789, "col": 0.5}]}


@pytest.fixture
def suggested(team):
    """Let a detector suggest on an input: five boxes and an outline, and another one a box on another input."""
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    on = make_input(team.app, "picture")
    for number in range(5):
        data = box("car", at=PLACE, region_id=f"box-{number}", value=0.7)
        make_stored(team.app, on, model="detector-1", data=data)
    outline = RegionData(id="outline", kind="polygon", shape=POLYGON, concepts=[ConceptValue("car", 0.9)])
    make_stored(team.app, on, model="detector-1", data=AnnotationData(region=outline))
    make_stored(team.app, make_input(team.app, "other"), model="detector-2", data=box("car", region_id="box-0"))
    return on


def counted(team, only=None):
    found = answered_in(team.app, only)
    return {one.version: (one.suggestions, one.accepted, one.corrected, one.rejected) for one in found}


def put_at(place, **fields):
    return put(place=tuple(round(side, 7) for side in place), **fields)


def test_answers_are_told_apart_by_place_and_concepts(team, suggested):
    member = team.member(team.annotator)
    for operation in (
        put_at(PLACE, region="box-0", concepts={"car": 1}),
        put_at(PLACE, region="box-1", concepts={"car": 0}),
        put_at(ELSEWHERE, region="box-2", concepts={"car": 1}),
        put_at(PLACE, region="box-3", concepts={"bus": 1, "car": 0}),
    ):
        assert carry_out(member, suggested, operation).result == "saved"

    assert counted(team) == {"detector-1": (6, 1, 2, 1), "detector-2": (1, 0, 0, 0)}


def test_an_outline_is_accepted_as_it_is_or_corrected(team, suggested):
    corners = [(round(one["row"], 7), round(one["col"], 7)) for one in POLYGON["points"]]
    accepted = put(region="outline")
    accepted.box = accepted.__class__(accepted.rev, "put").box
    accepted.polygon = corners
    moved = put(region="outline")
    moved.box = accepted.box
    moved.polygon = [*corners[:2], (0.8, 0.5)]

    assert carry_out(team.member(team.annotator), suggested, accepted).result == "saved"
    assert counted(team)["detector-1"] == (6, 1, 0, 0)
    assert carry_out(team.member(team.reviewer), suggested, moved).result == "saved"
    assert counted(team)["detector-1"] == (6, 1, 1, 0)


def test_each_person_answers_for_themselves_and_a_second_thought_counts_once(team, suggested):
    yes = put_at(PLACE, region="box-0", concepts={"car": 1})
    assert carry_out(team.member(team.annotator), suggested, yes).result == "saved"
    no = put_at(PLACE, public_id=yes.id, base=yes.rev, concepts={"car": 0})
    assert carry_out(team.member(team.annotator), suggested, no).result == "saved"
    other = put_at(PLACE, region="box-0", concepts={"car": 1})
    assert carry_out(team.member(team.reviewer), suggested, other).result == "saved"

    assert counted(team)["detector-1"] == (6, 1, 0, 1)
    assert counted(team, team.annotator)["detector-1"] == (6, 0, 0, 1)
    assert answered_in(team.app)[0].shares == [(1, 50), (0, 0), (1, 50)]


def test_boxes_to_check_are_answers_once_they_were_looked_at_or_submitted(team, suggested):
    hand_out(team.member(team.owner), [suggested.pk], [team.annotator], check_of="detector-1")
    assert counted(team)["detector-1"] == (6, 0, 0, 0)

    first = Annotation.objects.filter(user=team.annotator, region__public_id="box-0").get()
    moved = put_at(ELSEWHERE, public_id=first.public_id, base=first.rev, tool="correct", concepts={"car": 1})
    assert carry_out(team.member(team.annotator), suggested, moved).result == "saved"
    assert counted(team)["detector-1"] == (6, 0, 1, 0)
    submit(team.member(team.annotator), suggested.pk)
    assert counted(team)["detector-1"] == (6, 5, 1, 0)


def test_the_same_region_id_on_another_input_or_in_another_app_is_no_answer(team, suggested, stranger):
    make_stored(stranger.apps.get(), user=stranger, data=box("car", region_id="box-1"))
    make_stored(team.app, make_input(team.app), user=team.annotator, data=box("car", region_id="box-1"))

    assert counted(team)["detector-1"] == (6, 0, 0, 0)


def test_many_answers_take_two_questions_and_begin_with_the_suggestions(team, suggested):
    for number in range(5):
        answer = put_at(PLACE, region=f"box-{number}", concepts={"car": 1})
        assert carry_out(team.member(team.annotator), suggested, answer).result == "saved"
    with CaptureQueriesContext(connection) as asked:
        answered_in(team.app)

    assert len(asked) == 2
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[1]['sql']}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "annotation_by_model" in plan
        assert "region_by_id" in plan


def test_the_overview_shows_the_shares(team, suggested, browser):
    yes = put_at(PLACE, region="box-0", concepts={"car": 1})
    assert carry_out(team.member(team.annotator), suggested, yes).result == "saved"

    page = browser(team.owner).get("/apps/owner/street/").text
    part = page[page.index('id="suggestions-title"') :]

    assert part.index("detector-1") < part.index("100 %") < part.index("detector-2")
