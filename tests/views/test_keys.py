"""A person's keys."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from annotations_app.models import ApiKey


def test_key_is_shown_once_with_what_to_paste(team, browser):
    client = browser(team.owner)
    sent = {"description": "Nightly", "app": str(team.app.pk), "expires": "30", "scopes": ["Annotations:Get"]}
    page = client.post(reverse("keys-make"), sent)

    secret = re.search(r'<pre id="secret"[^>]*>([^<]+)<', page.text)[1]
    key = ApiKey.objects.get()
    assert ApiKey.objects.holding(secret) == key
    assert (key.app, key.scopes, key.description) == (team.app, ["Annotations:Get"], "Nightly")
    assert key.expires_at is not None
    assert f"Authorization: Key {secret}" in page.text
    assert "get_json_channel" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert secret not in client.get(reverse("keys-list")).text


def test_personal_access_token_works_for_all_apps(team, browser):
    browser(team.annotator).post(reverse("keys-make"), {"description": "Mine", "expires": ""})

    key = ApiKey.objects.get()
    assert (key.user, key.app, key.scopes, key.expires_at) == (team.annotator, None, ["All"], None)


@pytest.mark.parametrize(
    "bad", [{"description": ""}, {"scopes": ["Everything"]}, {"expires": "3"}, {"app": "999999"}, {"app": "x"}]
)
def test_bad_key_is_refused(bad, team, browser):
    page = browser(team.owner).post(reverse("keys-make"), {"description": "A key", "expires": "30", **bad})

    assert page.status_code == 422
    assert not ApiKey.objects.exists()


def test_collaborator_makes_no_key_of_the_app(team, browser):
    page = browser(team.manager).post(reverse("keys-make"), {"description": "A key", "app": str(team.app.pk)})

    assert page.status_code == 422
    assert not ApiKey.objects.exists()


def test_key_that_is_deleted_opens_nothing(team, browser):
    key, secret = ApiKey.issue(team.owner)
    browser(team.owner).post(reverse("keys-delete", args=[key.pk]))

    assert ApiKey.objects.holding(secret) is None


def test_nobody_sees_or_deletes_the_keys_of_others(team, stranger, browser):
    key, _ = ApiKey.issue(team.owner, description="Private matter")
    client = browser(stranger)

    assert "Private matter" not in client.get(reverse("keys-list")).text
    assert client.post(reverse("keys-delete", args=[key.pk])).status_code == 404
    assert ApiKey.objects.filter(pk=key.pk).exists()


def test_key_whose_time_is_over_is_shown_as_ended(team, browser):
    past = timezone.now() - timedelta(days=1)
    ApiKey.issue(team.owner, team.app, description="Old", expires_at=past)
    ApiKey.issue(team.owner, team.app, description="Young")

    page = browser(team.owner).get(reverse("keys-list")).text

    assert page.count(">ended ") == 1
    assert page.count("never ends") == 1
