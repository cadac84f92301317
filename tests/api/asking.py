"""How the tests of the API ask: a client with a key, and what is stored."""

from __future__ import annotations

from typing import Any

import msgspec
from django.test import Client

from annotations_app.models import (
    Annotation,
    AnnotationTrack,
    ApiKey,
    App,
    Change,
    Collaborator,
    Concept,
    Input,
    InputsAddJob,
    User,
)
from annotations_app.models.stored import read
from tests.api import contract

Json = dict[str, Any]


class Answer:
    """What the API answered."""

    def __init__(self, response: Any) -> None:
        self.http: int = response.status_code
        self.headers = response.headers
        self.content: bytes = response.getvalue()
        self.json: Json = msgspec.json.decode(self.content) if self.content else {}

    @property
    def code(self) -> int:
        """Return the outer code."""
        return int(self.json["status"]["code"])

    @property
    def details(self) -> str:
        """Return the outer details."""
        return str(self.json["status"].get("details", ""))

    @property
    def verdict(self) -> tuple[int, int]:
        """Return HTTP status and code."""
        return self.http, self.code

    def item_codes(self, name: str = "annotations") -> list[int]:
        """Return the code of each item."""
        return [item["status"]["code"] for item in self.json[name]]


class Script:
    """A script with a key."""

    def __init__(self, secret: str = "", **headers: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"HTTP_AUTHORIZATION": f"Key {secret}"} if secret else {}
        self.headers |= headers

    def ask(self, verb: str, path: str, body: Any = None, **extra: Any) -> Answer:
        """Ask once; a body that is no bytes or text is written as JSON."""
        content = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else None
        if content is None:
            content = b"" if body is None else msgspec.json.encode(body)
        kind = extra.pop("content_type", "application/json")
        answer = Answer(self.client.generic(verb, f"/v2{path}", content, kind, **{**self.headers, **extra}))
        contract.check(verb, path, answer.http, answer.json)
        return answer

    def get(self, path: str, **extra: Any) -> Answer:
        """GET."""
        return self.ask("GET", path, **extra)

    def post(self, path: str, body: Any = None, **extra: Any) -> Answer:
        """POST."""
        return self.ask("POST", path, body, **extra)

    def patch(self, path: str, body: Any = None, **extra: Any) -> Answer:
        """PATCH."""
        return self.ask("PATCH", path, body, **extra)

    def delete(self, path: str, body: Any = None, **extra: Any) -> Answer:
        """DELETE."""
        return self.ask("DELETE", path, body, **extra)


def script_of(user: User, app: App | None = None, **fields: Any) -> Script:
    """Give somebody a key: of one app, or a personal access token."""
    return Script(ApiKey.issue(user, app, **fields)[1])


def path_of(app: App, rest: str = "") -> str:
    """Return the full path of something in an app."""
    return f"/users/{app.owner.handle}/apps/{app.public_id}{rest}"


def everything() -> Json:
    """Return all that a refused call must leave as it was."""
    return {
        "annotations": [msgspec.to_builtins(one) for one in read(Annotation.objects.order_by("pk"))],
        "inputs": list(
            Input.objects.order_by("pk").values("pk", "public_id", "status", "seq", "sha256", "modified_at")
        ),
        "concepts": list(Concept.objects.order_by("pk").values("pk", "public_id", "name", "archived_at")),
        "changes": Change.objects.count(),
        "apps": list(App.objects.order_by("pk").values()),
        "collaborators": list(Collaborator.objects.order_by("pk").values()),
        "tracks": list(AnnotationTrack.objects.order_by("pk").values()),
        "jobs": list(InputsAddJob.objects.order_by("pk").values()),
    }
