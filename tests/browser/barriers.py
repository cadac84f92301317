"""Looks for barriers on what a page shows right now, in both themes, wide and as on a phone."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
#: What another theme can change; all else is looked at once for each width.
OF_THEMES = ["color-contrast"]


class Barriers:
    """What axe found, by state; `look` at each state of one page, in the end there must be none."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []
        self.looked: list[str] = []

    def look(self, state: str, *sizes: ViewportSize) -> None:
        """Look at the state that the page is in, without changing it: in both sizes unless told."""
        self.looked.append(state)
        for size in sizes or (WIDE, PHONE):
            self.page.set_viewport_size(size)
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                rules = OF_THEMES if scheme == "dark" else []
                where = f"{state}, {scheme}, {size['width']}"
                self.found += [f"{where}: {one}" for one in self._violations(rules)]
        self.page.set_viewport_size(WIDE)

    def _violations(self, rules: list[str]) -> list[str]:
        if not self.page.evaluate("() => !!globalThis.axe"):
            self.page.evaluate(AXE_SCRIPT)
        options: dict[str, object] = {"resultTypes": ["violations"]}
        if rules:
            options["runOnly"] = {"type": "rule", "values": rules}
        found = self.page.evaluate("options => axe.run(options)", options)["violations"]
        return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]
