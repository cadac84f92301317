"""What hands do to all boxes at once in a run of chance, and a browser that dies meanwhile."""

from __future__ import annotations

from tests.browser import profile
from tests.browser.hands import Hands
from tests.browser.kept import apart, held, said, shown
from tests.make import box, make_annotation

#: More boxes than are written within one gesture.
CROWD = 140
SAYINGS = ["1", "2", "Shift+Digit1", "ArrowUp", "Delete"]
OWN = """({ editor: { store } }) =>
  store.select(store.all().filter((one) => one.by === store.me && one.box).map(({ id }) => id))
"""


class Crowd(Hands):
    """Gestures with many boxes; the run knows what each input showed at last, and what others did there."""

    def gather(self, on):
        """Put many boxes of this person on an input."""
        for number in range(CROWD):
            top, left = 0.05 + 0.1 * (number // 28), 0.03 * (number % 28) + 0.05
            data = box("car", at=(top, left, top + 0.03, left + 0.02))
            make_annotation(self.team.app, on, user=self.user, data=data)
        self.left[on.pk] = held(on, self.user)

    def crowd(self):
        """Do the same to all boxes at once, and sometimes think better of it at once."""
        self.stage.press("v", "Escape", "Control+a", self.dice.choice(SAYINGS))
        if self.dice.random() < 0.5:
            self.stage.press("Control+z")
            return 2
        return 1

    def cut(self):
        """Do something to all own boxes, and kill the browser when it may not be kept yet: all of it is, or nothing."""
        self.leave()
        before = self.left[self.on.pk]
        self.stage.editor.evaluate(OWN)
        self.stage.press(self.dice.choice(SAYINGS))
        after = said(self.page)
        self.page.wait_for_timeout(self.dice.choice([0, 5, 20, 80]))
        profile.kill(self.profile)
        self.start()
        self.arrive(self.on)
        now, told = shown(self.page, self.user), self.touched[self.on.pk]
        ways = [[len(ids - told) for ids in apart(one, now)] for one in (before, after)]
        if all(any(way) for way in ways):
            self.tally.lost.append(f"a gesture with many boxes was kept in part: gone, new, changed {ways}")
        self.left[self.on.pk] = now
