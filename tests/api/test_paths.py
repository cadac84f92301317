"""Paths, verbs and the envelope around everything under /v2."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from annotations_app.api import routes
from annotations_app.models import Annotation, Input
from tests.api.asking import Script, path_of
from tests.conftest import Team
from tests.make import make_annotation

UNKNOWN = [
    "", "/", "/nothing", "/annotations/x/y/z", "/annotations//", "//annotations", "/../etc/passwd", "/%2e%2e/",
    "/inputs//annotations",
    "/{{7*7}}", "/inputs/a/b", "/users", "/users/owner/apps/street/nothing", "/" + "x" * 6000, "/inputs/\xff\xfe/x",
    "/users//apps",
]  # fmt: skip


@pytest.mark.parametrize("path", UNKNOWN, ids=lambda path: path[:30])
@pytest.mark.parametrize("verb", ["GET", "POST", "DELETE"])
def test_unknown_path_has_the_envelope(script: Script, path: str, verb: str) -> None:
    answer = script.ask(verb, path, b"")

    assert answer.verdict == (404, 11101)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("verb", ["PUT", "TRACE", "OPTIONS", "PROPFIND", "FOO", "get", "X" * 300])
def test_wrong_verb_has_the_envelope(script: Script, verb: str) -> None:
    answer = script.ask(verb, "/annotations", b"{}", HTTP_X_HTTP_METHOD_OVERRIDE="GET")

    assert answer.verdict == (405, 11103)
    assert answer.headers["Allow"] == "DELETE, GET, PATCH, POST"


@pytest.mark.parametrize(
    ("verb", "path"), [("DELETE", "/inputs/status"), ("GET", "/inputs/annotations"), ("DELETE", "/inputs/stream")]
)
def test_fixed_words_are_never_ids(script: Script, verb: str, path: str) -> None:
    assert script.ask(verb, path).verdict == (405, 11103)


@pytest.mark.parametrize("path", ["/annotations/", "/inputs/", "/concepts/", "/inputs/status/", "/users/me/", "/app/"])
def test_slash_at_the_end_is_answered_directly(script: Script, path: str) -> None:
    assert script.get(path).verdict == (200, 10000)


def test_delete_with_a_slash_keeps_its_body(team: Team, script: Script, picture: Input) -> None:
    make_annotation(team.app, picture)

    assert script.delete("/annotations/", {"input_ids": ["picture"]}).http == 200
    assert not Annotation.objects.filter(input_level=False).exists()


def test_ids_are_decoded_after_the_path_is_split(team: Team, script: Script, picture: Input) -> None:
    one = make_annotation(team.app, picture, id="a+b@c")

    found = script.get(
        f"/inputs/picture/annotations/{one.public_id}", REQUEST_URI="/v2/inputs/picture/annotations/a%2Bb%40c"
    )
    hidden = script.delete("/x", REQUEST_URI="/v2/inputs/picture%2Fannotations%2Fa%2Bb%40c")

    assert found.json["annotation"]["id"] == "a+b@c"
    assert hidden.verdict == (404, 11101)
    assert Annotation.objects.filter(public_id="a+b@c").exists()


def test_slashes_before_the_path_are_another_path(script: Script, picture: Input) -> None:
    for raw in ("//v2/annotations", "///v2/annotations"):
        assert script.delete("/annotations", {"input_ids": ["picture"]}, REQUEST_URI=raw).verdict == (404, 11101)


def test_ids_with_nul_and_broken_utf8_find_nothing(script: Script, picture: Input) -> None:
    for raw in (
        "/v2/inputs/%00",
        "/v2/inputs/%ff",
        "/v2/concepts/%00",
        "/v2/users/%00",
        "/v2/inputs/picture/annotations/%00",
    ):
        assert script.get("/inputs/x", REQUEST_URI=raw).verdict == (404, 11101)


def test_foreign_host_is_refused(script: Script) -> None:
    assert script.get("/annotations", HTTP_HOST="evil.example").verdict == (400, 11100)


def test_plain_http_is_refused_without_a_redirect_where_https_is_wanted(script: Script, settings: Any) -> None:
    settings.HTTPS = True

    answer = script.post("/annotations", {"annotations": []})

    assert answer.verdict == (400, 11102)
    assert "HTTPS" in answer.details


def test_known_calls_that_are_not_built_say_so(script: Script) -> None:
    for verb, path in (
        ("GET", "/models"),
        ("PATCH", "/annotations/searches"),
        ("GET", "/datasets"),
        ("POST", "/users/me/secrets"),
    ):
        assert script.ask(verb, path).verdict == (501, 10040)
    assert script.ask("PUT", "/models").verdict == (405, 11103)


def test_every_call_has_a_line_and_every_line_a_docstring() -> None:
    for route in routes.ROUTES:
        assert route.run is not None
        assert route.run.__doc__
        assert route.name


@pytest.mark.parametrize(
    ("error", "verdict"),
    [(OperationalError("server closed the connection"), (503, 10030)), (ValueError("secret"), (500, 98004))],
)
def test_trouble_inside_has_the_envelope_too(
    script: Script, monkeypatch: pytest.MonkeyPatch, error: Exception, verdict: tuple[int, int]
) -> None:
    def fail(*args: Any) -> None:
        raise error

    monkeypatch.setattr("annotations_app.api.annotations.read", fail)

    answer = script.get("/annotations")

    assert answer.verdict == verdict
    assert answer.json["annotations"] == []
    assert b"secret" not in answer.content
    assert ("Retry-After" in answer.headers) == (verdict[0] == 503)


def test_full_path_and_short_path_are_one_call(team: Team, script: Script, picture: Input) -> None:
    make_annotation(team.app, picture)

    short, full = script.get("/annotations"), script.get(path_of(team.app, "/annotations"))

    assert short.json["annotations"] == full.json["annotations"] != []
