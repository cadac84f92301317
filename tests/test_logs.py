"""What operators read: one line of JSON for what went wrong, with who and where, and nothing that was sent."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client
from PIL import Image

from annotations_app import tasks
from annotations_app.api import annotations as calls
from annotations_app.models import App, InputStatus
from annotations_app.models.adding import InputDraft, add_inputs
from labeller.logs import JsonLines
from tests.api.asking import path_of, script_of
from tests.pictures import encoded

SECRET = "what somebody sent"


@pytest.fixture
def lines() -> Any:
    """Read what is logged, as it would stand in the log."""
    into = io.StringIO()
    handler = logging.StreamHandler(into)
    handler.setFormatter(JsonLines())
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in into.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def breaking(error: Exception) -> Callable[..., Any]:
    """Make a function that raises."""

    def broken(*_: Any, **__: Any) -> None:
        raise error

    return broken


def test_broken_call_is_one_line_that_names_request_person_and_app_but_no_value(team, lines, monkeypatch):
    script = script_of(team.owner)
    monkeypatch.setattr(calls, "read", breaking(ValueError(SECRET)))

    answer = script.get(path_of(team.app, f"/annotations?user_ids={SECRET[:4]}"))

    [line] = lines()
    assert answer.verdict == (500, 98004)
    assert (line["event"], line["level"], line["status"]) == ("request", "error", 500)
    assert (line["user"], line["app"]) == ("owner", "owner/street")
    assert line["req_id"] == answer.json["status"]["req_id"]
    assert (line["error"], line["where"][-1].split()[-1]) == ("ValueError", "broken")
    assert "what" not in json.dumps(line)
    assert script.headers["HTTP_AUTHORIZATION"].split()[1] not in json.dumps(line)


def test_refused_call_is_one_line(team, lines):
    answer = script_of(team.viewer).post(path_of(team.app, "/annotations"), {"annotations": [{"id": SECRET}]})

    [line] = lines()
    assert (line["status"], line["user"], line["app"]) == (403, "viewer", "owner/street")
    assert line["req_id"] == answer.json["status"]["req_id"]
    assert SECRET not in json.dumps(line)


def test_broken_page_is_one_line_and_shows_its_number(team, lines, monkeypatch):
    monkeypatch.setattr(App, "people", breaking(IntegrityError(f"Failing row contains ({SECRET})")))
    client = signed_in(team.owner)

    page = client.get("/apps/owner/street/inputs/")

    [line] = lines()
    assert page.status_code == 500
    assert (line["status"], line["user"], line["app"], line["error"]) == (
        500,
        "owner",
        "owner/street",
        "IntegrityError",
    )
    assert line["req_id"] in page.text
    assert SECRET not in json.dumps(line) + page.text


def test_busy_database_is_told_as_such_on_pages_parts_and_saves(team, lines, monkeypatch):
    monkeypatch.setattr("annotations_app.access.member_of", breaking(OperationalError("database is locked")))
    client = signed_in(team.owner)

    page = client.get("/apps/owner/street/")
    save = client.post(
        "/apps/owner/street/inputs/one/changes/", "{}", "application/json", headers={"Accept": "application/json"}
    )

    assert (page.status_code, page.headers["Retry-After"]) == (503, "2")
    assert "nothing was stored" in page.text
    assert (save.status_code, save.json()["message"][:18]) == (503, "The server is busy")
    assert [line["why"] for line in lines()] == ["database is locked"] * 2


def test_broken_session_table_is_no_sign_in_page(team, lines, monkeypatch):
    client = signed_in(team.owner)
    monkeypatch.setattr(
        "django.contrib.sessions.backends.db.SessionStore.load", breaking(OperationalError("disk I/O error"))
    )

    assert client.get("/apps/owner/street/").status_code == 503
    assert lines()[0]["status"] == 503


def test_failed_job_is_one_line(team, lines):
    noise = encoded(Image.effect_noise((400, 300), 90), "JPEG")
    [row] = add_inputs(team.member(team.owner), [InputDraft(id="one", content=noise[: len(noise) // 2])])

    tasks.process_input(row.pk)

    [line] = lines()
    assert (line["event"], line["app"], line["input"]) == ("job failed", "owner/street", "one")
    assert line["status"] == InputStatus.INVALID_ARGUMENT


def test_lines_of_packages_are_json_too_and_break_nowhere(lines):
    try:
        raise RuntimeError(SECRET)
    except RuntimeError:
        logging.getLogger("huey").exception("A job broke\nin two lines")

    [line] = lines()
    assert (line["event"], line["error"]) == ("A job broke\nin two lines", "RuntimeError")
    assert SECRET not in json.dumps(line)


def signed_in(user: Any) -> Client:
    """Sign somebody in, in a browser that shows what is answered when something breaks."""
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
