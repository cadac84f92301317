"""What people have put off, as the owner and they themselves see it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Annotation
from annotations_app.models.work import hand_out, skip, submit
from annotations_app.skipped import SHOWN, skipped
from tests.make import box, make_input, make_marker, make_stored

OVERVIEW, QUEUE = "/apps/owner/street/", "/apps/owner/street/queue/"


def put_off(team, *, name="", reason="", user=None):
    there = make_input(team.app, name)
    make_marker(team.app, there, user or team.annotator)
    skip(team.member(user or team.annotator), there.pk, reason)
    return there


def test_the_owner_sees_what_was_skipped_by_whom_and_why(team, browser):
    put_off(team, name="dark", reason="too <dark>")
    put_off(team, name="odd", user=team.reviewer)

    owner = browser(team.owner).get(OVERVIEW).text
    part = owner[owner.index('id="skipped-title"') :]

    assert part.index("inputs/odd/") < part.index("inputs/dark/")
    assert "“too &lt;dark&gt;”" in part
    assert "by annotator, " in part
    assert "no reason given" in part
    assert "skipped-title" in browser(team.manager).get(OVERVIEW).text
    for person in (team.reviewer, team.annotator, team.viewer):
        assert "skipped-title" not in browser(person).get(OVERVIEW).text


def test_who_skipped_sees_the_reason_in_their_queue_and_nobody_elses(team, browser):
    there = put_off(team, reason="too dark")
    make_marker(team.app, there, team.reviewer)
    skip(team.member(team.reviewer), there.pk, "wrong way up")

    assert "skipped: too dark" in browser(team.annotator).get(QUEUE).text
    assert "wrong way up" not in browser(team.annotator).get(QUEUE).text


def test_boxes_to_check_have_no_marker_and_their_reason_is_told_all_the_same(team):
    made = make_stored(team.app, model="detector-1", data=box("car"))
    hand_out(team.member(team.owner), [made.input_pk], [team.annotator], check_of="detector-1")
    skip(team.member(team.annotator), made.input_pk, "first")
    skip(team.member(team.annotator), made.input_pk, "second")

    [one], more = skipped(team.member(team.owner))

    assert (one.reason, one.person, more) == ("second", team.annotator, False)


def test_what_was_submitted_is_not_skipped_any_more(team):
    there = put_off(team, reason="too dark")
    submit(team.member(team.annotator), there.pk)

    assert skipped(team.member(team.owner)) == ([], False)


def test_many_skipped_inputs_take_as_many_questions_as_one_and_the_latest_are_shown(team):
    counts, owner = [], team.member(team.owner)
    for number in (1, SHOWN):
        for _ in range(number):
            put_off(team, reason="too dark")
        with CaptureQueriesContext(connection) as asked:
            shown, more = skipped(owner)
        counts.append(len(asked))

    assert counts == [3, 3]
    assert (len(shown), more) == (SHOWN, True)


def test_skipped_work_is_found_by_its_own_index(team):
    if connection.vendor == "sqlite":
        assert "annotation_that_was_skipped" in Annotation.objects.skipped(team.app).explain()
