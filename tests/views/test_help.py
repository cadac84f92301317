"""Help for people, and the list of calls for scripts."""

import pytest
from django.urls import reverse

from annotations_app.api.routes import ROUTES
from annotations_app.views.help_calls import subjects, types


def test_page_explains_exactly_the_calls_that_exist():
    shown = {(call.verb, call.name) for _, calls in subjects("") for call in calls}

    assert shown == {(route.verb, route.name) for route in ROUTES}


def test_every_type_that_a_call_names_is_explained():
    explained = {one.name for one in types()}
    calls = [call for _, some in subjects("") for call in some]
    members = [member for call in calls for member in (*call.body, *call.answer)]
    members += [member for one in types() for member in one.members]

    assert {name for member in members for name in member.kind.types} <= explained


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["help-annotators", "help-api"])
def test_help_is_open_to_everybody(name, client):
    assert client.get(reverse(name)).status_code == 200


def test_every_client_is_told_the_ports_of_this_server(client, settings):
    settings.GRPC_PORT, settings.GRPC_TLS_PORT = 18081, 18444

    page = client.get("/help/api/", headers={"Host": "localhost:8000"}).content.decode()

    assert 'get_insecure_grpc_channel(base="localhost", port=18081)' in page
    assert "localhost:18444" in page
    assert "http://localhost:8000" in page
