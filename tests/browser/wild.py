"""Somebody who does all sorts of things, in all sorts of trouble, and what may be said of the boxes at any moment."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field

from playwright.sync_api import expect

from annotations_app.errors import Missing, Refused
from annotations_app.models import ApiKey, Concept
from annotations_app.models.deciding import approve, send_back
from tests.browser import profile
from tests.browser.crowd import Crowd
from tests.browser.faults import Plan
from tests.browser.kept import apart, held, mine, shown
from tests.browser.stage import Stage, make_photo
from tests.faults.server import Client
from tests.make import box, make_annotation, make_marker

PHOTOS, PATIENCE = 3, 90
#: How often in a round of about 60 gestures.
SHARES = {
    "draw": 6, "polygon": 2, "point": 2, "move": 4, "keys": 6, "walk": 4, "back": 4, "whole": 1, "crowd": 2, "visit": 1,
    "reload": 1, "offline": 1, "signed_out": 1, "tabs": 1, "elsewhere": 2, "submit": 1, "kill": 1, "cut": 1,
}  # fmt: skip
SIDES = (("x", "width"), ("y", "height"))
#: What a hand does, as opposed to what befalls it.
BY_HAND = ("draw", "polygon", "point", "move", "keys", "walk", "back", "whole", "crowd")


@dataclass
class Tally:
    """What happened in one run."""

    seed: int
    gestures: int = 0
    happened: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    false_conflicts: list[str] = field(default_factory=list)
    conflicts: int = 0

    @property
    def broken(self) -> list[str]:
        """List what must not happen."""
        return [*self.lost, *self.doubled, *self.false_conflicts]

    def __str__(self) -> str:
        faults = ", ".join(f"{number} {name}" for name, number in sorted(self.happened.items()))
        return (
            f"seed {self.seed}: {self.gestures} gestures; {faults}; {self.conflicts} real conflicts; "
            f"{len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.false_conflicts)} false conflicts"
        )


class Wild(Crowd):
    """One run: the annotator labels three photos; what was kept is compared whenever a page goes and another comes."""

    def __init__(self, team, chromium, address, folder, seed):
        self.team, self.user, self.chromium, self.address = team, team.annotator, chromium, address
        self.profile, self.dice, self.plan = str(folder / "profile"), random.Random(seed), Plan(seed)
        self.tally, self.trail = Tally(seed), []
        Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
        self.photos = [self._photo(number) for number in range(PHOTOS)]
        self.on = self.photos[0]
        # What each input showed when it was left, and which annotations another door wrote to since.
        self.left = {one.pk: {} for one in self.photos}
        self.touched = {one.pk: set() for one in self.photos}
        self.key = ApiKey.issue(team.manager)[1]
        self.gather(self.on)

    def _photo(self, number):
        on = make_photo(self.team.app, f"street-{number}")
        make_marker(self.team.app, on, self.user)
        for place in range(4):
            data = box(
                "car", at=(0.1, 0.1 + 0.2 * place, 0.3, 0.25 + 0.2 * place), region_id=f"region-{place}", value=0.5
            )
            make_annotation(self.team.app, on, model="detector-1", data=data)
        return on

    def begin(self):
        """Start the browser, and open the input that one was at."""
        self.start()
        self.come(self.on)

    def start(self):
        """Start the browser, with nothing open."""
        self.context, page = profile.start(self.chromium, self.profile, self.address, self.user)
        page.on("dialog", lambda dialog: dialog.accept())
        self.stage = Stage(page)

    def run(self, gestures):
        """Do at least so many gestures, in rounds in which each thing happens, in an order of chance."""
        while self.tally.gestures < gestures:
            round_of = [name for name, share in SHARES.items() for _ in range(share)]
            self.dice.shuffle(round_of)
            for name in round_of:
                self.settle_disputes()
                self.do(name)

    def do(self, name):
        """Do one thing, and count it."""
        self.trail = [*self.trail[-9:], name]
        assert f"/{self.on.public_id}/label/" in self.page.url, f"at {self.page.url} after {self.trail}"
        self.see_all()
        done = getattr(self, name)()
        if name in BY_HAND:
            self.tally.gestures += done
        else:
            self.tally.happened[name.replace("_", " ")] += 1

    def see_all(self):
        """Show the whole picture again, where arrows or a double click moved the view: hands stay on the stage."""
        for _ in range(2):
            stage, picture = (self.page.locator(one).bounding_box() for one in (".stage", ".picture"))
            if all(stage[x] - 1 <= picture[x] and picture[x] + picture[d] <= stage[x] + stage[d] + 1 for x, d in SIDES):
                return
            self.stage.press("z")
            self.stage.settled()

    def by_hand(self, most):
        """Do a few things on the picture."""
        names = [name for name in BY_HAND for _ in range(SHARES[name])]
        for _ in range(self.dice.randint(2, most)):
            self.do(self.dice.choice(names))

    # --- pages that go and come -------------------------------------------------------------------------------------

    def kept(self):
        """Wait until the chip may say that everything is kept on this device."""
        self.page.locator('box-editor[data-writing="0"]').wait_for()

    def leave(self):
        """Note what the page shows as its last."""
        self.kept()
        self.left[self.on.pk] = shown(self.page, self.user)

    def come(self, on):
        """Open an input, and compare it with what it showed at last."""
        self.on = on
        self.arrive(on)
        self.compare(f"on {on.public_id} after {self.tally.gestures} gestures")

    def compare(self, where):
        """Nothing that was kept is missing or another than it was, and nothing is there that nobody made."""
        self.note(self.left[self.on.pk], shown(self.page, self.user), where)

    def note(self, before, now, where):
        lost, doubled, changed = apart(before, now)
        told = self.touched[self.on.pk]
        self.tally.lost += [f"{one} {where}: {before[one]} is gone" for one in lost - told]
        self.tally.lost += [f"{one} {where}: {before[one]} became {now[one]}" for one in changed - told]
        self.tally.doubled += [f"{one} {where}: {now[one]} is new" for one in doubled - told]

    def visit(self):
        self.leave()
        self.come(self.dice.choice(self.photos))

    def reload(self):
        self.leave()
        quiet = self.is_quiet()
        self.page.reload()
        self.stage.ready()
        self.compare(f"after a reload of {self.on.public_id}")
        if quiet:  # the page knows by now what others wrote
            self.touched[self.on.pk].clear()

    def kill(self):
        self.leave()
        profile.kill(self.profile)
        self.begin()

    def submit(self):
        self.leave()
        self.stage.press("Control+Enter")
        leave_them = self.page.locator("[data-unanswered] [value=leave]")
        before = self.page.url
        for _ in range(PATIENCE * 5):
            if self.page.url != before or self.page.locator("[data-alarm]:visible, box-list [data-dispute]").count():
                break
            if leave_them.is_visible():
                leave_them.click()
            self.page.wait_for_timeout(200)
        self.page.wait_for_load_state()
        self.come(self.dice.choice(self.photos))

    def offline(self):
        self.context.set_offline(True)
        self.by_hand(4)
        self.context.set_offline(False)

    def signed_out(self):
        cookies = self.context.cookies()
        self.context.clear_cookies()
        self.by_hand(4)
        self.kept()
        self.context.add_cookies(cookies)
        self.stage.press("Control+s")

    def tabs(self):
        """Go on in another tab, once all is saved, and come back: each shows what the other did."""
        self.all_saved()
        first = self.stage
        self.left[self.on.pk] = shown(self.page, self.user)
        self.stage = Stage(self.context.new_page()).open(self.on)
        self.compare("in another tab")
        self.by_hand(6)
        self.all_saved()
        now = shown(self.page, self.user)
        self.page.close()
        self.stage = first
        told = self.touched[self.on.pk]
        until = time.monotonic() + 10
        while time.monotonic() < until and set().union(*apart(now, shown(self.page, self.user))) - told:
            self.page.wait_for_timeout(100)
        self.note(now, shown(self.page, self.user), "back from another tab")

    def elsewhere(self):
        """Let another door write to a box of this person: the API, or a reviewer."""
        found = list(mine(self.team, self.user).filter(input=self.on, region__isnull=False).order_by("pk"))
        if not found:
            return
        chosen = (self.stage.editor.get_attribute("data-selected") or "").split()
        one = self.dice.choice([one for one in found if one.public_id in chosen] or found)
        self.touched[self.on.pk].add(one.public_id)
        way = self.dice.choice(["merge", "merge", "delete", "approve", "send back"])
        script = Client(int(self.address.rpartition(":")[2]), self.key)
        path = "/v2/users/owner/apps/street"
        if way == "merge":
            said = {"concepts": [{"id": "bus", "value": 1}]}
            item = {"input_id": self.on.public_id, "id": one.public_id, "data": {"regions": [{"data": said}]}}
            status, body = script.call("PATCH", f"{path}/annotations", {"action": "merge", "annotations": [item]})
            assert status == 200, body
        elif way == "delete":
            status, body = script.call("DELETE", f"{path}/inputs/{self.on.public_id}/annotations/{one.public_id}")
            assert status == 200, body
        else:
            self._decide(one, way)

    def _decide(self, one, way):
        reviewer = self.team.member(self.team.reviewer)
        try:
            if way == "approve":
                approve(reviewer, self.on.pk, one.public_id)
            else:
                send_back(reviewer, self.on.pk, one.public_id, "too wide")
        except (Missing, Refused):
            pass  # it was not submitted yet, or deleted just now

    # --- what a person is asked -------------------------------------------------------------------------------------

    def settle_disputes(self):
        """Answer what the rows ask, whichever way."""
        asked = self.page.locator("box-list [data-dispute]")
        while asked.count():
            name = asked.first.get_attribute("data-dispute")
            if name in self.touched[self.on.pk]:
                self.tally.conflicts += 1
            else:
                self.tally.false_conflicts.append(f"{name}: {asked.first.inner_text()}")
            answers = asked.first.locator("button")
            answers.nth(self.dice.randrange(answers.count())).click()
            expect(self.page.locator(f"[data-dispute='{name}']")).to_have_count(0)
        if self.page.locator("[data-picker]").is_visible():
            self.stage.press("Escape")
        close = self.page.locator("[data-alarm] [data-close]")
        if close.is_visible():
            close.click()

    def is_quiet(self):
        """Tell whether the server has everything and nothing is asked."""
        asked = self.page.locator("box-list [data-dispute]").count()
        return not asked and self.page.locator('box-editor[data-kept="0"][data-writing="0"]').count()

    def all_saved(self):
        """Wait until the server has everything and nothing is asked any more."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.settle_disputes()
            if self.is_quiet():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"not saved: {self.stage.editor.evaluate('({ dataset }) => ({ ...dataset })')}")

    def end(self):
        """All is well again: what each page shows is what the database holds."""
        self.all_saved()
        self.leave()
        for on in self.photos:
            self.come(on)
            self.all_saved()
            self.page.reload()
            self.stage.ready()
            self.touched[on.pk].clear()
            self.note(shown(self.page, self.user), held(on, self.user), f"in the database of {on.public_id}")
        self.tally.happened.update(self.plan.happened)
