"""The system's Chromium with somebody signed in, and what a tab of it tells about its work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.stage import Stage

#: Two thousand operations take their time on a busy machine.
PATIENCE = 300_000
WATCH = Path(__file__).with_name("watch.js")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium, and end it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield browser
        browser.close()


def signed_in(browser: Browser, address: str, session: str) -> BrowserContext:
    """Open a window with an empty cache, in which somebody is signed in."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return context


@dataclass
class Work:
    """What a page's main thread did, in milliseconds: how long its tasks took, and how much CPU they got."""

    tasks: float = 0.0
    cpu: float = 0.0


class Tab:
    """One tab with a page that watches itself by `watch.js`."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.page.add_init_script(path=WATCH)
        self.stage = Stage(self.page)
        self._wire = context.new_cdp_session(self.page)
        self._wire.send("Performance.enable")

    def tell(self, words: str) -> Any:
        """Evaluate something that `watch.js` knows."""
        return self.page.evaluate(f"() => watch.{words}")

    @contextmanager
    def working(self) -> Iterator[Work]:
        """Measure the main thread while something is done."""
        done, before = Work(), self._metrics()
        yield done
        after = self._metrics()
        done.tasks = (after["TaskDuration"] - before["TaskDuration"]) * 1000
        done.cpu = (after["ThreadTime"] - before["ThreadTime"]) * 1000

    @contextmanager
    def slower(self, times: int) -> Iterator[None]:
        """Let the page have only a part of the CPU."""
        self._wire.send("Emulation.setCPUThrottlingRate", {"rate": times})
        yield
        self._wire.send("Emulation.setCPUThrottlingRate", {"rate": 1})

    def close(self) -> None:
        """Close it."""
        self.page.close()

    def _metrics(self) -> dict[str, float]:
        return {one["name"]: one["value"] for one in self._wire.send("Performance.getMetrics")["metrics"]}
