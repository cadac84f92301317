"""The overview of an app."""

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app import statistics
from annotations_app.models import Status
from tests.make import box, make_input, make_marker, make_stored

OVERVIEW = "/apps/owner/street/"


def test_the_overview_counts_inputs_work_and_concepts(team, browser):
    first, second = make_input(team.app), make_input(team.app)
    make_input(team.app)
    make_stored(team.app, first, user=team.annotator, status=Status.AWAITING_REVIEW, data=box("car"))
    make_stored(team.app, first, user=team.annotator, status=Status.AWAITING_REVIEW, data=box("car", value=0.0))
    make_stored(team.app, first, model="detector-1", data=box("car"))
    make_marker(team.app, second, team.annotator)

    counted = statistics.count(team.app)

    assert (counted.inputs, counted.untouched, counted.suggestions) == (3, 1, 1)
    assert counted.statuses == {"to do": 0, "sent back": 0, "awaiting review": 2, "done": 0}
    [anna] = [one for one in counted.people if one.handle == "annotator"]
    assert (anna.to_do, anna.submitted, anna.drawn) == (1, 1, 2)
    assert [(one.name, one.number, one.width) for one in counted.concepts] == [("car", 1, "100.00%")]
    assert '<rect class="bar" width="100.00%"' in browser(team.viewer).get(OVERVIEW).text


def test_each_input_counts_once_by_what_is_still_to_happen_on_it(team, browser):
    both, done, lonely = make_input(team.app), make_input(team.app), make_input(team.app)
    make_stored(team.app, both, user=team.annotator, status=Status.SUCCESS)
    make_marker(team.app, both, team.reviewer)
    make_stored(team.app, done, user=team.annotator, status=Status.SUCCESS)
    make_stored(team.app, lonely, model="detector-1")

    counted = statistics.count(team.app)
    page = browser(team.owner).get(OVERVIEW).text

    assert counted.states == {Status.REVIEW_DENIED: 0, Status.PENDING: 1, Status.AWAITING_REVIEW: 0, Status.SUCCESS: 1}
    assert (counted.untouched, counted.per_cent_done) == (1, 33)
    assert '<rect class="far-24151" x="33.333%" width="33.333%"' in page
    assert "<b>33 %</b>" in page


def test_an_empty_app_says_what_comes_first_to_those_who_can_do_it(team, browser):
    owner, viewer = (browser(person).get(OVERVIEW).text for person in (team.owner, team.viewer))
    make_marker(team.app, make_input(team.app), team.annotator)

    assert "First steps" in owner
    assert "First steps" not in viewer
    assert "There are no inputs in this app yet." in viewer
    assert "First steps" not in browser(team.owner).get(OVERVIEW).text


def test_each_role_is_offered_what_it_can_do(team, browser):
    make_stored(team.app, user=team.annotator, status=Status.AWAITING_REVIEW)
    make_marker(team.app, make_input(team.app), team.annotator)
    offers = ("Label 1 input", "Review 1 input", "Hand out work")

    seen = {name: browser(person).get(OVERVIEW).text for name, person in team.everybody().items()}

    assert {name: [offer for offer in offers if offer in page] for name, page in seen.items()} == {
        "owner": ["Review 1 input", "Hand out work"],
        "manager": ["Review 1 input", "Hand out work"],
        "reviewer": ["Review 1 input"],
        "annotator": ["Label 1 input"],
        "viewer": [],
    }


def test_in_a_blind_app_an_annotator_sees_their_own_counts_only(team, browser):
    team.app.change(blind=True)
    make_stored(team.app, user=team.reviewer, data=box("theirs"))

    member = team.member(team.annotator)
    counted, _ = statistics.overview(member)

    assert [one.handle for one in counted.people] == ["annotator"]
    assert sum(one.number for one in counted.concepts) == 0
    assert "you see your own work only" in browser(team.annotator).get(OVERVIEW).text


def test_a_large_app_is_counted_in_the_background_and_says_how_old_its_numbers_are(team, browser, monkeypatch):
    cache.clear()
    monkeypatch.setattr(statistics, "EXACT", 3)
    for _ in range(5):
        make_stored(team.app)
    member = team.member(team.owner)

    before, is_old = statistics.overview(member)
    page = browser(team.owner).get(OVERVIEW).text  # in the tests the job runs at once
    after, is_old_then = statistics.overview(member)

    assert (before, is_old) == (None, True)
    assert (after.inputs, is_old_then) == (5, False)
    assert "Counted <time" in page


def test_while_a_large_app_is_being_counted_the_page_asks_again(team, browser, monkeypatch):
    cache.clear()
    monkeypatch.setattr(statistics, "EXACT", 0)
    monkeypatch.setattr("annotations_app.views.statistics.count_app", lambda *_: None)
    make_stored(team.app)

    page = browser(team.owner).get(OVERVIEW).text

    assert "its work is being counted" in page
    assert 'hx-trigger="load delay:3s"' in page


def test_the_overview_of_five_asks_as_often_as_of_one(team, browser):
    client, counts = browser(team.owner), []
    client.get(OVERVIEW)
    for inputs in (1, 4):
        for _ in range(inputs):
            make_stored(team.app, user=team.annotator, status=Status.AWAITING_REVIEW)
        with CaptureQueriesContext(connection) as asked:
            client.get(OVERVIEW)
        counts.append(len(asked))

    assert counts[0] == counts[1]
