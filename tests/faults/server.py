"""Starts a Labeller server of our own for fault tests and timings, and calls its API over kept connections."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


class Gone(Exception):
    """The server did not answer: nothing is known about the call."""


def free_port() -> int:
    """Find a port that nobody uses, below those that systems give to clients: nobody takes it before it is opened."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Server:
    """A web process in a group of its own, on data that outlives it."""

    def __init__(self, data: Path, database_url: str = "") -> None:
        self.port = free_port()
        self.environment = {
            **os.environ,
            "LABELLER_DATA": str(data),
            "LABELLER_HTTPS": "off",
            "DATABASE_URL": database_url,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def manage(self, *words: str) -> str:
        """Run a management command and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def start(self, words: Sequence[str] = ()) -> float:
        """Start and wait for the first answer; return how many seconds it took."""
        begun = time.monotonic()
        command = words or [sys.executable, "manage.py", "web", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while time.monotonic() - begun < 30:
            try:
                Client(self.port, "").get("/healthz")
            except Gone:
                time.sleep(0.02)
            else:
                return time.monotonic() - begun
        raise RuntimeError("The server does not answer within 30 seconds.")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the whole group."""
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait()

    def pids(self) -> list[int]:
        """List the processes of the group."""
        if self.process is None:
            return []
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    group = (folder / "stat").read_text().rpartition(")")[2].split()[2]
                except OSError:
                    continue
                if int(group) == self.process.pid:
                    found.append(int(folder.name))
        return found


class Client:
    """One kept connection to the API."""

    def __init__(self, port: int, key: str) -> None:
        self.port, self.key = port, key
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def call(self, method: str, path: str, body: Any = None, **more: str) -> tuple[int, bytes]:
        """Send a request and read the whole answer. Raises Gone when there is none."""
        headers = {"Authorization": f"Key {self.key}"} if self.key else {}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        try:
            sent = body if body is None or isinstance(body, bytes) else json.dumps(body)
            self.connection.request(method, path, sent, headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            raise Gone(str(error)) from None

    def get(self, path: str) -> tuple[int, bytes]:
        """Send a GET."""
        return self.call("GET", path)

    def code(self, method: str, path: str, body: Any = None, **more: str) -> int:
        """Send a request and return the status code of the envelope."""
        return int(json.loads(self.call(method, path, body, **more)[1])["status"]["code"])
