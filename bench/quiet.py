"""A tab that nobody listens to the network of, for measuring what a page keeps.

Who listens to a page's network, as Playwright always does, makes the page's process keep every answer that it got, up
to hundreds of MiB, on the page's account: here 0.7 MiB for each picture of 0.4. This speaks to Chromium over a pipe of
its own, and asks for nothing that it keeps things for.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from bench.browser import WATCH
from bench.clock import memory_mib
from tests.browser.chromium import ARGUMENTS, chromium_path

#: How often the page is asked whether something is so, and for how long, in seconds.
PAUSE, PATIENCE = 0.02, 300.0
PIPES = 'exec "$@" 3<&"$READ" 4>&"$WRITE"'


class QuietTab:
    """One tab of a Chromium of its own, in which somebody is signed in."""

    def __init__(self, reading: int, writing: int, address: str, session: str) -> None:
        self._reading, self._writing, self._number, self._rest = reading, writing, 0, b""
        self._session = ""
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}
        self._ask("Storage.setCookies", cookies=[cookie])
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")
        self._ask("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)
        self._ask("Page.addScriptToEvaluateOnNewDocument", source=WATCH.read_text())

    def open(self, address: str) -> None:
        """Go to a page."""
        self._ask("Page.navigate", url=address)

    def tell(self, words: str) -> Any:
        """Evaluate something that `watch.js` knows."""
        return self._evaluate(f"watch.{words}")

    def shows(self, selector: str) -> None:
        """Wait until the page has such an element."""
        until = time.monotonic() + PATIENCE
        while not self._evaluate(f"!!document.querySelector({json.dumps(selector)})"):
            if time.monotonic() > until:
                raise TimeoutError(selector)
            time.sleep(PAUSE)

    def press(self, letter: str) -> None:
        """Press the key of a letter."""
        key = {"key": letter, "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
        self._ask("Input.dispatchKeyEvent", type="keyDown", text=letter, **key)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **key)

    def memory(self) -> float:
        """Let go of what nobody holds, decoded pictures too, and tell the memory of the page's process in MiB."""
        self._ask("HeapProfiler.collectGarbage")
        self._ask("Memory.simulatePressureNotification", level="critical")
        time.sleep(1)
        session, self._session = self._session, ""
        found = self._ask("SystemInfo.getProcessInfo")["processInfo"]
        self._session = session
        pages = [one for one in found if one["type"] == "renderer"]
        return memory_mib([max(pages, key=lambda one: one["cpuTime"])["id"]])

    def _evaluate(self, expression: str) -> Any:
        answer = self._ask("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer.get("result", {}).get("value")

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one command and return its answer; nothing where the page is just being exchanged."""
        self._number += 1
        session = {"sessionId": self._session} if self._session else {}
        words = {"id": self._number, "method": method, "params": params, **session}
        os.write(self._writing, json.dumps(words).encode() + b"\0")
        while True:
            while b"\0" not in self._rest:
                read = os.read(self._reading, 65536)
                if not read:
                    raise ConnectionError("Chromium ended.")
                self._rest += read
            message, _, self._rest = self._rest.partition(b"\0")
            answer = json.loads(message)
            if answer.get("id") == self._number:
                return dict(answer.get("result", {}))


@contextmanager
def quiet_tab(address: str, session: str) -> Iterator[QuietTab]:
    """Start a Chromium with nothing in its cache, and end it."""
    path = chromium_path()
    assert path is not None
    (to_read, writing), (reading, to_write) = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(prefix="labeller-quiet-", ignore_cleanup_errors=True) as home:
        options = ["--headless=new", "--remote-debugging-pipe", f"--user-data-dir={home}"]
        process = subprocess.Popen(
            ["/bin/bash", "-c", PIPES, "chromium", path, *options, *ARGUMENTS, "about:blank"],
            pass_fds=(to_read, to_write),
            env={**os.environ, "READ": str(to_read), "WRITE": str(to_write)},
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        try:
            yield QuietTab(reading, writing, address, session)
        finally:
            process.terminate()
            process.wait()
            os.close(writing)
            os.close(reading)
