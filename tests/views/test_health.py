from unittest import mock

from django.db import OperationalError
from django.test import Client


def test_alive_process_says_so_without_the_database():
    answer = Client().get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_server_says_so(db):
    answer = Client().get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_server_without_its_database_is_not_ready():
    with mock.patch("annotations_app.views.health.unapplied_migrations", side_effect=OperationalError("secret")):
        answer = Client().get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


def test_server_with_an_old_database_is_not_ready():
    with mock.patch("annotations_app.views.health.unapplied_migrations", return_value=True):
        answer = Client().get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"the database is older than the code\n")
