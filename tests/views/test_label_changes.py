"""Saving operations on many inputs of an app in one request: all as if each had come by itself."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Act, Annotation, Change, Status
from annotations_app.text import beside, new_id
from tests.make import box, make_annotation, make_app, make_input

ADDRESS = "/apps/owner/street/changes/"


@pytest.fixture
def submitted(team):
    """Make a submitted box on each of some inputs, named as ids may be."""

    def make(number):
        return [
            make_annotation(
                team.app, make_input(team.app, f"a:{at}=@~.jpg"), user=team.annotator, data=box("car"),
                status=Status.AWAITING_REVIEW,
            )
            for at in range(number)
        ]  # fmt: skip

    return make


def decide(one, decision="approve", **more):
    return {
        "rev": new_id(), "base": one.rev.hex, "id": one.public_id, "input": one.input.public_id, "kind": "review",
        "decision": decision, **more,
    }  # fmt: skip


def post(client, *operations, **more):
    body = json.dumps({"ops": operations, **more})
    return client.post(ADDRESS, body, content_type="application/json", headers={"Accept": "application/json"})


def test_each_decision_is_carried_out_on_its_input_and_told_how_far_that_is_stored(team, submitted, browser):
    one, two, three = submitted(3)

    answer = post(browser(team.reviewer), decide(one), decide(two, "send_back", reason="too wide"), decide(three))

    results = answer.json()["results"]
    assert [told["result"] for told in results] == ["saved"] * 3
    assert [told["id"] for told in results] == [one.public_id, two.public_id, three.public_id]
    for told, made in zip(results, (one, two, three), strict=True):
        made.input.refresh_from_db()
        assert told["seq"] == made.input.seq
        assert f'data-rev="{told["rev"]}"' in told["html"]
    assert 'data-reason="too wide"' in results[1]["html"]
    assert 'data-reason="too wide"' not in results[2]["html"]
    assert Annotation.objects.get(pk=two.pk).status == Status.REVIEW_DENIED


def test_sent_again_word_for_word_it_has_one_effect(team, submitted, browser):
    operations = [decide(one) for one in submitted(3)]
    client = browser(team.reviewer)

    first, again = post(client, *operations).json(), post(client, *operations).json()

    assert first == again
    assert Change.objects.filter(act=Act.APPROVED).count() == 3


def test_one_bad_operation_and_one_lost_input_stop_nothing(team, submitted, browser):
    one, two, three = submitted(3)
    other = make_input(make_app(team.reviewer, "mine"), "elsewhere")
    lost, late = decide(two) | {"input": "gone"}, decide(two) | {"base": new_id()}
    strange = [decide(two) | {"input": name} for name in (None, 7, "a\0b", ["x"], other.public_id)]
    unnamed = {name: value for name, value in decide(two).items() if name != "input"}

    results = post(browser(team.reviewer), decide(one), lost, late, *strange, unnamed, decide(three)).json()["results"]

    assert [told["result"] for told in results] == ["saved", "refused", "conflict", *["refused"] * 6, "saved"]
    assert (results[1]["code"], results[1]["seq"]) == ("input-gone", 0)
    assert results[1]["message"] == "There is no such input in this app."
    assert f'data-rev="{beside(two.public_id, two.rev.hex)}"' in results[2]["html"]
    assert Annotation.objects.get(pk=two.pk).status == Status.AWAITING_REVIEW


def test_rights_are_those_on_each_input(team, submitted, stranger, browser):
    [one] = submitted(1)

    assert post(browser(stranger), decide(one)).status_code == 404
    for person in (team.annotator, team.viewer):
        assert post(browser(person), decide(one)).json()["results"][0]["result"] == "refused"
    assert post(browser(team.reviewer), decide(one), user=str(team.owner.pk)).status_code == 401
    assert Annotation.objects.get(pk=one.pk).status == Status.AWAITING_REVIEW


def test_as_much_is_taken_at_once_as_on_one_input(team, browser):
    client = browser(team.reviewer)
    small = [{"rev": new_id(), "kind": "delete", "id": "gone", "base": None, "input": "gone"} for _ in range(129)]

    assert post(client, *small[:128]).status_code == 200
    assert post(client, *small).status_code == 422
    assert post(client, {"rev": "x" * 2**17}).status_code == 413
    assert client.get(ADDRESS).status_code == 405


def test_five_inputs_ask_as_many_questions_as_five_boxes_of_one(team, submitted, browser):
    apart, on = submitted(5), make_input(team.app, "one")
    together = [
        make_annotation(team.app, on, user=team.annotator, data=box("car"), status=Status.AWAITING_REVIEW)
        for _ in range(5)
    ]
    client, counts = browser(team.reviewer), []

    for boxes in (together, apart):
        with CaptureQueriesContext(connection) as asked:
            post(client, *(decide(one, "send_back", reason="too wide") for one in boxes))
        counts.append(len(asked))

    assert counts[0] == counts[1]
