"""Handing out work by page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Annotation, Status
from tests.make import box, make_input, make_marker, make_stored

PAGE = "/apps/owner/street/assign/"
GIVE = f"{PAGE}hand-out/"


def handed(team, user):
    rows = Annotation.objects.filter(app=team.app, user=user, status=Status.PENDING)
    return list(rows.order_by("pk").values_list("input__public_id", flat=True))


def test_the_page_shows_who_will_get_how_much_before_anything_is_stored(team, browser):
    for name in ("a", "b", "c"):
        make_input(team.app, name)

    page = browser(team.manager).get(PAGE, {"people": ["annotator", "reviewer"]}).text

    assert "3 inputs</h2>" in page
    assert "2 inputs</span>" in page
    assert "1 input</span>" in page
    assert "Hand out 3 to label" in page
    assert handed(team, team.annotator) == []


def test_handing_out_does_what_was_shown_and_says_so(team, browser):
    for name in ("a", "b", "c"):
        make_input(team.app, name)

    page = browser(team.manager).post(GIVE, {"people": ["annotator", "reviewer"], "expected": 3}, follow=True).text

    assert "Handed out: 2 to annotator, 1 to reviewer." in page
    assert handed(team, team.annotator) == ["a", "c"]
    assert handed(team, team.reviewer) == ["b"]


def test_everybody_gets_everything_on_demand(team, browser):
    make_input(team.app, "a")

    browser(team.owner).post(GIVE, {"people": ["annotator", "reviewer"], "split": "everybody", "expected": 2})

    assert handed(team, team.annotator) == handed(team, team.reviewer) == ["a"]


def test_only_ticked_inputs_are_handed_out(team, browser):
    for name in ("a", "b"):
        make_input(team.app, name)

    browser(team.owner).post(GIVE, {"people": "annotator", "input": "b", "expected": 1})

    assert handed(team, team.annotator) == ["b"]


def test_ticks_outlive_another_filter(team, browser):
    make_input(team.app, "a", file_name="one.jpg")
    make_input(team.app, "b", file_name="two.jpg")

    page = browser(team.owner).get(PAGE, {"people": "annotator", "input": "b", "name": "one"}).text

    assert 'type="hidden" name="input" value="b"' in page
    assert "1 of them is ticked, but not shown" in page
    assert "Hand out 1 to label" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["new"]),
        ({"work": "any"}, ["new", "held", "done"]),
        ({"work": "any", "status": Status.SUCCESS.value}, ["done"]),
        ({"work": "any", "concept": "cat"}, ["done"]),
        ({"work": "any", "name": "OLD"}, ["held"]),
        ({"work": "without"}, ["new", "held"]),
    ],
)
def test_inputs_are_chosen_by_what_is_on_them(team, browser, query, found):
    make_input(team.app, "new")
    make_marker(team.app, make_input(team.app, "held", file_name="old-street.jpg"), team.reviewer)
    make_stored(team.app, make_input(team.app, "done"), user=team.reviewer, status=Status.SUCCESS, data=box("cat"))
    make_input(team.app, "broken", status=30002)

    page = browser(team.owner).get(PAGE, query).text

    assert [name for name in ("new", "held", "done", "broken") if f'name="input" value="{name}"' in page] == found


def test_boxes_to_check_are_handed_out_and_what_has_none_is_left_out(team, browser):
    make_stored(team.app, make_input(team.app, "seen"), model="detector-1", data=box("car"))
    make_input(team.app, "unseen")
    wanted = {"work": "any", "people": "annotator", "check_of": "detector-1"}
    client = browser(team.owner)

    page = client.get(PAGE, wanted).text
    client.post(GIVE, {**wanted, "expected": 1})

    assert "Check the boxes of the model detector-1" in page
    assert "there are no boxes of detector-1 to check" in page
    assert handed(team, team.annotator) == ["seen"]


def test_what_a_person_holds_already_is_left_out_and_said(team, browser):
    make_marker(team.app, make_input(team.app, "a"), team.annotator)

    page = browser(team.owner).get(PAGE, {"work": "any", "people": "annotator"}).text

    assert "the person holds it or has submitted it already" in page
    assert "Nothing is left to hand out" in page


def test_a_plan_that_is_no_longer_true_hands_out_nothing(team, browser):
    make_input(team.app, "a")
    make_input(team.app, "came later")

    answer = browser(team.owner).post(GIVE, {"people": "annotator", "expected": 1})

    assert answer.status_code == 409
    assert "Look again." in answer.text
    assert handed(team, team.annotator) == []


@pytest.mark.parametrize(
    "body",
    [
        {"people": "nobody-here"},
        {"people": "viewer"},
        {"people": "annotator", "status": "-1"},
        {"people": "annotator", "name": "a\0b"},
        {"people": "annotator", "input": ["a\0b", "a"]},
        {"people": "annotator", "concept": "c" * 300},
        {},
    ],
)
def test_bad_choices_are_refused_and_hand_out_nothing(team, browser, body):
    make_input(team.app, "a")

    answer = browser(team.owner).post(GIVE, {"expected": 1, **body})

    assert answer.status_code == 422
    assert not Annotation.objects.filter(app=team.app, input_level=False).exists()


def test_only_owner_and_managers_hand_out_by_page(team, stranger, browser):
    make_input(team.app, "a")
    body = {"people": "annotator", "expected": 1}

    answers = {person.handle: browser(person).post(GIVE, body).status_code for person in team.everybody().values()}

    assert answers == {"owner": 302, "manager": 422, "reviewer": 403, "annotator": 403, "viewer": 403}
    assert handed(team, team.annotator) == ["a"]  # by the owner; nothing was left for the manager
    assert browser(stranger).post(GIVE, body).status_code == 404


def test_the_page_of_five_inputs_asks_as_often_as_of_one(team, browser):
    client, counts = browser(team.owner), []
    client.get(PAGE)
    for inputs in (1, 4):
        for _ in range(inputs):
            make_input(team.app)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE, {"people": "annotator"})
        counts.append(len(asked))

    assert counts[0] == counts[1]


HELD = f"{PAGE}held/"


def test_open_work_of_somebody_who_left_is_handed_on(team, browser):
    make_marker(team.app, make_input(team.app, "a"), team.annotator)
    team.app.dismiss(team.annotator)
    client = browser(team.manager)

    before = client.get(HELD).text
    after = client.post(f"{HELD}over/", {"person": "annotator", "number": 1, "to": "reviewer"}, follow=True).text

    assert "1 input open, nothing drawn on 1" in before
    assert "1 input handed on from annotator to reviewer." in after
    assert handed(team, team.reviewer) == ["a"]


def test_work_goes_back_to_nobody(team, browser):
    make_marker(team.app, make_input(team.app, "a"), team.annotator)

    page = browser(team.owner).post(f"{HELD}over/", {"person": "annotator", "number": 5, "to": ""}, follow=True).text

    assert "1 input taken back from annotator." in page
    assert "Nobody holds open work." in page


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"person": "annotator", "to": "viewer", "number": "1"}, 422),
        ({"person": "annotator", "to": "stranger", "number": "1"}, 422),
        ({"person": "annotator", "to": "annotator", "number": "1"}, 422),
        ({"person": "annotator", "to": "reviewer", "number": "²"}, 422),
        ({"person": "annotator", "to": "reviewer", "number": "0"}, 422),
        ({"person": "annotator", "to": "a\0", "number": "1"}, 422),
        ({"person": "never-was", "to": "reviewer", "number": "1"}, 422),
        ({"person": "\0", "to": "reviewer", "number": "1"}, 422),
        ({}, 422),
    ],
)
def test_work_goes_only_to_people_who_label_here(team, stranger, browser, body, status):
    make_marker(team.app, make_input(team.app, "a"), team.annotator)

    assert browser(team.owner).post(f"{HELD}over/", body).status_code == status
    assert handed(team, team.annotator) == ["a"]
