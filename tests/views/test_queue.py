"""My queue."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.models import Concept, Status
from annotations_app.models.deciding import send_back
from annotations_app.models.work import hand_out, skip
from tests.make import box, make_input, make_marker, make_stored

QUEUE = "/apps/owner/street/queue/"


def test_the_queue_says_why_each_input_is_there(team, browser):
    to_label, to_check, returned, skipped = (make_input(team.app, name) for name in ("label", "check", "back", "skip"))
    make_marker(team.app, to_label, team.annotator)
    make_marker(team.app, skipped, team.annotator)
    make_stored(team.app, to_check, model="detector-1", data=box("car"))
    hand_out(team.member(team.owner), [to_check.pk], [team.annotator], check_of="detector-1")
    wide = make_stored(team.app, returned, user=team.annotator, status=Status.AWAITING_REVIEW)
    send_back(team.member(team.reviewer), returned.pk, wide.id, "too <wide>")
    skip(team.member(team.annotator), skipped.pk)

    page = browser(team.annotator).get(QUEUE).text

    assert [page.index(f"inputs/{name}/label/") for name in ("back", "label", "check", "skip")] == sorted(
        page.index(f"inputs/{name}/label/") for name in ("back", "label", "check", "skip")
    )
    assert "1 sent back" in page
    assert "“too &lt;wide&gt;”" in page
    assert "to check: 1 annotation" in page
    assert "skipped" in page


def test_continue_opens_the_first_input_of_the_queue(team, browser):
    first, second = make_input(team.app, "first"), make_input(team.app, "second")
    for there in (first, second):
        make_marker(team.app, there, team.annotator)

    page = browser(team.annotator).get(QUEUE).text

    assert page.index('href="/apps/owner/street/inputs/first/label/"') < page.index(">Continue</a>")


def test_an_empty_queue_says_so(team, browser):
    page = browser(team.annotator).get(QUEUE)

    assert page.status_code == 200
    assert "Nothing is waiting for you." in page.text


def test_nobody_sees_the_queue_of_somebody_else(team, browser):
    make_marker(team.app, make_input(team.app, "hers"), team.annotator)

    assert "hers" not in browser(team.reviewer).get(QUEUE).text


def test_a_queue_of_five_asks_as_often_as_one_of_one(team, browser):
    client, counts = browser(team.annotator), []
    client.get(QUEUE)
    for inputs in (1, 4):
        for _ in range(inputs):
            make_marker(team.app, make_input(team.app), team.annotator)
        with CaptureQueriesContext(connection) as asked:
            client.get(QUEUE)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_where_work_is_taken_the_queue_offers_it_and_opens_it(team, browser):
    make_input(team.app, "free")
    client = browser(team.annotator)
    assert "Take the next input" not in client.get(QUEUE).text

    team.app.change(taking=True)
    before = client.get(QUEUE).text
    taken = client.post(f"{QUEUE}take/")
    nothing = client.post(f"{QUEUE}take/", follow=True).text

    assert "Take the next input" in before
    assert taken.headers["Location"] == "/apps/owner/street/inputs/free/label/"
    assert "Nothing is left to take" in nothing
    assert "Take the next input" not in browser(team.viewer).get(QUEUE).text


def test_a_round_about_one_concept_goes_on_where_work_is_taken_and_back_to_its_queue(team, browser):
    Concept.objects.add(team.app, [("car", "Car"), ("traffic light", "Traffic light")])
    make_input(team.app, "free")
    team.app.change(taking=True)
    client, query = browser(team.annotator), "?concept=traffic+light"

    offered = client.get(f"{QUEUE}{query}").text
    taken = client.post(f"{QUEUE}take/{query}")
    page = client.get(taken.headers["Location"]).text
    last = client.post(f"/apps/owner/street/inputs/free/skip/{query}", headers={"HX-Request": "true"})

    assert f'action="{QUEUE}take/{query}"' in offered
    assert 'value="traffic light" selected' in offered
    assert taken.headers["Location"] == f"/apps/owner/street/inputs/free/label/{query}"
    assert "Only Traffic light" in page
    assert f'href="{QUEUE}{query}"' in page
    assert last.headers["HX-Redirect"] == f"{QUEUE}{query}"


def test_a_concept_that_is_none_of_the_apps_is_no_round(team, browser):
    make_marker(team.app, make_input(team.app, "picture"), team.annotator)

    page = browser(team.annotator).get("/apps/owner/street/inputs/picture/label/?concept=%00gone")

    assert page.status_code == 200
    assert "All concepts" not in page.text
