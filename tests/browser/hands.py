"""What hands do with mouse and keys in a run of chance."""

from __future__ import annotations

import random

from playwright.sync_api import Error

from annotations_app.models import Input
from tests.browser.stage import Stage

TRIES = 3


class Hands:
    """What hands do with mouse and keys; each returns how many gestures it was."""

    stage: Stage
    dice: random.Random

    @property
    def page(self):
        return self.stage.page

    def arrive(self, on: Input) -> None:
        """Open an input; a load that meets a navigation which the page has begun is broken off, and tried again."""
        for tries in range(TRIES):
            try:
                self.stage.open(on)
                return
            except Error as error:
                if "ERR_ABORTED" not in str(error) or tries == TRIES - 1:
                    raise

    def spot(self):
        return self.dice.uniform(20, 620), self.dice.uniform(20, 460)

    def draw(self):
        self.stage.press("n" if self.stage.editor.get_attribute("data-tool") != "draw" else "Escape")
        left, top = self.spot()
        right, bottom = left + self.dice.uniform(10, 90), top + self.dice.uniform(10, 90)
        if self.dice.random() < 0.7:
            self.stage.drag((left, top), (right, bottom))
            return 1
        self.stage.click(left, top)
        self.stage.click(min(right, 639), min(bottom, 479))
        return 2

    def polygon(self):
        self.stage.press("v", "Escape", "o")
        x, y = self.dice.uniform(20, 540), self.dice.uniform(20, 380)
        for across, down in ((0, 0), (80, 20), (40, 80), (0, 0)):
            self.stage.click(x + across, y + down)
        self.stage.press("v")
        return 4

    def point(self):
        self.stage.press("v", "Escape", "k")
        self.stage.click(*self.spot())
        self.stage.press("v")
        return 1

    def move(self):
        self.stage.press("v")
        start = self.spot()
        self.stage.drag(start, self.spot())
        return 1

    def keys(self):
        keys = ["ArrowLeft", "Shift+ArrowDown", "1", "2", "Shift+Digit2", "a", "r", "Delete"]
        self.stage.press(self.dice.choice(keys))
        return 1

    def walk(self):
        self.stage.press(self.dice.choice([".", ",", "Control+a", "Escape"]))
        return 1

    def back(self):
        self.stage.press(self.dice.choice(["Control+z", "Control+z", "Control+y", "Control+d"]))
        return 1

    def whole(self):
        self.stage.press("w", self.dice.choice(["1", "2"]), "w")
        return 1
