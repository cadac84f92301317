"""My apps, making one, settings, the end of one."""

import pytest
from django.urls import reverse

from annotations_app.models import Annotation, App, Input, Region
from annotations_app.views.apps import id_from
from tests.make import make_annotation, make_app, make_input, make_marker


def settings_of(app):
    return reverse("apps-settings", args=[app.owner, app.public_id])


def values(**others):
    return {"name": "Street scenes", "description": "", "open_suggestions": "ask", "review_reasons": "", **others}


def test_person_sees_their_apps_and_no_other(team, stranger, browser):
    page = browser(team.annotator).get("/")

    assert "Street scenes" in page.text
    assert "elsewhere" not in page.text


def test_open_work_is_counted_by_input(team, browser):
    one = make_input(team.app)
    make_marker(team.app, one, team.annotator)
    make_annotation(team.app, make_input(team.app), user=team.annotator, status=24151)

    page = browser(team.annotator).get("/")

    assert '<span class="count">2</span>' in page.text


def test_reviewer_sees_where_work_waits_for_review_and_annotator_does_not(team, browser):
    make_annotation(team.app, user=team.annotator, status=24157)

    pages = {person.handle: browser(person).get("/").text for person in (team.reviewer, team.annotator)}

    assert "/apps/owner/street/review/" in pages["reviewer"]
    assert "/apps/owner/street/review/" not in pages["annotator"]


def test_nobody_is_called_to_review_their_own_work(team, browser):
    make_annotation(team.app, user=team.reviewer, status=24157)

    assert "/apps/owner/street/review/" not in browser(team.reviewer).get("/").text


def test_an_app_shows_its_newest_picture(team, browser):
    make_input(team.app, "one", thumbnail="kept")
    make_input(team.app, "two", thumbnail="kept")
    make_input(team.app, "three")

    page = browser(team.viewer).get("/").text

    assert "/inputs/two/thumbnail" in page
    assert "/inputs/one/thumbnail" not in page


def test_list_takes_the_same_queries_for_one_app_and_for_five(team, browser, django_assert_num_queries):
    client = browser(team.owner)
    client.get("/")
    with django_assert_num_queries(6):
        client.get("/")

    for _ in range(4):
        make_app(team.owner)

    with django_assert_num_queries(6):
        client.get("/")


def test_anybody_makes_an_app_and_owns_it(stranger, browser):
    page = browser(stranger).post(reverse("apps-new"), {"name": "Fünf Straßen"})

    app = App.objects.get(name="Fünf Straßen")
    assert app.owner == stranger
    assert app.public_id == "funf-strassen"
    assert page.headers["Location"] == reverse("concepts-list", args=["stranger", app.public_id])


def test_second_app_of_the_same_id_is_refused_beside_the_field(team, browser):
    page = browser(team.owner).post(reverse("apps-new"), {"name": "Another", "id": "street"})

    assert page.status_code == 422
    assert "You have an app &#x27;street&#x27; already." in page.text
    assert App.objects.filter(owner=team.owner).count() == 1


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "x" * 1025])
def test_bad_name_makes_no_app(name, stranger, browser):
    page = browser(stranger).post(reverse("apps-new"), {"name": name})

    assert page.status_code == 422
    assert App.objects.count() == 1


@pytest.mark.parametrize(("name", "made"), [("Cats & dogs", "cats-dogs"), ("日本", "app"), ("--a--", "a")])
def test_id_is_made_from_the_name(name, made):
    assert id_from(name) == made


def test_owner_changes_settings(team, browser):
    sent = values(name="Roads", blind="on", review_reasons="Too wide\n\nWrong concept")
    page = browser(team.owner).post(settings_of(team.app), sent)

    assert page.status_code == 302
    team.app.refresh_from_db()
    assert (team.app.name, team.app.blind, team.app.needs_review) == ("Roads", True, False)
    assert team.app.review_reasons == ["Too wide", "Wrong concept"]


@pytest.mark.parametrize("bad", [{"name": ""}, {"open_suggestions": "maybe"}, {"review_reasons": "a\n" * 10}])
def test_bad_settings_change_nothing(bad, team, browser):
    page = browser(team.owner).post(settings_of(team.app), values(blind="on", **bad) | bad)

    assert page.status_code == 422
    team.app.refresh_from_db()
    assert (team.app.name, team.app.blind) == ("Street scenes", False)


def test_manager_changes_no_settings(team, browser):
    page = browser(team.manager).post(settings_of(team.app), values(name="Mine"))

    assert page.status_code == 403
    assert App.objects.get().name == "Street scenes"


def test_app_is_deleted_with_all_that_is_in_it_once_its_id_is_typed(team, browser):
    make_annotation(team.app, user=team.annotator)
    address = reverse("apps-delete", args=["owner", "street"])

    refused = browser(team.owner).post(address, {"typed": "Street scenes"})
    assert refused.status_code == 422
    assert App.objects.count() == 1

    page = browser(team.owner).post(address, {"typed": "street"}, follow=True)
    assert "Street scenes is deleted." in page.text
    assert not any(model.objects.exists() for model in (App, Input, Annotation, Region))


def test_name_that_looks_like_code_is_shown_as_text(team, browser):
    team.app.change(name='<img src=x onerror=alert(1)>"{{7*7}}')

    page = browser(team.owner).get(settings_of(team.app))

    assert "<img src=x" not in page.text
    assert "&lt;img src=x onerror=alert(1)&gt;&quot;{{7*7}}" in page.text
