"""Help for people, and the list of calls for scripts."""

import pytest
from django.urls import reverse

from annotations_app.api.routes import ROUTES
from annotations_app.views.help import ENDPOINTS


def test_page_lists_exactly_the_calls_that_exist():
    shown = {(call.verb, call.path) for calls in ENDPOINTS.values() for call in calls}

    built = {
        (route.verb, f"/v2{route.path[1:]}" if route.path.startswith("=") else route.path.removeprefix("F"))
        for route in ROUTES
        if route.run is not None
    }
    assert shown == built


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["help-annotators", "help-api"])
def test_help_is_open_to_everybody(name, client):
    assert client.get(reverse(name)).status_code == 200


def test_examples_name_the_person(team, browser):
    assert "/v2/users/annotator/apps/" in browser(team.annotator).get(reverse("help-api")).text
