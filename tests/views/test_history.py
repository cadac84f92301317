"""The history of an input."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Annotation, Comment, Status
from annotations_app.models.deciding import send_back
from annotations_app.models.removing import delete_annotations
from annotations_app.models.work import submit
from tests.make import box, make_input, make_stored


def history(there, query=""):
    return f"/apps/owner/street/inputs/{there.public_id}/history/{query}"


def test_history_tells_who_did_what_newest_first_with_reason_and_former_state(team, browser):
    there = make_input(team.app, width=1000, height=500)
    one = make_stored(team.app, there, user=team.annotator, status=Status.PENDING, data=box("car"))
    submit(team.member(team.annotator), there.pk)
    send_back(team.member(team.reviewer), there.pk, one.id, "<too> wide")
    annotation = Annotation.objects.get(app=team.app, public_id=one.id)
    Comment.objects.create(
        id=uuid4(), app=team.app, input=there, annotation=annotation, author=team.owner, text="Look at the mirror"
    )

    page = browser(team.viewer).get(history(there)).text

    words = ["Look at the mirror", "sent back", "submitted", "made"]
    places = [page.index(f'class="act">{word}') if word != words[0] else page.index(word) for word in words]
    assert places == sorted(places)
    assert "“&lt;too&gt; wide”" in page
    assert "Before: awaiting review, car, 400 × 200 px" in page
    assert "Before: to do, car, 400 × 200 px" in page


def test_a_deleted_annotation_stays_in_history(team, browser):
    there = make_input(team.app)
    one = make_stored(team.app, there, user=team.annotator, data=box("car"))
    delete_annotations(team.member(team.owner), [(there.public_id, one.id)])

    page = browser(team.annotator).get(history(there)).text

    assert "deleted" in page
    assert "car" in page


def test_history_pages_by_key_and_shows_every_line_once(team, browser):
    there = make_input(team.app)
    made = [make_stored(team.app, there, user=team.annotator, status=Status.PENDING) for _ in range(60)]
    submit(team.member(team.annotator), there.pk)
    client, address, lines = browser(team.owner), history(there), []

    while address:
        page = client.get(address).text
        lines += re.findall(r'id="line-([0-9a-f-]+)"', page)
        older = re.search(r'href="(\?before=[^"]+)"', page)
        address = history(there, older[1]) if older else ""

    assert len(lines) == len(set(lines)) == 2 * len(made)


def test_in_a_blind_app_others_lines_and_names_do_not_exist_before_submitting(team, browser):
    team.app.change(blind=True)
    there = make_input(team.app)
    own = make_stored(team.app, there, user=team.annotator, status=Status.AWAITING_REVIEW, data=box("mine"))
    other = make_stored(team.app, there, user=team.manager, status=Status.AWAITING_REVIEW, data=box("theirs"))
    send_back(team.member(team.reviewer), there.pk, own.id, "too wide")
    send_back(team.member(team.reviewer), there.pk, other.id, "a secret reason")
    Comment.objects.create(id=uuid4(), app=team.app, input=there, author=team.manager, text="a secret comment")
    client = browser(team.annotator)

    before = client.get(history(there)).text
    submit(team.member(team.annotator), there.pk)
    after = client.get(history(there)).text

    assert "too wide" in before
    assert not any(word in before for word in ("theirs", "secret", "manager", "reviewer"))
    assert all(word in after for word in ("theirs", "a secret reason", "a secret comment", "manager", "reviewer"))


@pytest.mark.parametrize(
    "before", ["x", "1_2", "1_9_1", "1_1_-1", "1_2_99999999999999999999", "9" * 40 + "_1_1", "1_3_zz"]
)
def test_a_cursor_that_is_none_is_refused(team, browser, before):
    there = make_input(team.app)

    assert browser(team.owner).get(history(there), {"before": before}).status_code == 422


def test_history_of_five_asks_as_often_as_of_one(team, browser):
    there, client, counts = make_input(team.app), browser(team.owner), []
    client.get(history(there))
    for boxes in (1, 4):
        for _ in range(boxes):
            make_stored(team.app, there, user=team.annotator, status=Status.PENDING)
        submit(team.member(team.annotator), there.pk)
        with CaptureQueriesContext(connection) as asked:
            client.get(history(there))
        counts.append(len(asked))

    assert counts[0] == counts[1]
