"""What a call gets and what it answers, without HTTP: Call, Reply and the envelope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from annotations_app.codes import DESCRIPTIONS, HTTP
from annotations_app.errors import Code, LabellerError
from annotations_app.formats.answers import StatusOut
from annotations_app.formats.clarifai import Writer
from annotations_app.models import ApiKey, App, Member, User


class Call(msgspec.Struct):
    """One call: who asks, about which app, and what was sent. Knows no request, so that every door can make one."""

    name: str
    key: ApiKey | None
    body: Any
    ids: Mapping[str, str]
    query: Any
    base_url: str
    membership: Member | None = None
    if_match: str | None = None

    @property
    def person(self) -> User:
        """Return whose key it is."""
        if self.key is None:
            raise LabellerError("This call needs a key.", Code.KEY_INVALID)
        return self.key.user

    @property
    def member(self) -> Member:
        """Return what the person is to the app that the call is about."""
        if self.membership is None:
            raise LabellerError("No app was named: use the full path, user_app_id, or a key of an app.")
        return self.membership

    @property
    def app(self) -> App:
        """Return the app that the call is about."""
        return self.member.app

    @property
    def app_url(self) -> str:
        """Return the full address of the app, where its pictures and masks are served."""
        app = self.app
        return f"{self.base_url}/v2/users/{quote(app.owner.handle)}/apps/{quote(app.public_id)}"

    @property
    def writer(self) -> Writer:
        """Return what writes the app's things for this answer."""
        return Writer(self.app.public_id, self.app_url)


class Media(msgspec.Struct):
    """A file that is the whole answer: a stored one that its app alone may see, or this content, which anybody may."""

    name: str
    content_type: str
    etag: str
    file_name: str = ""
    attached: bool = False
    content: bytes | None = None


class Reply(msgspec.Struct):
    """What a call answers: a code with details, the members beside the status, and the revision of a single thing."""

    payload: dict[str, Any]
    code: int = Code.SUCCESS
    details: str = ""
    http: int = 0
    etag: str = ""
    media: Media | None = None
    req_id: str = ""  # of the request that was answered so first, where this is a kept answer
    is_repeated: bool = False

    @property
    def http_status(self) -> int:
        """Return the HTTP status: the usual one of the code unless the call chose one."""
        return self.http or HTTP[self.code]

    def envelope(self, req_id: str) -> dict[str, Any]:
        """Return all members of the answer, status first, with the number by which the log knows the request."""
        return {"status": outer_status(self.code, self.details, self.req_id or req_id), **self.payload}

    def encoded(self, req_id: str) -> bytes:
        """Write the envelope as JSON."""
        return _encoder.encode(self.envelope(req_id))


_encoder = msgspec.json.Encoder()


def success(**payload: Any) -> Reply:
    """Answer that all is well."""
    return Reply(payload)


def failure(code: int, details: str = "", lists: Iterable[str] = (), http: int = 0) -> Reply:
    """Refuse a call as a whole; the lists that it would have answered are there and empty."""
    return Reply({name: [] for name in lists}, code=code, details=details, http=http)


def outer_status(code: int, details: str, req_id: str) -> StatusOut:
    """Make the status of a whole answer."""
    description = DESCRIPTIONS[code]
    return StatusOut(code, description, "" if details == description else details, req_id)
