"""A server of our own with an app of a size in it, and the clients that ask it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.test import Client as Browser

from annotations_app.models import ApiKey, App, Concept, Input, Member, User, member_of
from bench.clock import Side, Work
from bench.limits import Limits, database_pids
from bench.workload import fill
from tests.faults.server import Client, Server


class Person:
    """Somebody signed in, who asks for pages and sends forms over one kept connection."""

    def __init__(self, port: int, user: User) -> None:
        browser = Browser(SERVER_NAME="localhost")
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        self.session: str = browser.cookies[settings.SESSION_COOKIE_NAME].value
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}"}

    def may_write(self) -> None:
        """Fetch the token that forms carry."""
        self.line.request("GET", "/session/token/", headers=self.headers)
        answer = self.line.getresponse()
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        token = json.loads(answer.read())["token"]
        self.headers |= {
            "Cookie": f"{self.headers['Cookie']}; {cookie}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def ask(self, method: str, path: str, body: str | None = None) -> bytes:
        """Make one request and return the whole answer. Raises RuntimeError for a refusal."""
        self.line.request(method, path, body, self.headers)
        answer = self.line.getresponse()
        content = answer.read()
        if answer.status not in (200, 302):
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return content


class Site:
    """One app of a size on a running server."""

    def __init__(self, server: Server, owner: User, annotator: User, size: int) -> None:
        self.server, self.owner, self.annotator, self.size = server, owner, annotator, size
        self.app: App = fill(owner, annotator, f"size{size}", size)
        _, self.secret = ApiKey.issue(owner, self.app)
        self.first_input: Input = Input.objects.filter(app=self.app).earliest("pk")
        concept: Concept = Concept.objects.filter(app=self.app).earliest("pk")
        self.limits = Limits(self.app, self.first_input.pk, owner.pk, concept.pk)

    def member(self, user: User) -> Member:
        """Return what somebody is to the app."""
        member = member_of(self.app, user)
        assert member is not None
        return member

    def new_client(self) -> Client:
        """Open a connection: the server closes those that idle for a minute."""
        return Client(self.server.port, self.secret)

    def call(self, method: str, path: str, body: Any = None) -> Work:
        """Return one call of the API, its body written beforehand; a failure stops the run."""
        client, sent = self.new_client(), None if body is None else json.dumps(body).encode()
        return lambda: good(client, method, path, sent)

    def calls(self, method: str, path: str, bodies: Iterator[Any]) -> Work:
        """Return a call of the API that sends another body each time."""
        ready = iter([json.dumps(body).encode() for body in bodies])
        client = self.new_client()
        return lambda: good(client, method, path, next(ready))

    def posted(self, body: Any) -> list[dict[str, Any]]:
        """Post annotations and return them as answered."""
        made: list[dict[str, Any]] = json.loads(good(self.new_client(), "POST", "/v2/annotations", body))["annotations"]
        return made

    def side(self, work: Callable[[], object]) -> Side:
        """Count the server's processes and the database's as who does it."""
        return Side(work, self.server.pids(), database_pids)


def good(client: Client, method: str, path: str, body: Any = None) -> bytes:
    """Make a call and return its answer. Raises RuntimeError for a refusal."""
    status, answer = client.call(method, path, body)
    if status != 200:
        raise RuntimeError(f"{method} {path}: {status} {answer[:300]!r}")
    return answer
