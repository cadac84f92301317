"""How long a box takes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.clock import clock
from annotations_app.models import Annotation, Concept, Status
from annotations_app.models.deciding import send_back
from tests.make import box, make_annotation, make_input


@pytest.fixture
def drawn(team):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    on = make_input(team.app, "picture")

    def draw(user, tool, ms, concept="car"):
        made = make_annotation(team.app, on, user=user, status=Status.AWAITING_REVIEW, data=box(concept))
        Annotation.objects.filter(pk=made.pk).update(tool=tool, ms=ms)
        return made

    for ms in (2000, 4000, 9000):
        draw(team.annotator, "drag", ms)
    draw(team.annotator, "points", 7000, "bus")
    draw(team.reviewer, "drag", 1000)
    make_annotation(team.app, on, user=team.owner, data=box("car"))  # by a script: no time
    return draw


def paces(found):
    return {one.name: (one.seconds, one.number) for one in found}


def test_managers_see_the_median_seconds_by_tool_concept_and_person(team, drawn):
    found = clock(team.member(team.manager))

    assert (found.all.seconds, found.all.number) == (4.0, 5)
    assert paces(found.tools) == {"Drag": (3.0, 4), "Four points": (7.0, 1)}
    assert paces(found.concepts) == {"Car": (3.0, 4), "Bus": (7.0, 1)}
    assert paces(found.people) == {"annotator": (5.5, 4), "reviewer": (1.0, 1)}


@pytest.mark.parametrize("who", ["annotator", "reviewer"])
def test_everybody_else_sees_their_own(team, drawn, who):
    found = clock(team.member(getattr(team, who)))

    assert found.all.number == {"annotator": 4, "reviewer": 1}[who]
    assert found.people == []


def test_what_others_sent_back_or_corrected_is_counted_once(team, drawn):
    one = drawn(team.annotator, "drag", 3000)
    send_back(team.member(team.reviewer), one.input.pk, one.public_id, "too wide")

    found = clock(team.member(team.owner))

    assert {pace.name: pace.corrected for pace in found.tools} == {"Drag": 1, "Four points": 0}


def test_it_asks_as_often_whatever_there_is_and_reads_the_latest_behind_an_index(team, drawn):
    counts = []
    for _ in range(2):
        member = team.member(team.owner)
        with CaptureQueriesContext(connection) as asked:
            clock(member)
        counts.append(len(asked))
        for _ in range(5):
            drawn(team.annotator, "drag", 3000)

    assert counts == [3, 3]
    rows = Annotation.objects.filter(app=team.app, ms__isnull=False, user__isnull=False).order_by("-pk")[:10]
    if connection.vendor == "sqlite":
        assert "annotation_with_its_time" in rows.explain()
        assert "TEMP B-TREE" not in rows.explain()


def test_the_page_shows_it_and_says_so_where_nothing_was_drawn(team, drawn, browser):
    page = browser(team.owner).get("/apps/owner/street/clock/").text
    part = browser(team.annotator).get("/apps/owner/street/clock/", headers={"HX-Request": "true"}).text
    nothing = browser(team.viewer).get("/apps/owner/street/clock/").text

    assert "By person" in page
    assert "Four points" in page
    assert "By person" not in part
    assert "<html" not in part
    assert "You have drawn nothing" in nothing
