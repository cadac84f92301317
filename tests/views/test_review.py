"""The pages of review."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Annotation, Change, Status, deciding
from annotations_app.models.deciding import send_back
from annotations_app.models.work import submit
from tests.make import box, make_input, make_marker, make_stored

LIST = "/apps/owner/street/review/"
HX = {"HX-Request": "true"}


def board(there, rest=""):
    return f"/apps/owner/street/inputs/{there.public_id}/review/{rest}"


def submitted(team, there, **fields):
    return make_stored(team.app, there, user=team.annotator, status=Status.AWAITING_REVIEW, **fields)


def status_of(team, one):
    return Annotation.objects.get(app=team.app, input=one.input_pk, public_id=one.id).status


def test_the_list_names_others_work_and_not_ones_own(team, browser):
    submitted(team, make_input(team.app, "theirs"))
    make_stored(team.app, make_input(team.app, "own"), user=team.reviewer, status=Status.AWAITING_REVIEW)

    page = browser(team.reviewer).get(LIST).text

    assert "inputs/theirs/review/" in page
    assert "by annotator" in page
    assert "inputs/own/review/" not in page


def test_corrected_work_that_i_sent_back_comes_first(team, browser):
    new, returned = make_input(team.app, "new"), make_input(team.app, "returned")
    submitted(team, new)
    one = submitted(team, returned)
    send_back(team.member(team.reviewer), returned.pk, one.id, "too wide")
    submit(team.member(team.annotator), returned.pk)

    page = browser(team.reviewer).get(LIST).text

    assert page.index("inputs/returned/review/") < page.index("inputs/new/review/")
    assert "you sent it back" in page


def test_the_page_lists_what_people_made_and_the_image_as_a_whole(team, browser):
    there = make_input(team.app, width=1000, height=500)
    make_marker(team.app, there, team.annotator)
    submitted(team, there, data=box("<car>"))
    make_stored(team.app, there, model="detector-1", data=box("dog"))
    submit(team.member(team.annotator), there.pk)

    page = browser(team.reviewer).get(board(there)).text

    assert "400×200" in page
    assert "&lt;car&gt;" in page
    assert "<car>" not in page
    assert "The image as a whole" in page
    assert "detector-1" not in page
    assert page.count('data-decidable="1"') == 2


def test_the_list_alone_is_what_the_page_shows(team, browser):
    there = make_input(team.app)
    submitted(team, there)

    rows = browser(team.reviewer).get(board(there, "rows/")).text

    assert rows.count('data-decidable="1"') == 1


def test_next_leads_around_the_list_and_behind_the_last_input_back_to_it(team, browser):
    first, second = make_input(team.app, "first"), make_input(team.app, "second")
    one = submitted(team, first)
    submitted(team, second)
    client = browser(team.reviewer)

    assert client.get(board(first, "next/"))["Location"] == board(second)
    assert client.get(board(second, "next/"))["Location"] == board(first)
    deciding.approve(team.member(team.reviewer), first.pk, one.id)
    assert client.get(board(second, "next/"))["Location"] == LIST
    assert client.get(board(second, "next/"), headers=HX)["HX-Redirect"] == LIST
    part = client.get(board(first, "next/"), headers={**HX, "HX-Target": "editor"})
    assert part["HX-Push-Url"] == board(second)
    assert 'data-mode="review"' in part.text


def test_without_script_one_is_approved_and_one_sent_back_by_a_form(team, browser):
    there = make_input(team.app)
    good, wide = submitted(team, there), submitted(team, there)
    client = browser(team.reviewer)
    form = client.get(f"/apps/owner/street/inputs/{there.public_id}/annotations/{good.id}/").text
    assert board(there, f"annotations/{good.id}/approve/") in form

    client.post(board(there, f"annotations/{good.id}/approve/"), {"base": good.rev})
    client.post(board(there, f"annotations/{wide.id}/send-back/"), {"base": wide.rev, "reason": ["", "too wide"]})

    assert "Sent back: too wide" in client.get(board(there)).text
    assert (status_of(team, good), status_of(team, wide)) == (Status.SUCCESS, Status.REVIEW_DENIED)


def test_without_script_a_decision_leads_back_to_the_page(team, browser):
    there = make_input(team.app)
    one = submitted(team, there)

    answer = browser(team.reviewer).post(board(there, f"annotations/{one.id}/approve/"), {"base": one.rev})

    assert (answer.status_code, answer["Location"]) == (302, board(there))


def test_what_changed_meanwhile_is_not_decided(team, browser):
    there = make_input(team.app)
    one = submitted(team, there)
    stale = make_stored(team.app, user=team.annotator).rev
    client = browser(team.reviewer)

    approved = client.post(board(there, f"annotations/{one.id}/approve/"), {"base": stale}, headers=HX)
    all_of_it = client.post(board(there, "approve/"), {"seq": 0}, headers=HX)

    assert (approved.status_code, all_of_it.status_code) == (409, 409)
    assert "changed meanwhile" in approved.text
    assert status_of(team, one) == Status.AWAITING_REVIEW
    assert not Change.objects.filter(app=team.app).exists()


def test_approve_all_takes_what_is_undecided(team, browser):
    there = make_input(team.app)
    one = submitted(team, there)
    there.refresh_from_db()

    answer = browser(team.reviewer).post(board(there, "approve/"), {"seq": there.seq})

    assert answer["Location"] == board(there)
    assert status_of(team, one) == Status.SUCCESS


def test_sending_the_input_back_returns_its_marker_and_tells_the_author_why(team, browser):
    there = make_input(team.app)
    marker = make_marker(team.app, there, team.annotator)
    submit(team.member(team.annotator), there.pk)
    there.refresh_from_db()

    browser(team.manager).post(board(there, "send-back/"), {"seq": there.seq, "reason": "missed a car"})
    page = browser(team.annotator).get(f"/apps/owner/street/inputs/{there.public_id}/label/").text

    assert status_of(team, marker) == Status.REVIEW_DENIED
    assert "The image was sent back: missed a car." in page


def test_an_image_that_was_sent_back_waits_for_its_author_and_then_for_me_again(team, browser):
    there = make_input(team.app, "returned")
    submitted(team, there)
    make_marker(team.app, there, team.annotator)
    submit(team.member(team.annotator), there.pk)
    client = browser(team.reviewer)
    deciding.send_back_input(team.member(team.reviewer), there.pk, "missed a car")
    assert "inputs/returned/review/" not in client.get(LIST).text

    submit(team.member(team.annotator), there.pk)

    assert "inputs/returned/review/" in client.get(LIST).text


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("reviewer", {"base": "x", "reason": "r"}, 422),
        ("reviewer", {"reason": "r"}, 422),
        ("reviewer", {"base": True, "reason": " "}, 422),
        ("reviewer", {"base": True, "reason": "r" * 2000}, 422),
        ("reviewer", {"base": True, "reason": "a\0b"}, 422),
        ("annotator", {"base": True, "reason": "r"}, 403),
        ("viewer", {"base": True, "reason": "r"}, 403),
    ],
)
def test_bad_decisions_change_nothing(team, browser, who, body, status):
    there = make_input(team.app)
    one = submitted(team, there)
    body = {**body, **({"base": one.rev} if body.get("base") is True else {})}

    answer = browser(getattr(team, who)).post(board(there, f"annotations/{one.id}/send-back/"), body, headers=HX)

    assert answer.status_code == status
    assert status_of(team, one) == Status.AWAITING_REVIEW


def test_nobody_decides_their_own_work_on_the_page(team, browser):
    there = make_input(team.app)
    own = make_stored(team.app, there, user=team.reviewer, status=Status.AWAITING_REVIEW)
    client = browser(team.reviewer)

    page = client.get(board(there)).text
    answer = client.post(board(there, f"annotations/{own.id}/approve/"), {"base": own.rev}, headers=HX)

    assert 'data-decidable="1"' not in page
    assert answer.status_code == 409
    assert status_of(team, own) == Status.AWAITING_REVIEW


def test_the_apps_reasons_are_buttons(team, browser):
    team.app.change(review_reasons=["too wide", "wrong concept"])
    there = make_input(team.app)
    submitted(team, there)

    page = browser(team.reviewer).get(board(there)).text

    assert 'data-reason="wrong concept"' in page


@pytest.mark.parametrize("page", ["list", "input"])
def test_review_of_five_asks_as_often_as_of_one(team, browser, page):
    there, client, counts = make_input(team.app), browser(team.reviewer), []
    address = LIST if page == "list" else board(there)
    client.get(address)
    for boxes in (1, 4):
        for _ in range(boxes):
            submitted(team, there)
            submitted(team, make_input(team.app))
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "path", ["inputs/a%00b/review/", "inputs/one/history/?before=%00", "inputs/one/review/annotations/a%00b/approve/"]
)
def test_a_nul_in_an_address_is_refused(team, browser, path):
    make_input(team.app, "one")
    client = browser(team.owner)

    answer = (
        client.post(f"/apps/owner/street/{path}", {"base": "0" * 32})
        if "approve" in path
        else client.get(f"/apps/owner/street/{path}")
    )

    assert client.get("/apps/owner/street/inputs/one/comments/?annotation=a%00b").status_code == 200
    assert answer.status_code in (400, 404, 422)
