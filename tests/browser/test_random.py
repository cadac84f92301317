"""Whatever a person does, in whatever order, under trouble: what the page shows is what the database holds."""

from __future__ import annotations

import random

import pytest

from annotations_app.models import Annotation, Concept
from annotations_app.models.stored import read
from tests.browser.faults import Plan, Switch
from tests.browser.stage import Stage, make_photo
from tests.make import box, make_annotation, make_marker

ACTIONS = 70


def held(app, on, user):
    """What the database holds of a person: place and concepts by id."""
    rows = Annotation.objects.filter(app=app, input=on, user=user, is_empty=False, input_level=False)
    found = {}
    for one in read(rows):
        region = one.data.region
        said = region.concepts if region else one.data.concepts
        place = tuple(round(side, 5) for side in region.box) if region else ()
        found[one.id] = (place, {value.id: value.value for value in said})
    return found


def shown(page, user):
    """What the rows of the page say, in the same form."""
    rows = page.locator("box-list ol .row").evaluate_all("rows => rows.map(row => ({...row.dataset}))")
    found = {}
    for row in rows:
        if row["by"] == f"user:{user.handle}":
            pairs = [pair.rsplit(":", 1) for pair in row["concepts"].split()]
            place = tuple(round(float(side), 5) for side in row["box"].split())
            found[row["id"]] = (place, {name: float(value) for name, value in pairs})
    return found


class Hands:
    """Somebody who does all sorts of things."""

    def __init__(self, stage, dice):
        self.stage, self.page, self.dice = stage, stage.page, dice

    def spot(self):
        return self.dice.uniform(20, 620), self.dice.uniform(20, 460)

    def draw(self):
        self.page.keyboard.press("n" if self.stage.editor.get_attribute("data-tool") != "draw" else "Escape")
        left, top = self.spot()
        self.stage.drag((left, top), (left + self.dice.uniform(10, 90), top + self.dice.uniform(10, 90)))

    def move(self):
        self.stage.press("v")
        start = self.spot()
        self.stage.drag(start, self.spot())

    def keys(self):
        self.stage.press(
            self.dice.choice(["ArrowLeft", "Shift+ArrowDown", "1", "2", "Shift+Digit2", "a", "r", "Delete"])
        )

    def walk(self):
        self.stage.press(self.dice.choice([".", ",", "Control+a", "Escape"]))

    def back(self):
        self.stage.press(self.dice.choice(["Control+z", "Control+z", "Control+y", "Control+d"]))

    def whole(self):
        self.stage.press("w", self.dice.choice(["1", "2"]), "w")

    def reload(self):
        self.page.locator('box-editor[data-writing="0"]').wait_for()
        self.page.reload()
        self.stage.ready()


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_nothing_is_lost_doubled_or_in_conflict(team, person, troubles, seed):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    troubles.expected = ("Failed to load resource",)
    on = make_photo(team.app, "street-1")
    make_marker(team.app, on, team.annotator)
    for number in range(4):
        place = (0.1, 0.1 + 0.2 * number, 0.3, 0.25 + 0.2 * number)
        data = box("car", at=place, region_id=f"region-{number}", value=0.5 + number / 10)
        make_annotation(team.app, on, model="detector-1", data=data)
    dice = random.Random(seed)
    page = person(team.annotator)
    page.on("dialog", lambda dialog: dialog.accept())
    stage = Stage(page).open(on)
    hands = Hands(stage, dice)
    Switch.plan = Plan(seed)

    try:
        for _ in range(ACTIONS):
            act = dice.choices(
                [hands.draw, hands.move, hands.keys, hands.walk, hands.back, hands.whole, hands.reload],
                [6, 4, 6, 4, 4, 1, 1],
            )[0]
            act()
    finally:
        Switch.plan = None
    page.locator('box-editor[data-kept="0"][data-writing="0"]').wait_for(timeout=60_000)

    assert page.locator("[data-alarm]").is_hidden(), page.locator("[data-alarm]").inner_text()
    assert shown(page, team.annotator) == held(team.app, on, team.annotator)
    page.reload()
    stage.ready()
    assert shown(page, team.annotator) == held(team.app, on, team.annotator)
