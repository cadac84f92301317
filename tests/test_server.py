"""Requests as bytes: what the HTTP server refuses before anything of ours sees it, and what it hands on."""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from labeller.server import Server

BODY = b'{"annotations":[]}'


class Line:
    """A server on loopback whose application writes down what reaches it."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, bytes]] = []
        self.server = Server(self.answer, "127.0.0.1", 0)
        self.address = self.server.server.socket.getsockname()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def answer(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Answer as an application does."""
        self.seen.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["wsgi.input"].read()))
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    def serve(self) -> None:
        """Serve until the end."""
        while not self.server.ending:
            self.server.turn()

    def end(self) -> None:
        """Stop serving."""
        self.server.ending = True
        self.server.server.pull_trigger()
        self.thread.join(10)
        self.server.server.task_dispatcher.shutdown()
        self.server.server.close()

    def say(self, content: bytes, *, closes: bool = False) -> bytes:
        """Send bytes and return what comes back, until the server closes or says no more."""
        with socket.create_connection(self.address, timeout=5) as line:
            line.sendall(content)
            if closes:
                line.shutdown(socket.SHUT_WR)
            heard = b""
            while part := line.recv(65536):
                heard += part
                head, end, body = heard.partition(b"\r\n\r\n")
                length = [row for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:")]
                if end and length and len(body) >= int(length[0].split(b":")[1]):
                    break
        return heard


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """Open a server, and leave nothing behind."""
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
    opened = Line()
    yield opened
    opened.end()


def request(*headers: bytes, verb: bytes = b"POST", body: bytes = BODY, version: bytes = b"1.1") -> bytes:
    """Write a request."""
    return b"\r\n".join([verb + b" /v2/annotations HTTP/" + version, b"Host: localhost", *headers, b"", body])


CHUNKED = b"Transfer-Encoding: chunked"
CHUNKS = b"12\r\n" + BODY + b"\r\n0\r\n\r\n"
REFUSED = {
    "chunked with a length": (request(CHUNKED, b"Content-Length: 18", body=CHUNKS), 400),
    "length before chunked": (request(b"Content-Length: 18", CHUNKED, body=CHUNKS), 400),
    "chunked in HTTP/1.0": (request(CHUNKED, version=b"1.0", body=CHUNKS), 400),
    "chunked and something else": (request(b"Transfer-Encoding: chunked, foo", body=CHUNKS), 501),
    "unknown coding": (request(b"Transfer-Encoding: foo", b"Content-Length: 18"), 501),
    "bad size of a chunk": (request(CHUNKED, body=b"zz\r\n" + BODY + b"\r\n0\r\n\r\n"), 400),
    "negative size of a chunk": (request(CHUNKED, body=b"-1\r\n" + BODY + b"\r\n0\r\n\r\n"), 400),
    "two lengths": (request(b"Content-Length: 18", b"Content-Length: 5"), 400),
    **{
        f"length {number.decode()}": (request(b"Content-Length: " + number), 400)
        for number in (b"-1", b"1e3", b"+5", b"0x12", b"1_8", b"18 18", b"")
    },
    "length of 2^64": (request(b"Content-Length: 18446744073709551616"), 413),
    "10 GB announced": (request(b"Content-Length: 10000000000"), 413),
    "10 GB announced with a key": (request(b"Authorization: Key x", b"Content-Length: 10000000000"), 413),
    "NUL in a header": (request(b"Authorization: Key a\0b", b"Content-Length: 18"), 400),
    "space before the colon": (request(b"Content-Length : 18"), 400),
    "verb in small letters": (request(verb=b"get"), 400),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 200 + b"\r\n\r\n", 400),
    "a space in the path": (b"GET /v2/inputs/a b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "letters outside of ASCII in the path": (b"GET /v2/inputs/\xff HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "1 MB of header": (request(b"X: " + b"x" * 1_000_000), 431),
    "200 000 parameters": (b"GET /v2/annotations?" + b"a=1&" * 200_000 + b" HTTP/1.1\r\n\r\n", 431),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_request_reaches_nobody(line: Line, name: str) -> None:
    content, status = REFUSED[name]

    try:
        heard = line.say(content)
    except ConnectionError:  # closed while we were still talking
        heard = b""

    assert heard == b"" or heard.split()[1] == str(status).encode(), heard[:500]
    assert line.seen == []
    assert b"waitress" not in heard.lower()


@pytest.mark.parametrize("name", ["chunked with a length", "length -1", "10 GB announced", "unknown coding"])
def test_refusal_under_v2_has_the_envelope_and_ends_the_connection(line: Line, name: str) -> None:
    heard = line.say(REFUSED[name][0])

    assert b"\r\nContent-Type: application/json" in heard
    assert b'{"status":{"code":' in heard
    assert b"\r\nConnection: close" in heard


@pytest.mark.parametrize("announced", [b"Content-Length: 50", CHUNKED])
def test_body_that_breaks_off_reaches_nobody(line: Line, announced: bytes) -> None:
    line.say(request(announced), closes=True)

    assert line.seen == []


def test_bodies_in_chunks_of_every_verb_are_read_whole(line: Line) -> None:
    for verb in (b"POST", b"PATCH", b"DELETE"):
        assert line.say(request(CHUNKED, verb=verb, body=CHUNKS)).endswith(b"ok")

    assert line.seen == [(verb, "/v2/annotations", BODY) for verb in ("POST", "PATCH", "DELETE")]


def test_body_longer_than_announced_is_cut_there(line: Line) -> None:
    line.say(request(b"Content-Length: 5"))

    assert line.seen[0] == ("POST", "/v2/annotations", BODY[:5])


def test_headers_with_underscores_are_dropped(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []

    def note(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.append(environ)
        start_response("200 OK", [("Content-Length", "0")])
        return []

    monkeypatch.setattr(line.server.server, "application", note)
    line.say(request(b"Remote_User: owner", b"X_Forwarded_For: 192.0.2.1", b"Content-Length: 0", body=b""))

    assert not {"HTTP_REMOTE_USER", "HTTP_X_FORWARDED_FOR"} & set(seen[0])
