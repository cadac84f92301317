"""How much a person does for a box: pointer presses and keys, counted in the browser, at a human pace."""

from __future__ import annotations

import pytest

from annotations_app.models import Concept
from tests.browser.kept import mine
from tests.browser.stage import Stage, make_photo
from tests.browser.test_label import boxes_of, said_of

#: Ten things in a street, as left, top, right, bottom: side by side, one inside of another, one over another.
THINGS = [
    (30, 300, 130, 380), (142, 305, 225, 375), (237, 300, 325, 385), (338, 310, 420, 370), (60, 320, 90, 350),
    (400, 250, 440, 340), (445, 240, 470, 330), (480, 200, 620, 400), (500, 220, 540, 260), (20, 40, 600, 180),
]  # fmt: skip
MOST_ACTIONS = 2.2
COUNT = """
globalThis.actions = 0;
for (const type of ["pointerdown", "keydown"]) addEventListener(type, ({ repeat }) => (actions += !repeat), true);
"""


@pytest.fixture
def stage(team, person):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    page = person(team.owner)
    page.add_init_script(COUNT)
    return Stage(page).open(make_photo(team.app, "street-1"))


def draw_by_drag(stage, left, top, right, bottom):
    stage.page.mouse.move(*stage.at(left, top), steps=6)
    stage.page.mouse.down()
    stage.page.mouse.move(*stage.at(right, bottom), steps=10)
    stage.page.mouse.up()


def draw_by_two_clicks(stage, left, top, right, bottom):
    for spot in ((left, top), (right, bottom)):
        stage.page.mouse.move(*stage.at(*spot), steps=8)
        stage.page.mouse.down()
        stage.page.wait_for_timeout(60)
        stage.page.mouse.up()


# A box that is another concept than the ones before gets its digit right after it is drawn.
@pytest.mark.parametrize(("draw", "others"), [(draw_by_drag, {2, 5, 9}), (draw_by_two_clicks, {5})])
def test_ten_boxes_take_at_most_22_actions(team, stage, draw, others):
    stage.press("1")
    for number, thing in enumerate(THINGS):
        draw(stage, *thing)
        if number in others:
            stage.press("2")
    stage.saved()

    found = [
        (left * 640, top * 480, right * 640, bottom * 480)
        for top, left, bottom, right in boxes_of(team.app, team.owner)
    ]
    assert mine(team).count() == len(THINGS)
    assert found == [pytest.approx(thing, abs=1.5) for thing in THINGS]
    assert said_of(team.app, team.owner) == [{"bus" if one in others else "car": 1} for one in range(len(THINGS))]
    assert stage.page.evaluate("() => actions") / len(THINGS) <= MOST_ACTIONS
