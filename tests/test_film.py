"""The strip around an input: whose round it is, numbers, marks, and what probably comes next."""

from __future__ import annotations

import pytest

from annotations_app import film
from annotations_app.film import ahead, film_around, nth, without_mine
from annotations_app.models import Input, Status
from tests.make import box, make_annotation, make_input, make_marker


@pytest.fixture
def inputs(team):
    return [make_input(team.app, f"in-{number:02}", width=10, height=10) for number in range(20)]


def ids(frames):
    return [frame.input.public_id for frame in frames]


def test_who_holds_work_goes_round_their_work(team, inputs):
    for one in inputs[4:15:2]:
        make_marker(team.app, one, team.annotator)
    make_annotation(team.app, inputs[1], user=team.annotator, status=Status.SUCCESS, data=box("car"))
    make_annotation(team.app, inputs[6], user=team.annotator, status=Status.REVIEW_DENIED, data=box("car"))
    member = team.member(team.annotator)

    found = film_around(member, inputs[6])

    assert ids(found.frames) == ["in-01", "in-04", "in-06", "in-08", "in-10", "in-12", "in-14"]
    assert [frame.mark for frame in found.frames] == ["done", "to-do", "sent-back", *["to-do"] * 4]
    assert (found.previous, found.next) == ("in-04", "in-08")
    assert (found.number, found.total, found.done) == (3, 7, 1)
    assert [one.public_id for one in ahead(member, inputs[6], found)] == ["in-04", "in-08", "in-10"]
    assert [nth(member, number) for number in (0, 1, 7, 8)] == [None, "in-01", "in-14", None]


def test_who_holds_none_goes_round_all_inputs(team, inputs):
    member = team.member(team.owner)

    found = film_around(member, inputs[0])

    assert ids(found.frames) == [f"in-{number:02}" for number in range(8)]
    assert (found.previous, found.next, found.number, found.total, found.done) == (None, "in-01", 1, 20, None)
    assert [one.public_id for one in ahead(member, inputs[0], found)] == ["in-01", "in-02", "in-03"]


def test_a_round_too_long_to_count_has_neighbours_but_no_numbers(team, inputs, monkeypatch):
    monkeypatch.setattr(film, "COUNTED", 5)
    for one in inputs[::2]:
        make_marker(team.app, one, team.annotator)
    member = team.member(team.annotator)

    found = film_around(member, inputs[10])

    assert (found.previous, found.next, found.number, found.total) == ("in-08", "in-12", None, None)
    assert len(found.frames) == 10
    assert nth(member, 3) is None


def test_the_next_input_without_mine_is_found(team, inputs):
    make_annotation(team.app, inputs[1], user=team.owner, data=box("car"))
    make_annotation(team.app, inputs[2], user=team.annotator, data=box("car"))
    member = team.member(team.owner)

    assert without_mine(member, inputs[0]) == "in-02"
    assert without_mine(member, inputs[19]) is None


def test_a_large_picture_is_not_fetched_before_it_is_wanted(team, inputs):
    Input.objects.filter(pk=inputs[1].pk).update(width=6000, height=5000)
    member = team.member(team.owner)

    assert [one.public_id for one in ahead(member, inputs[0], film_around(member, inputs[0]))] == ["in-02", "in-03"]
