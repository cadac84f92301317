"""What the labelling page weighs and how soon it shows something, seen by the system's Chromium."""

from __future__ import annotations

import re
import statistics
from typing import Any
from urllib.parse import urljoin
from urllib.request import Request, urlopen

from annotations_app.models import Input
from bench.browser import chromium, signed_in
from bench.site import Person, Site
from bench.tables import fact
from tests.browser.chromium import chromium_path

_ASSET = re.compile(r'<(?:link rel="(?:stylesheet|modulepreload)" href|script [^>]*src)="([^"]+)"')
_IMPORT = re.compile(r'from "(\.[^"]+)"')
_SEEN = """() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    pictures: performance.getEntriesByType("resource").filter((one) => one.initiatorType === "img")
        .reduce((sum, one) => sum + one.encodedBodySize, 0),
})"""


def look(site: Site, on: Input) -> None:
    """Print weight, picture bytes and first paint of the labelling page of an input."""
    address = f"http://127.0.0.1:{site.server.port}"
    path = f"/apps/{site.owner.handle}/{site.app.public_id}/inputs/{on.public_id}/label/"
    person = Person(site.server.port, site.owner)
    fact("labelling page: script and style, gzip", weight(person, address, path) / 1024, "kB", 46)
    if chromium_path() is None:
        print("No Chromium is here: first paint was not measured.")
        return
    seen = _paints(address, path, person.session)
    fact("labelling page: picture bytes at first paint, 12 MP", seen[0]["pictures"] / 1e6, "MB", 0.6)
    paints = [one["paint"] for one in seen]
    fact("labelling page: first contentful paint, nothing in the cache", paints[0], "ms", 250)
    fact("labelling page: first contentful paint, median of later ones", statistics.median(paints[1:]), "ms", 250)


def weight(person: Person, address: str, path: str) -> int:
    """Add up the compressed bytes of every script and style that the page loads, also by import."""
    found = [urljoin(address + path, one) for one in _ASSET.findall(person.ask("GET", path).decode())]
    weights: dict[str, int] = {}
    while found:
        url = found.pop()
        if url in weights:
            continue
        with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as answer:
            weights[url] = len(answer.read())
        with urlopen(url) as answer:
            found += [urljoin(url, one) for one in _IMPORT.findall(answer.read().decode())]
    return sum(weights.values())


def _paints(address: str, path: str, session: str) -> list[dict[str, Any]]:
    with chromium() as browser:
        seen = []
        context = signed_in(browser, address, session)
        for _ in range(6):
            page = context.new_page()
            page.goto(path)
            page.locator("box-editor[data-ready]").wait_for()
            page.wait_for_load_state("networkidle")
            seen.append(page.evaluate(_SEEN))
            page.close()
    return seen
