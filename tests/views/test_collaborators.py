"""Who works in an app, and how they come and go."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from annotations_app.models import Collaborator, Invitation, Role
from tests.make import make_app, make_user


def address(function, *more):
    return reverse(f"collaborators-{function}", args=["owner", "street", *more])


def link_of(team, role="annotator", **kwargs):
    return Invitation.issue(team.member(team.owner), role, **kwargs)[1]


def test_manager_invites_and_the_link_is_shown_once(team, browser):
    client = browser(team.manager)
    made = client.post(address("invite"), {"role": "reviewer", "days": "7", "scopes": ["Inputs:Add"]})
    later = client.get(address("list"))

    assert "/invitations/" in made.text
    assert "/invitations/ey" not in later.text
    assert "As reviewer" in later.text
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.scopes) == ("reviewer", ["Inputs:Add"])
    assert invitation.token_hash not in made.text


@pytest.mark.parametrize("sent", [{"role": "owner", "days": "7"}, {"role": "viewer", "days": "99"}, {}])
def test_bad_invitation_is_refused(sent, team, browser):
    page = browser(team.owner).post(address("invite"), sent)

    assert page.status_code == 422
    assert not Invitation.objects.exists()


def test_signed_in_person_joins_by_the_link(team, stranger, browser):
    secret = link_of(team, "reviewer")
    client = browser(stranger)

    assert "Owner" in client.get(reverse("collaborators-accept", args=[secret])).text.title()
    page = client.post(reverse("collaborators-join", args=[secret]), follow=True)

    assert "Welcome to Street scenes." in page.text
    assert team.member(stranger).role == "reviewer"


def test_link_works_once(team, stranger, browser):
    secret = link_of(team)
    browser(stranger).post(reverse("collaborators-join", args=[secret]))

    page = browser(make_user("second")).post(reverse("collaborators-join", args=[secret]))

    assert page.status_code == 404
    assert not Collaborator.objects.filter(user__handle="second").exists()


def test_link_that_has_expired_opens_nothing(team, browser, stranger):
    secret = link_of(team)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    page = browser(stranger).get(reverse("collaborators-accept", args=[secret]))

    assert page.status_code == 404
    assert "This invitation is not open" in page.text


def test_withdrawn_link_opens_nothing(team, browser, stranger):
    secret = link_of(team)
    browser(team.owner).post(address("withdraw", Invitation.objects.get().pk))

    assert browser(stranger).get(reverse("collaborators-accept", args=[secret])).status_code == 404


def test_owner_cannot_join_their_own_app(team, browser):
    page = browser(team.owner).post(reverse("collaborators-join", args=[link_of(team)]))

    assert page.status_code == 409
    assert "This is your own app." in page.text


def test_manager_changes_a_role(team, browser):
    one = Collaborator.objects.get(user=team.viewer)
    page = browser(team.manager).post(address("role", one.pk), {"role": "reviewer"}, follow=True)

    assert "viewer is now reviewer." in page.text
    assert team.member(team.viewer).role == "reviewer"


def test_unknown_role_is_refused(team, browser):
    one = Collaborator.objects.get(user=team.viewer)
    page = browser(team.owner).post(address("role", one.pk), {"role": "owner"})

    assert page.status_code == 422
    assert team.member(team.viewer).role == "viewer"


def test_person_who_is_removed_sees_the_app_no_more(team, browser):
    one = Collaborator.objects.get(user=team.annotator)
    browser(team.owner).post(address("remove", one.pk))

    assert "Street scenes" not in browser(team.annotator).get("/").text
    one.refresh_from_db()
    assert one.until is not None


def test_manager_who_leaves_lands_on_their_apps(team, browser):
    one = Collaborator.objects.get(user=team.manager)
    page = browser(team.manager).post(address("remove", one.pk))

    assert page.headers["Location"] == "/"


@pytest.mark.parametrize("function", ["role", "remove"])
def test_collaborator_of_another_app_is_not_found_here(function, team, browser, stranger):
    other = make_app(stranger).admit(team.viewer, Role.VIEWER)
    page = browser(team.owner).post(address(function, other.pk), {"role": "reviewer"})

    assert page.status_code == 404
    other.refresh_from_db()
    assert (other.role, other.until) == ("viewer", None)


@pytest.mark.parametrize("role", ["reviewer", "annotator", "viewer"])
def test_lesser_roles_change_nobody(role, team, browser):
    one = Collaborator.objects.get(user=team.viewer)
    client = browser(getattr(team, role))

    assert client.post(address("role", one.pk), {"role": "manager"}).status_code == 403
    assert client.post(address("remove", one.pk)).status_code == 403
    assert client.post(address("invite"), {"role": "viewer", "days": "7"}).status_code == 403
    assert team.member(team.viewer).role == "viewer"


def test_list_takes_the_same_queries_for_few_and_for_many(team, browser, django_assert_max_num_queries):
    for _ in range(5):
        team.app.admit(make_user(), "annotator")

    client = browser(team.manager)

    with django_assert_max_num_queries(7):
        client.get(address("list"))
