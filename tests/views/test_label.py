"""The labelling page's addresses: who may open them, and what they do with what nobody should send."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Annotation, App, Concept, Status
from annotations_app.models.handing_on import hand_on
from annotations_app.models.input import InputStatus
from annotations_app.text import new_id
from tests.make import box, make_annotation, make_app, make_input, make_marker


@pytest.fixture
def on(team):
    Concept.objects.add(team.app, [("car", "Car"), ('<img onerror="x">', "<script>alert(1)<x>")])
    return make_input(team.app, "picture", file_name="<b>picture.jpg")


BASE = "/apps/owner/street/inputs/picture/"


def put(**fields):
    place = [0.1, 0.1, 0.5, 0.5]
    return {
        "rev": new_id(),
        "base": None,
        "kind": "put",
        "id": new_id(),
        "box": place,
        "concepts": {"car": 1},
        **fields,
    }


def post(client, *operations, **options):
    body = options.pop("body", None) or json.dumps({"ops": operations})
    headers = {"Accept": "application/json", **options.pop("headers", {})}
    return client.post(f"{BASE}changes/", body, content_type="application/json", headers=headers, **options)


# --- the page -------------------------------------------------------------------------------------------------------


def test_page_shows_what_is_there_as_rows(team, on, browser):
    made = make_annotation(team.app, on, user=team.annotator, data=box("car", at=(0.1, 0.2, 0.5, 0.6)))

    page = browser(team.annotator).get(f"{BASE}label/")

    assert page.status_code == 200
    assert f'data-id="{made.public_id}" data-rev="f"' in page.text
    assert 'data-box="1000000 2000000 5000000 6000000"' in page.text
    assert 'data-concepts="car:1"' in page.text
    assert "256×192" in page.text
    assert "at left 128, top 48 pixels" in page.text


def test_what_people_wrote_is_shown_as_text(team, on, browser):
    page = browser(team.annotator).get(f"{BASE}label/")

    assert "&lt;b&gt;picture.jpg" in page.text
    assert "<script>alert" not in page.text
    assert 'onerror="' not in page.text


@pytest.mark.parametrize("address", ["label/", "annotations/", "annotations/some/"])
def test_strangers_and_signed_out_people_see_nothing(team, on, stranger, browser, address):
    assert browser(stranger).get(BASE + address).status_code == 404
    assert Client().get(BASE + address).status_code == 302


def test_page_asks_the_same_number_of_questions_for_one_row_and_for_many(team, on, browser):
    client, counts = browser(team.annotator), []
    for number in (1, 20):
        for _ in range(number):
            make_annotation(team.app, on, user=team.annotator, status=Status.REVIEW_DENIED, data=box("car"))
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{BASE}label/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_others_see_no_drafts_but_reviewers_do(team, on, browser):
    make_annotation(team.app, on, user=team.annotator, status=Status.PENDING, data=box("car"))

    assert "user:annotator" not in browser(team.viewer).get(f"{BASE}annotations/").text
    assert "user:annotator" in browser(team.reviewer).get(f"{BASE}annotations/").text


# --- saving ---------------------------------------------------------------------------------------------------------


def test_each_operation_gets_its_own_verdict_and_one_bad_one_stops_nothing(team, on, browser):
    good, bad, late, none = put(), put(box=[0.5, 0.5, 0.1, 0.1]), put(base=new_id()), {"rev": "x", "kind": "burn"}

    answer = post(browser(team.annotator), good, bad, late, none)

    results = answer.json()["results"]
    assert [one["result"] for one in results] == ["saved", "refused", "conflict", "refused"]
    assert [one["rev"] for one in results] == [good["rev"], bad["rev"], late["rev"], "x"]
    assert f'data-rev="{good["rev"]}"' in results[0]["html"]
    assert "row 1" not in results[1]["message"]
    assert results[1]["message"]
    on.refresh_from_db()
    assert answer.json()["seq"] == on.seq


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "{}", "no JSON", '{"ops": [1]}', '{"ops": [{}]}', '{"ops": [{"rev": 1}]}', b"\xff\xfe",
        '{"ops": [{"rev": "a", "box": [NaN, 0, 1, 1]}]}', '{"ops": [{"rev": "a", "box": [1e999, 0, 1, 1]}]}',
        "[" * 5000,
    ],
)  # fmt: skip
def test_a_body_that_is_no_list_of_operations_is_refused(team, on, browser, body):
    answer = browser(team.annotator).post(
        f"{BASE}changes/", body, content_type="application/json", headers={"Accept": "application/json"}
    )

    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Annotation.objects.filter(input=on, input_level=False).exists()


def test_128_operations_are_taken_and_129_are_not(team, on, browser):
    client = browser(team.annotator)
    small = [{"rev": new_id(), "kind": "delete", "id": "gone", "base": None} for _ in range(129)]

    assert post(client, *small[:128]).status_code == 200
    assert post(client, *small).status_code == 422


def test_a_megabyte_is_too_much(team, on, browser):
    answer = post(browser(team.annotator), put(comment="x" * 2**20))

    assert answer.status_code == 413


def test_who_may_save(team, on, stranger, browser):
    assert post(Client(), put()).status_code == 401
    assert post(browser(stranger), put()).status_code == 404
    assert post(browser(team.viewer), put()).json()["results"][0]["code"] == "not-yours"
    assert not Annotation.objects.filter(input=on, input_level=False).exists()


def test_what_one_person_drew_is_not_saved_as_another(team, on, browser):
    body = {"user": str(team.annotator.pk), "ops": [put()]}

    refused = post(browser(team.owner), body=json.dumps(body))
    assert refused.status_code == 401
    assert not Annotation.objects.filter(input_level=False).exists()

    assert post(browser(team.annotator), body=json.dumps(body)).status_code == 200


def test_saving_needs_a_token_that_a_signed_in_person_can_fetch(team, on):
    client = Client(enforce_csrf_checks=True)
    client.force_login(team.annotator, backend="allauth.account.auth_backends.AuthenticationBackend")

    refused = post(client, put())
    fresh = client.get("/session/token/").json()["token"]
    taken = post(client, put(), headers={"X-CSRFToken": fresh})

    assert (refused.status_code, taken.status_code) == (403, 200)
    assert Client().get("/session/token/", headers={"Accept": "application/json"}).status_code == 401
    assert client.get(f"{BASE}changes/").status_code == 405


def test_ids_and_revisions_of_another_app_reach_nothing(team, on, browser):
    other = make_app(team.annotator, "mine")
    elsewhere = make_annotation(other, user=team.annotator, data=box("car", region_id="there"))
    client = browser(team.annotator)

    named = post(client, put(id=elsewhere.public_id, base=elsewhere.rev.hex)).json()["results"][0]
    region = post(client, put(region="there")).json()["results"][0]

    assert named["result"] == "conflict"
    assert "html" not in named
    assert region["code"] == "region-gone"
    elsewhere.refresh_from_db()
    assert elsewhere.region.top == 0.1


# --- submitting, skipping, the plain form ---------------------------------------------------------------------------


def test_submit_without_script_submits_what_the_page_shows_and_goes_on(team, on, browser):
    following = make_input(team.app, "following")
    marker = make_marker(team.app, on, team.annotator)
    make_marker(team.app, following, team.annotator)
    client = browser(team.annotator)
    post(client, put())

    page = client.get(f"{BASE}label/").text
    items = [part.split('"')[0] for part in page.split('name="item" value="')[1:]]
    answer = client.post(f"{BASE}submit/", {"item": items})

    assert len(items) == 2
    assert items[-1].startswith(marker.id)
    assert answer.url == "/apps/owner/street/inputs/following/label/"
    mine = Annotation.objects.filter(input=on, user=team.annotator)
    assert {one.status for one in mine} == {Status.AWAITING_REVIEW}


def test_submit_of_what_changed_meanwhile_is_refused(team, on, browser):
    marker = make_marker(team.app, on, team.annotator)

    answer = browser(team.annotator).post(f"{BASE}submit/", {"item": f"{marker.id} {uuid4().hex}"})

    assert answer.status_code == 409
    assert Annotation.objects.get(public_id=marker.id).status == Status.PENDING


@pytest.mark.parametrize("way", ["submit/", "skip/"])
def test_without_script_too_it_is_said_who_has_the_work_now(team, on, browser, way):
    marker = make_marker(team.app, on, team.annotator)
    hand_on(team.member(team.owner), team.annotator, team.manager)

    answer = browser(team.annotator).post(f"{BASE}{way}", {"item": f"{marker.id} {marker.rev.hex}"})

    assert answer.status_code == 409
    assert "This image went to manager meanwhile." in answer.text


@pytest.mark.parametrize("item", ["", "a", "a b", "\x00 \x00"])
def test_a_strange_item_is_refused(team, on, browser, item):
    assert browser(team.annotator).post(f"{BASE}submit/", {"item": item}).status_code in (409, 422)


def test_submit_by_script_answers_with_the_next_editor(team, on, browser):
    make_marker(team.app, make_input(team.app, "following"), team.annotator)

    part = browser(team.annotator).post(f"{BASE}submit/", headers={"HX-Request": "true"})

    assert part.headers["HX-Push-Url"] == "/apps/owner/street/inputs/following/label/"
    assert part.text.lstrip().startswith("<title>following · Street scenes · Labeller</title>")
    assert "<body" not in part.text
    assert "<html" not in part.text


def test_where_work_is_taken_submit_takes_the_next(team, on, browser):
    make_input(team.app, "following", status=InputStatus.SUCCESS)
    App.objects.filter(pk=team.app.pk).update(taking=True)
    make_marker(team.app, on, team.annotator)

    page = browser(team.annotator).post(f"{BASE}submit/")

    assert page.headers["Location"] == "/apps/owner/street/inputs/following/label/"
    assert Annotation.objects.filter(input__public_id="following", user=team.annotator).exists()


def test_skip_puts_the_input_last(team, on, browser):
    make_marker(team.app, on, team.annotator)
    make_marker(team.app, make_input(team.app, "following"), team.annotator)

    answer = browser(team.annotator).post(f"{BASE}skip/")

    assert answer.url.endswith("/inputs/following/label/")
    assert Annotation.objects.open_of(team.app, team.annotator).last().input == on


def test_one_annotation_is_changed_and_deleted_by_a_plain_form(team, on, browser):
    made = make_annotation(team.app, on, user=team.annotator, data=box("car", at=(0.1, 0.2, 0.5, 0.6)))
    client, address = browser(team.annotator), f"{BASE}annotations/{made.public_id}/"
    fields = {"left": 64, "top": 48, "width": 128, "height": 96, "value car": "0"}

    assert client.get(address).status_code == 200
    stale = client.post(address, {"rev": uuid4().hex, **fields})
    saved = client.post(address, {"rev": made.rev.hex, **fields})

    assert (stale.status_code, saved.status_code) == (409, 302)
    made.refresh_from_db()
    place = (made.region.left, made.region.top, made.region.right, made.region.bottom)
    assert place == pytest.approx((0.1, 0.1, 0.3, 0.3))
    assert made.concepts.get().value == 0
    assert client.post(address, {"rev": made.rev.hex, "delete": "1"}).status_code == 302
    assert not Annotation.objects.filter(pk=made.pk).exists()


ENDLESS = {"left": "1e999", "top": "nan", "width": "1", "height": "1"}


@pytest.mark.parametrize("fields", [{}, {"rev": "x"}, {"left": "x"}, ENDLESS, {"value car": "nan"}, {"value a/b": "1"}])
def test_a_strange_form_is_refused(team, on, browser, fields):
    made = make_annotation(team.app, on, user=team.annotator, data=box("car"))
    sent = {"rev": made.rev.hex, **fields}

    answer = browser(team.annotator).post(f"{BASE}annotations/{made.public_id}/", sent)

    assert answer.status_code in (302, 409, 422)
