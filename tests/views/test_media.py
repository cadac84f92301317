"""Pictures are served to those who may see the app, with validators and long private caching."""

import pytest
from django.urls import reverse

from annotations_app import tasks
from annotations_app.models.adding import InputDraft, add_inputs
from tests.make import make_input
from tests.pictures import decoded, picture

KINDS = ("inputs-display", "inputs-thumbnail", "inputs-original")
JPEG = picture()


@pytest.fixture
def shown(team):
    """Make a processed input of a photo with a telling name."""
    [row] = add_inputs(team.member(team.owner), [InputDraft(id="cat", file_name="Katze <1>.jpg", content=JPEG)])
    tasks.process_input(row.pk)
    row.refresh_from_db()
    return row


def address(kind, row):
    """Return where a file of an input is."""
    return reverse(kind, args=[row.app.owner, row.app.public_id, row.public_id])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ["owner", "manager", "reviewer", "annotator", "viewer"])
def test_who_works_in_the_app_sees_pictures(team, browser, shown, role, kind):
    answer = browser(getattr(team, role)).get(address(kind, shown))

    assert answer.status_code == 200
    assert decoded(answer.getvalue()).size == (64, 48)


@pytest.mark.parametrize("kind", KINDS)
def test_strangers_find_nothing(stranger, browser, client, shown, kind):
    assert browser(stranger).get(address(kind, shown)).status_code == 404
    assert client.get(address(kind, shown)).status_code == 302


@pytest.mark.parametrize("kind", KINDS)
def test_picture_comes_with_safe_headers(team, browser, shown, kind):
    answer = browser(team.viewer).get(address(kind, shown))

    assert answer["Content-Type"] in ("image/jpeg", "image/png")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"].startswith("private, max-age=")
    assert answer["ETag"]
    assert answer["Last-Modified"]
    assert "attachment" in answer.get("Content-Disposition", "") if kind == "inputs-original" else True


def test_address_with_the_content_is_kept_for_a_year(team, browser, shown):
    answer = browser(team.viewer).get(f"{address('inputs-display', shown)}?v=1")

    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize("kind", KINDS)
def test_known_picture_is_not_sent_again(team, browser, shown, kind):
    person = browser(team.viewer)
    first = person.get(address(kind, shown))

    by_tag = person.get(address(kind, shown), headers={"If-None-Match": first["ETag"]})
    by_time = person.get(address(kind, shown), headers={"If-Modified-Since": first["Last-Modified"]})
    other = person.get(address(kind, shown), headers={"If-None-Match": '"other"'})

    assert (by_tag.status_code, by_time.status_code, other.status_code) == (304, 304, 200)
    assert by_tag["ETag"] == first["ETag"]
    assert not by_tag.content


def test_known_picture_is_told_only_to_who_may_see_it(stranger, team, browser, shown):
    tag = browser(team.viewer).get(address("inputs-display", shown))["ETag"]

    assert browser(stranger).get(address("inputs-display", shown), headers={"If-None-Match": tag}).status_code == 404


def test_original_is_saved_under_its_own_name(team, browser, shown):
    answer = browser(team.viewer).get(address("inputs-original", shown))

    assert answer["Content-Disposition"] == 'attachment; filename="Katze <1>.jpg"'
    assert answer.getvalue() == JPEG


def test_original_says_what_we_found_and_not_what_was_claimed(team, browser):
    text = InputDraft(id="page", medium="text", text="<script>alert(1)</script>")
    [row] = add_inputs(team.member(team.owner), [text])

    answer = browser(team.viewer).get(address("inputs-original", row))

    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"] == 'attachment; filename="page.txt"'


@pytest.mark.parametrize("kind", KINDS)
def test_picture_that_is_not_there_is_missing(team, browser, kind):
    row = make_input(team.app, display="1/none/display.jpg", thumbnail="", original="1/none/original")

    assert browser(team.owner).get(address(kind, row)).status_code == 404


def test_head_tells_the_size(team, browser, shown):
    answer = browser(team.viewer).head(address("inputs-original", shown))

    assert answer.status_code == 200
    assert answer["Content-Length"] == str(len(JPEG))
    assert not answer.content


@pytest.mark.parametrize("kind", KINDS)
def test_picture_takes_no_post(team, browser, shown, kind):
    assert browser(team.owner).post(address(kind, shown)).status_code == 405
