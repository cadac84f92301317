"""Signing in and out, accounts by invitation, the profile, and what happens around each page."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from annotations_app.models import Invitation, User
from tests.make import make_user

LOGIN = "/accounts/login/"
SIGNUP = "/accounts/signup/"
NEW = {"username": "newcomer", "password1": "correct horse battery"}


@pytest.fixture(autouse=True)
def nobody_has_guessed_yet():
    cache.clear()


@pytest.fixture
def invited(team, client):
    """A browser that has followed an invitation link."""
    _, secret = Invitation.issue(team.member(team.owner), "annotator")
    client.get(reverse("collaborators-accept", args=[secret]))
    return client


def sign_in(client, handle="owner", password="owner-owner", **more):
    return client.post(LOGIN, {"login": handle, "password": password, **more})


def test_person_signs_in_and_out(team, client):
    assert sign_in(client).status_code == 302
    assert "Street scenes" in client.get("/").text

    client.post("/accounts/logout/")
    assert client.get("/").headers["Location"].startswith(LOGIN)


def test_wrong_password_and_unknown_person_read_the_same(team, client):
    wrong = sign_in(client, password="wrong")
    unknown = sign_in(client, handle="nobody", password="wrong")

    said = [page.text.split('role="alert">')[1].split("</p>")[0] for page in (wrong, unknown)]
    assert said[0] == said[1]


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_leads_nowhere_else(next_page, team, client):
    page = sign_in(client, next=next_page)

    assert page.headers["Location"] == "/"


def test_nobody_makes_an_account_without_an_invitation(db, client):
    assert "By invitation only" in client.get(SIGNUP).text
    assert not client.post(SIGNUP, NEW).has_header("Location")
    assert not User.objects.exists()


def test_invited_person_makes_an_account_and_is_in(team, invited):
    page = invited.post(SIGNUP, NEW)

    person = User.objects.get(handle="newcomer")
    assert page.headers["Location"] == "/apps/owner/street/"
    assert team.member(person).role == "annotator"
    assert "Welcome to Street scenes. You work here as annotator." in invited.get("/apps/owner/street/").text
    assert Invitation.objects.get().used_by == person


@pytest.mark.parametrize(
    "bad",
    [{"username": "OWNER"}, {"username": "me"}, {"username": "a b"}, {"username": "<b>"}, {"username": "é"},
     {"username": "x" * 65}, {"username": ""}, {"password1": "short"}, {"password1": "newcomer1234"}],
)  # fmt: skip
def test_bad_account_is_refused_and_the_invitation_stays_open(bad, team, invited):
    page = invited.post(SIGNUP, {**NEW, **bad})

    assert page.status_code == 200
    assert 'class="error"' in page.text
    assert User.objects.count() == 5
    assert Invitation.objects.get().used_by is None


@pytest.mark.parametrize("address", ["password/reset/", "email/", "password/set/", "confirm-email/", ""])
def test_pages_that_would_send_mail_are_not_there(address, team, client):
    assert client.get(f"/accounts/{address}").status_code == 404
    assert client.post(f"/accounts/{address}", {"email": "o@example.com"}).status_code == 404


def test_used_invitation_makes_no_second_account(team, invited):
    Invitation.objects.update(used_by=make_user("quick"))

    page = invited.post(SIGNUP, NEW)

    assert "By invitation only" in page.text
    assert not User.objects.filter(handle="newcomer").exists()


def test_password_change_ends_the_other_sessions(team, browser):
    here, there = browser(team.owner), browser(team.owner)
    sent = {"oldpassword": "owner-owner", "password1": "correct horse battery", "password2": "correct horse battery"}
    here.post(reverse("account_change_password"), sent)

    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_profile_is_changed(team, browser):
    sent = {"first_name": "Olivia", "last_name": "Owner", "email": "o@example.com"}
    page = browser(team.owner).post(reverse("profile-edit"), sent, follow=True)

    assert "Your profile is saved." in page.text
    assert User.objects.get(handle="owner").full_name == "Olivia Owner"


@pytest.mark.parametrize("bad", [{"email": "nowhere"}, {"first_name": "x" * 151}, {"last_name": "a\x00b"}])
def test_bad_profile_changes_nothing(bad, team, browser):
    page = browser(team.owner).post(reverse("profile-edit"), {"first_name": "Olivia", **bad})

    assert page.status_code == 422
    assert User.objects.get(handle="owner").first_name == ""


@pytest.mark.parametrize(("chosen", "shown"), [("dark", ' data-theme="dark"'), ("system", '<html lang="en">')])
def test_theme_is_rendered_by_the_server(chosen, shown, team, browser):
    client = browser(team.owner)
    client.post(reverse("profile-theme"), {"theme": chosen, "next": "//evil.example"})

    assert shown in client.get("/").text


def test_strange_theme_cookie_is_ignored(team, browser):
    client = browser(team.owner)
    client.cookies["theme"] = '"><script>'

    assert "<script>" not in client.get("/").text


def test_signed_out_part_sends_the_whole_page_to_sign_in(db, client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/apps/a/b/queue/?page=2"}
    answer = client.get("/apps/a/b/queue/", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fapps%2Fa%2Fb%2Fqueue%2F%3Fpage%3D2"


def test_signed_out_script_is_told_so(db, client):
    answer = client.get("/profile/", headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert answer.json()["message"] == "You are signed out. Sign in to go on."


def test_pages_with_data_are_kept_by_no_cache(team, browser):
    assert browser(team.owner).get("/").headers["Cache-Control"] == "private, no-store"


def test_refusal_of_a_part_goes_into_the_messages(team, browser):
    page = browser(team.viewer).get("/apps/owner/street/settings/", headers={"HX-Request": "true"})

    assert page.status_code == 403
    assert page.headers["HX-Retarget"] == "#messages"
    assert "Your role in this app does not include this." in page.text


def test_form_without_its_token_is_refused(team):
    client = Client(enforce_csrf_checks=True)
    client.force_login(team.owner, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.post(reverse("apps-new"), {"name": "Forged"})

    assert page.status_code == 403
    assert "Reload the page and try again." in page.text
    assert team.owner.apps.count() == 1


def test_unknown_address_is_a_page_of_ours(db, client, team, browser):
    page = browser(team.owner).get("/nothing/here/")

    assert page.status_code == 404
    assert "Nothing here" in page.text


def test_broken_page_names_its_request_and_no_detail(team, browser, monkeypatch):
    monkeypatch.setattr("annotations_app.views.apps.App.objects.seen_by", lambda user: 1 / 0)
    client = browser(team.owner)
    client.raise_request_exception = False

    page = client.get("/")

    assert page.status_code == 500
    assert "Number of this request" in page.text
    assert "ZeroDivisionError" not in page.text


def test_sign_in_is_logged(team, client):
    with capture_logs() as lines:
        sign_in(client)

    assert [(line["event"], line["user"]) for line in lines] == [("signed in", "owner")]


def test_failed_sign_in_is_logged_without_what_was_typed(team, client):
    with capture_logs() as lines:
        sign_in(client, password="a secret word")
        sign_in(client, handle="a secret word", password="owner")

    assert [(line["event"], line["user"]) for line in lines] == [("sign-in failed", "owner"), ("sign-in failed", "")]
    assert "a secret word" not in str(lines)


def test_person_who_guesses_is_slowed_and_told_and_locks_nobody_out(team, client):
    for _ in range(5):
        sign_in(client, password="a wrong guess")

    page = sign_in(client)

    assert "Too many failed login attempts" in page.text
    assert client.get("/").status_code == 302
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    sign_in(elsewhere)
    assert elsewhere.get("/").status_code == 200


def test_session_goes_on_while_somebody_works_but_not_for_ever(team, client):
    begun = datetime(2026, 11, 25, 8, tzinfo=UTC)
    with time_machine.travel(begun, tick=False) as clock:
        sign_in(client)
        for _ in range(16):  # every ten hours, for nearly a week
            clock.shift(timedelta(hours=10))
            assert client.get("/").status_code == 200

        clock.move_to(begun + timedelta(days=7, hours=1))
        assert client.get("/").status_code == 302


def test_session_ends_after_half_a_day_of_rest(team, client):
    with time_machine.travel(datetime(2026, 11, 25, 8, tzinfo=UTC), tick=False) as clock:
        sign_in(client)
        clock.shift(timedelta(hours=12, minutes=1))
        assert client.get("/").status_code == 302


def test_sessions_live_through_a_change_of_the_secret_key_and_end_cleanly_without_the_former(team, client, settings):
    sign_in(client)
    resting = Client()
    sign_in(resting)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the new one", [settings.SECRET_KEY]
    assert client.get("/").status_code == 200

    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/").status_code == 200
    assert resting.get("/").status_code == 302


def test_how_the_labelling_page_listens_is_kept(team, browser):
    sent = {"single_keys": "picture", "wheel": "scroll", "keys": '{"draw": ["Q"]}'}

    page = browser(team.annotator).post(reverse("profile-labelling"), sent, follow=True)

    assert "listens as you want it" in page.text
    team.annotator.refresh_from_db()
    assert team.annotator.labelling == {"single_keys": "picture", "wheel": "scroll", "keys": {"draw": ["Q"]}}


@pytest.mark.parametrize("keys", ['{"draw": "Q"}', '{"draw": ["a b"]}', '["Q"]', "{", '{"draw": [1]}', '{"x y": []}'])
def test_strange_keys_are_refused(keys, team, browser):
    sent = {"single_keys": "off", "wheel": "zoom", "keys": keys}

    assert browser(team.annotator).post(reverse("profile-labelling"), sent).status_code == 422

    team.annotator.refresh_from_db()
    assert team.annotator.preferences == {}
