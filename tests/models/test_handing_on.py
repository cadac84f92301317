"""Handing open work on, and taking back what was not begun."""

import pytest

from annotations_app.errors import Forbidden, Invalid
from annotations_app.models import Annotation, Change, Status
from annotations_app.models.handing_on import hand_on, held_in, take_back
from annotations_app.models.work import queue
from tests.make import box, make_input, make_marker, make_stored


@pytest.fixture
def held(team):
    """Hand three inputs to the annotator: one bare, one with a draft, one sent back."""
    inputs = {name: make_input(team.app, name) for name in ("bare", "draft", "back")}
    for one in inputs.values():
        make_marker(team.app, one, team.annotator)
    make_stored(team.app, inputs["draft"], user=team.annotator, status=Status.PENDING, data=box("cat"))
    make_stored(team.app, inputs["back"], user=team.annotator, status=Status.REVIEW_DENIED, data=box("cat"))
    return inputs


def in_queue(team, user):
    return {entry.input_id for entry in queue(team.member(user))}


def test_it_is_told_who_holds_how_much(team, held):
    [anna] = held_in(team.member(team.owner))

    assert (anna.person, anna.inputs, anna.bare) == (team.annotator, 3, 1)


def test_open_work_goes_to_another_with_its_drafts_and_history_tells_of_it(team, held):
    assert hand_on(team.member(team.manager), team.annotator, team.reviewer) == 3

    assert in_queue(team, team.annotator) == set()
    assert in_queue(team, team.reviewer) == {"bare", "draft", "back"}
    changes = Change.objects.filter(app=team.app, act="handed on", user=team.manager)
    assert changes.count() == 5
    assert {change.before["user_id"] for change in changes} == {"annotator"}
    draft = Annotation.objects.get(app=team.app, input=held["draft"], is_empty=False)
    assert (draft.user, draft.status, draft.region.top) == (team.reviewer, Status.PENDING, 0.1)


def test_the_last_ones_go_first(team, held):
    assert hand_on(team.member(team.owner), team.annotator, team.reviewer, 1) == 1

    assert in_queue(team, team.reviewer) == {"back"}


def test_what_the_other_one_works_on_and_what_was_submitted_stays(team, held):
    make_marker(team.app, held["bare"], team.reviewer)
    done = make_stored(team.app, held["draft"], user=team.annotator, status=Status.SUCCESS, data=box("dog"))

    assert hand_on(team.member(team.owner), team.annotator, team.reviewer) == 2

    assert in_queue(team, team.annotator) == {"bare"}
    assert Annotation.objects.get(app=team.app, public_id=done.id).user == team.annotator


def test_only_what_is_bare_is_taken_back(team, held):
    assert take_back(team.member(team.owner), team.annotator) == 1

    assert in_queue(team, team.annotator) == {"draft", "back"}
    assert Change.objects.filter(app=team.app, act="deleted", input=held["bare"]).count() == 1


def test_only_owner_and_managers_move_work(team, held):
    for user in (team.reviewer, team.annotator, team.viewer):
        with pytest.raises(Forbidden):
            take_back(team.member(user), team.annotator)
        with pytest.raises(Forbidden):
            hand_on(team.member(user), team.annotator, team.reviewer)


@pytest.mark.parametrize("number", [0, -1, 20_001])
def test_strange_numbers_are_refused(team, held, number):
    with pytest.raises(Invalid):
        take_back(team.member(team.owner), team.annotator, number)


def test_nobody_hands_on_to_themselves(team, held):
    with pytest.raises(Invalid):
        hand_on(team.member(team.owner), team.annotator, team.annotator)


def test_forty_inputs_take_as_many_queries_as_four(team, django_assert_max_num_queries):
    for _ in range(40):
        make_marker(team.app, make_input(team.app), team.annotator)
    owner = team.member(team.owner)

    with django_assert_max_num_queries(12):
        hand_on(owner, team.annotator, team.reviewer)
