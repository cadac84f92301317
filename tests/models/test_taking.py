"""Taking the next input that nobody holds."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations_app.errors import Forbidden
from annotations_app.models import Annotation, Change, Concept, Status
from annotations_app.models.editing import carry_out
from annotations_app.models.handing_on import hand_on, take_back
from annotations_app.models.operation import Operation
from annotations_app.models.taking import KEPT_FOR, Gone, gone_from, take_next
from annotations_app.models.work import queue, submit
from annotations_app.text import new_id
from tests.make import box, make_input, make_marker, make_stored
from tests.models.operations import put


@pytest.fixture
def taking(team):
    """Let people take work in the team's app."""
    cache.clear()
    team.app.change(taking=True)
    return team


def later(by):
    """Let time pass."""
    return time_machine.travel(timezone.now() + by, tick=False)


def held(team, user):
    return [entry.input_id for entry in queue(team.member(user))]


def test_people_take_the_oldest_inputs_that_nobody_has(taking):
    for name in ("held", "done", "suggested", "free", "broken"):
        make_input(taking.app, name, status=30002 if name == "broken" else 30000)
    inputs = {one.public_id: one for one in taking.app.inputs.all()}
    make_marker(taking.app, inputs["held"], taking.reviewer)
    make_stored(taking.app, inputs["done"], user=taking.owner, status=Status.SUCCESS, data=box("cat"))
    make_stored(taking.app, inputs["suggested"], model="detector-1", data=box("cat"))

    annotator = taking.member(taking.annotator)
    taken = [take_next(annotator), take_next(taking.member(taking.manager)), take_next(annotator)]

    assert taken == ["suggested", "free", None]
    assert held(taking, taking.annotator) == ["suggested"]
    marker = Annotation.objects.get(app=taking.app, input=inputs["suggested"], user=taking.annotator)
    assert (marker.status, marker.is_empty, "taken_until" in marker.info) == (Status.PENDING, True, True)


def test_work_is_taken_only_where_the_app_allows_it_and_by_those_who_label(team, taking):
    make_input(taking.app)
    with pytest.raises(Forbidden):
        take_next(taking.member(taking.viewer))
    taking.app.change(taking=False)
    with pytest.raises(Forbidden):
        take_next(taking.member(taking.annotator))


def test_what_somebody_took_and_let_lie_goes_to_the_next_one(taking):
    make_input(taking.app, "a")
    take_next(taking.member(taking.annotator))
    assert take_next(taking.member(taking.reviewer)) is None

    with later(KEPT_FOR + timedelta(seconds=1)):
        assert take_next(taking.member(taking.reviewer)) == "a"

    assert (held(taking, taking.annotator), held(taking, taking.reviewer)) == ([], ["a"])
    assert Change.objects.get(app=taking.app).act == "handed on"
    assert take_next(taking.member(taking.annotator)) is None


def test_what_was_begun_or_handed_out_stays_whose_it_is(taking):
    make_input(taking.app, "begun")
    make_marker(taking.app, make_input(taking.app, "given"), taking.annotator)
    take_next(taking.member(taking.annotator))
    begun = taking.app.inputs.get(public_id="begun")
    make_stored(taking.app, begun, user=taking.annotator, status=Status.PENDING, data=box("cat"))

    with later(KEPT_FOR + timedelta(days=1)):
        assert take_next(taking.member(taking.reviewer)) is None


def test_an_input_that_became_free_again_is_found(taking):
    first = make_input(taking.app, "first")
    make_input(taking.app, "second")
    annotator = taking.member(taking.annotator)
    take_next(annotator), take_next(annotator)
    Annotation.objects.filter(app=taking.app, input=first, input_level=False).delete()

    assert take_next(taking.member(taking.reviewer)) == "first"


def test_the_search_goes_on_where_the_last_one_ended(taking):
    for _ in range(3):
        make_input(taking.app)
    annotator = taking.member(taking.annotator)
    take_next(annotator)

    with CaptureQueriesContext(connection) as asked:
        take_next(annotator)

    assert any('."id" > ' in query["sql"] for query in asked)


@pytest.mark.django_db(transaction=True)
def test_twenty_people_who_take_at_once_get_twenty_inputs(taking):
    for _ in range(20):
        make_input(taking.app)
    member, taken, ready = taking.member(taking.annotator), [], threading.Barrier(20)

    def take():
        ready.wait()
        try:
            taken.append(take_next(member))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(taken) - {None}) == len([one for one in taken if one])
    while (one := take_next(member)) is not None:  # whoever found all of them being taken tries again
        taken.append(one)
    assert len(set(taken) - {None}) == 20


def test_who_works_on_what_they_took_keeps_it(taking):
    make_input(taking.app, "a")
    Concept.objects.add(taking.app, [("car", "Car")])
    annotator = taking.member(taking.annotator)
    take_next(annotator)
    there = taking.app.inputs.get(public_id="a")
    marker = Annotation.objects.get(app=taking.app, input=there, user=taking.annotator)

    with later(KEPT_FOR - timedelta(minutes=1)):
        drawn = put("box-1")
        assert carry_out(annotator, there, drawn).result == "saved"
        assert carry_out(annotator, there, Operation(uuid4(), "delete", "box-1", drawn.rev)).result == "saved"
    with later(KEPT_FOR + timedelta(minutes=1)):
        assert take_next(taking.member(taking.reviewer)) is None
    with later(KEPT_FOR * 2):
        assert take_next(taking.member(taking.reviewer)) == "a"

    assert Change.objects.get(app=taking.app, act="handed on").base == marker.rev


def test_looking_at_what_one_took_does_not_keep_it(taking, browser):
    make_input(taking.app, "a")
    take_next(taking.member(taking.annotator))

    with later(KEPT_FOR - timedelta(minutes=1)):
        browser(taking.annotator).get("/apps/owner/street/inputs/a/label/")
    with later(KEPT_FOR + timedelta(seconds=1)):
        assert take_next(taking.member(taking.reviewer)) == "a"


# --- what went to somebody else --------------------------------------------------------------------------------------


@pytest.fixture
def gone(taking):
    """Let the annotator's taken input go to the reviewer; return the input."""
    make_input(taking.app, "a")
    take_next(taking.member(taking.annotator))
    with later(KEPT_FOR + timedelta(seconds=1)):
        take_next(taking.member(taking.reviewer))
    return taking.app.inputs.get(public_id="a")


def test_it_is_told_to_whom_taken_work_went(taking, gone):
    marker = Annotation.objects.get(app=taking.app, input=gone, input_level=False)

    assert gone_from(taking.member(taking.annotator), gone.pk) == Gone(marker.public_id, "reviewer")
    for somebody in (taking.reviewer, taking.owner, taking.viewer):
        assert gone_from(taking.member(somebody), gone.pk) is None


def test_in_a_blind_app_nobody_is_named(taking, gone):
    taking.app.change(blind=True)

    told = gone_from(taking.member(taking.annotator), gone.pk)

    assert (told.to, bool(told.id)) == ("", True)


def test_work_that_was_handed_on_or_taken_back_is_told_too_until_it_comes_again(taking):
    there, other = make_input(taking.app), make_input(taking.app)
    given, bare = make_marker(taking.app, there, taking.annotator), make_marker(taking.app, other, taking.annotator)
    owner, annotator = taking.member(taking.owner), taking.member(taking.annotator)

    take_back(owner, taking.annotator, 1)
    hand_on(owner, taking.annotator, taking.manager)
    told = [gone_from(annotator, one.pk) for one in (there, other)]
    hand_on(owner, taking.manager, taking.annotator)
    submit(annotator, there.pk)

    assert told == [Gone(given.id, "manager"), Gone(bare.id, "")]
    assert gone_from(annotator, there.pk) is None


def test_what_is_drawn_on_gone_work_is_labelling_without_being_asked(taking, gone, browser):
    Concept.objects.add(taking.app, [("car", "Car")])
    body = {"rev": new_id(), "kind": "put", "id": new_id(), "box": [0.1, 0.1, 0.5, 0.5], "concepts": {"car": 1}}

    answer = browser(taking.annotator).post(
        "/apps/owner/street/inputs/a/changes/", {"ops": [body]}, content_type="application/json"
    )

    assert answer.json()["gone"]["says"] == "This image went to reviewer meanwhile."
    drawn = Annotation.objects.get(app=taking.app, public_id=body["id"])
    assert (drawn.user, drawn.status) == (taking.annotator, Status.AWAITING_REVIEW)
