"""A network that keeps files of the labelling page back, for tests of what is done before they come."""

from __future__ import annotations

from playwright.sync_api import Page, Route

LATER = "**/js/editor/later/**"


class Held:
    """A network that keeps the second wave back until it is let go, or refuses it."""

    def __init__(self, page: Page, what: str = LATER) -> None:
        self.page = page
        self.waiting: list[Route] = []
        self.open = False
        page.route(what, lambda route: route.continue_() if self.open else self.waiting.append(route))

    def let_go(self) -> None:
        """Let come what was kept back, and all that it asks for."""
        self.open = True
        for route in self.waiting:
            route.continue_()

    def refuse(self) -> None:
        """Break off what was kept back, as a line does that was cut and comes again."""
        self.open = True
        for route in self.waiting:
            route.abort()
