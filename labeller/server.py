"""The HTTP server as we run it: bounded in every direction, and finishing what it has begun before it ends."""

import secrets
import signal
import socket
import tempfile
import time
from types import FrameType
from typing import Any

import msgspec
from django.conf import settings
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask

from annotations_app.codes import DESCRIPTIONS
from annotations_app.errors import Code

THREADS = 8
#: A little more than the API's own limit, so that the API itself says what was too large.
BODY_LIMIT = settings.API_INPUTS_BODY_LIMIT + 2 * 2**20
FAREWELL = 20  # seconds that running requests get to finish
CODES = {
    400: Code.BAD_REQUEST_FORMAT,
    413: Code.BODY_TOO_LARGE,
    431: Code.BAD_REQUEST_FORMAT,
    501: Code.BAD_REQUEST_FORMAT,
}


class PoliteErrorTask(ErrorTask):
    """Answers what the server refuses before Django sees it; scripts get the envelope of the API."""

    def execute(self) -> None:
        """Write the refusal."""
        error = self.request.error
        if not getattr(self.request, "path", "").startswith("/v2/"):
            super().execute()
            return
        code = CODES.get(error.code, Code.FAILURE)
        status = {
            "code": code,
            "description": DESCRIPTIONS[code],
            "details": str(error.body),
            "req_id": secrets.token_hex(16),
        }
        body = msgspec.json.encode({"status": status})
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "application/json"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class StrictParser(HTTPRequestParser):
    """Reads requests, and refuses those that a proxy in front may cut elsewhere: bodies of two lengths."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head. Raises ParsingError, which is answered with 400."""
        super().parse_header(header_plus)
        # What is left of Transfer-Encoding belongs to HTTP/1.0, which does not know it.
        if "TRANSFER_ENCODING" in self.headers or (self.chunked and "CONTENT_LENGTH" in self.headers):
            raise ParsingError("Transfer-Encoding and Content-Length do not go together.")


class Channel(HTTPChannel):
    """One connection."""

    parser_class = StrictParser
    error_task_class = PoliteErrorTask

    def is_busy(self) -> bool:
        """Say whether a request is being answered on it."""
        return bool(self.requests or self.total_outbufs_len)


class Server:
    """Serves one WSGI application on one address until it is told to end."""

    def __init__(self, application: Any, host: str, port: int) -> None:
        (settings.DATA / "tmp").mkdir(parents=True, exist_ok=True)
        tempfile.tempdir = str(settings.DATA / "tmp")  # large bodies wait here, not in a small memory disk
        self.map: dict[int, Any] = {}
        self.ending = False
        BaseWSGIServer.channel_class = Channel
        self.server = create_server(
            application,
            map=self.map,
            sockets=[listening_socket(host, port)],
            threads=THREADS,
            ident=None,
            connection_limit=1000,
            backlog=1024,
            channel_timeout=60,
            cleanup_interval=10,
            max_request_header_size=32 * 1024,
            max_request_body_size=BODY_LIMIT,
            inbuf_overflow=2**20,
            asyncore_use_poll=True,
            log_socket_errors=False,
            **proxy_options(),
        )

    def run(self) -> None:
        """Serve until SIGTERM or Ctrl-C, then finish the running requests."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.end)
        while not self.ending:
            self.turn()
        for listener in [each for each in self.map.values() if isinstance(each, BaseWSGIServer)]:
            wasyncore.dispatcher.close(listener)
        deadline = time.monotonic() + FAREWELL
        while time.monotonic() < deadline and any(channel.is_busy() for channel in self.channels()):
            self.turn()
        self.server.task_dispatcher.shutdown()

    def turn(self) -> None:
        """Handle what the network brings, for at most a second."""
        wasyncore.loop(timeout=1, use_poll=True, map=self.map, count=1)

    def channels(self) -> list[Channel]:
        """List the open connections."""
        return [each for each in self.map.values() if isinstance(each, Channel)]

    def end(self, number: int, frame: FrameType | None) -> None:
        """Remember that the end was asked for, and wake the loop."""
        self.ending = True
        self.server.pull_trigger()


def listening_socket(host: str, port: int) -> socket.socket:
    """Open the address; OSError where it cannot be had."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener


def proxy_options() -> dict[str, Any]:
    """Believe what the proxy in front says about the client, and nobody else."""
    if not settings.HTTPS:
        return {"clear_untrusted_proxy_headers": True}
    return {
        "trusted_proxy": settings.PROXY,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }
