"""What the labelling page offers: to each role, on work of others, in blind apps, of inputs that are gone."""

from __future__ import annotations

import re

import pytest

from annotations_app.models import Annotation, Concept, Role, Status
from annotations_app.models.deciding import approve
from annotations_app.models.editing import carry_out
from annotations_app.models.input import InputStatus
from annotations_app.models.removing import delete_inputs
from tests.make import box, make_annotation, make_input, make_marker
from tests.models.operations import ELSEWHERE, put

PAGE = "/apps/owner/street/inputs/picture/label/"
DRAWS = {"draw", "points", "polygon", "point", "delete", "undo", "redo", "accept-all", "accept", "duplicate"}
LOOKS = {"select", "zoom-in", "zoom-out", "fit", "hide-all", "adjust", "keep-view", "zoom-selection", "hide", "keys"}


@pytest.fixture
def on(team):
    Concept.objects.add(team.app, [("car", "Car")])
    made = make_input(team.app, "picture")
    make_annotation(team.app, made, model="detector-1", data=box("car", region_id="seen", value=0.8))
    make_annotation(team.app, made, user=team.owner, data=box("car"))
    return made


def actions(page):
    return set(re.findall(r'data-action="([a-z-]+)"', page))


def forms(page):
    return {word for word in ("data-submit", "data-skip", "data-answer=", 'name="comment"') if word in page}


@pytest.mark.parametrize("role", ["owner", *Role.values])
@pytest.mark.parametrize("holds", [False, True])
def test_each_role_is_offered_what_it_may_do(team, on, browser, role, holds):
    person = team.everybody()[role]
    if holds:
        make_marker(team.app, on, person)

    page = browser(person).get(PAGE).text

    labels = role != "viewer"
    assert actions(page) >= LOOKS
    assert actions(page) & DRAWS == (DRAWS if labels else set())
    work = {"data-submit", "data-skip"} if holds else set()
    assert forms(page) == ({"data-answer=", 'name="comment"', *work} if labels else set())
    assert ("Your role in this app is to look" in page) is not labels
    assert ('data-readonly="1"' in page) is not labels


def test_who_became_a_viewer_has_work_left_that_they_cannot_submit(team, on, browser):
    marker = make_marker(team.app, on, team.annotator)
    team.app.admit(team.annotator, Role.VIEWER)
    client = browser(team.annotator)

    page = client.get(PAGE).text
    answer = client.post(PAGE.replace("label/", "submit/"), {"item": f"{marker.id} {marker.rev.hex}"})

    assert forms(page) == set()
    assert answer.status_code == 403
    assert Annotation.objects.get(public_id=marker.id).status == Status.PENDING


def test_an_annotator_labels_without_being_asked_on_work_of_another(team, on, browser):
    make_marker(team.app, on, team.reviewer)

    page = browser(team.annotator).get(PAGE).text

    assert 'data-status="AWAITING_REVIEW"' in page
    assert forms(page) == {"data-answer=", 'name="comment"'}
    assert "data-marker" not in page


def test_an_annotator_in_a_blind_app_sees_suggestions_and_their_own_alone(team, on, browser):
    team.app.change(blind=True)
    make_marker(team.app, on, team.annotator)
    make_annotation(team.app, on, user=team.annotator, status=Status.PENDING, data=box("car"))

    page = browser(team.annotator).get(PAGE).text

    assert set(re.findall(r'data-by="((?:user|model):[^"]+)"', page)) == {"model:detector-1", "user:annotator"}
    assert "user:owner" not in page
    assert actions(page) >= DRAWS


def test_the_author_sees_who_corrected_a_box_until_they_change_it_themselves(team, on, browser):
    made = make_annotation(team.app, on, user=team.annotator, status=Status.AWAITING_REVIEW, data=box("car"))
    other = make_annotation(team.app, on, user=team.annotator, status=Status.AWAITING_REVIEW, data=box("car"))
    for place in (ELSEWHERE, (0.3, 0.3, 0.7, 0.7)):
        made.refresh_from_db()
        correction = put(made.public_id, made.rev, place)
        assert carry_out(team.member(team.owner), on, correction).result == "saved"
    approve(team.member(team.owner), on.pk, made.public_id)
    client = browser(team.annotator)

    page, rows = client.get(PAGE).text, client.get(PAGE.replace("label/", "annotations/")).text
    assert page.count("corrected by owner") == rows.count("corrected by owner") == 1
    assert page.index(made.public_id) < page.index("corrected by owner") < page.index(other.public_id)

    made.refresh_from_db()
    assert carry_out(team.member(team.annotator), on, put(made.public_id, made.rev)).result == "saved"
    assert "corrected by" not in client.get(PAGE).text


def test_a_picture_that_cannot_be_shown_says_so(team, on, browser):
    on.status = InputStatus.FAILED
    on.save(update_fields=["status"])

    assert "This picture cannot be shown" in browser(team.annotator).get(PAGE).text


def test_an_input_that_was_deleted_is_not_there(team, on, browser):
    make_marker(team.app, on, team.annotator)
    client = browser(team.annotator)
    delete_inputs(team.member(team.owner), ["picture"])

    assert client.get(PAGE).status_code == 404
    for word in ("submit/", "skip/", "changes/"):
        body = {"ops": [{"rev": "0" * 32, "kind": "put"}]}
        answer = client.post(PAGE.replace("label/", word), body, content_type="application/json")
        assert answer.status_code == 404


def test_who_labels_reads_there_what_the_owner_says_about_the_app(team, on, browser):
    bare = browser(team.annotator).get(PAGE).text

    team.app.change(description="Boxes touch what they hold.\n\nLeave out what is cut off.")
    told = browser(team.annotator).get(PAGE).text

    assert "How to label here" not in bare
    assert "How to label here" in told
    assert "<p>Boxes touch what they hold.</p>" in told
