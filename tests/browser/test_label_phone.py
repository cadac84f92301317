"""A phone in one hand: from the queue to the submitted picture by touch alone, with every tool."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept, Status
from tests.browser.stage import Stage, hand_out_photos
from tests.browser.test_gestures import near, pixels
from tests.browser.test_label import boxes_of, said_of, stored
from tests.browser.test_label_touch import Fingers


@pytest.fixture
def phone(team, person):
    """Hand two photos out to somebody with a phone."""
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    hand_out_photos(team.app, team.annotator, range(2))
    return person(team.annotator, width=390, height=844, has_touch=True, is_mobile=True)


def test_a_picture_is_labelled_from_the_queue_to_the_submit_by_touch(team, phone):
    phone.goto("/apps/owner/street/queue/")
    phone.get_by_role("link", name="Continue").tap()
    stage = Stage(phone).ready()
    fingers = Fingers(stage)
    phone.locator("[data-choices] .concept", has_text="Car").tap()
    fingers.down((100, 100))
    fingers.move((200, 180))
    fingers.up()
    fingers.tap(300, 100)
    fingers.tap(400, 180)
    expect(phone.locator("box-list ol .row")).to_have_count(2)

    # The wrong one is chosen in the list, renamed, deleted, and brought back.
    phone.locator("[data-pull]").tap()
    phone.locator("box-list .pick").first.tap()
    phone.locator("[data-choices] .concept", has_text="Bus").tap()
    phone.locator(".tools [data-action=delete]").tap()
    expect(phone.locator("box-list ol .row")).to_have_count(1)
    phone.locator(".tools [data-action=undo]").tap()
    expect(phone.locator("box-list ol .row")).to_have_count(2)
    phone.locator("[data-pull]").tap()
    phone.get_by_role("button", name="Submit & next").tap()
    expect(phone.get_by_role("heading", name="street-1.jpg")).to_be_visible()

    found = dict(
        zip(
            (box[1] > 0.3 for box in boxes_of(team.app, team.annotator)), said_of(team.app, team.annotator), strict=True
        )
    )
    assert found == {False: {"bus": 1}, True: {"car": 1}}
    assert {one.status for one in stored(team.app, team.annotator)} == {Status.AWAITING_REVIEW}
    assert near(pixels(min(boxes_of(team.app, team.annotator), key=lambda box: box[1])), 100, 100, 200, 180)


def test_fingers_move_and_resize_and_every_tool_takes_taps(team, phone):
    stage = Stage(phone)
    phone.goto("/apps/owner/street/inputs/street-0/label/")
    stage.ready()
    phone.locator("box-editor[data-complete]").wait_for()
    fingers = Fingers(stage)
    phone.locator("[data-choices] .concept").first.tap()
    phone.locator(".tools [data-action=points]").tap()
    for spot in ((200, 100), (100, 150), (200, 200), (300, 150)):
        fingers.tap(*spot)
    stage.saved()
    assert near(pixels(boxes_of(team.app, team.annotator)[0]), 100, 100, 300, 200)

    phone.locator(".tools [data-action=select]").tap()
    fingers.down((200, 150))
    fingers.move((210, 170))
    fingers.move((230, 200))
    fingers.up()
    stage.saved()
    assert near(pixels(boxes_of(team.app, team.annotator)[0]), 130, 150, 330, 250)
    fingers.down((330, 250))
    fingers.move((350, 270))
    fingers.move((400, 300))
    fingers.up()
    stage.saved()
    assert near(pixels(boxes_of(team.app, team.annotator)[0]), 130, 150, 400, 300)

    phone.locator(".tools [data-action=polygon]").tap()
    expect(stage.editor).to_have_attribute("data-tool", "polygon")
    for spot in ((450, 300), (600, 300), (520, 450), (450, 300)):
        fingers.tap(*spot)
    phone.locator(".tools [data-action=point]").tap()
    expect(stage.editor).to_have_attribute("data-tool", "point")
    fingers.tap(60, 400)
    stage.saved()
    kinds = [one.data.region.kind for one in stored(team.app, team.annotator)]
    assert kinds == ["box", "polygon", "point"]


def test_a_finger_on_empty_ground_moves_the_picture_and_two_never_draw(team, phone):
    stage = Stage(phone)
    phone.goto("/apps/owner/street/inputs/street-0/label/")
    stage.ready()
    fingers = Fingers(stage)
    phone.locator("[data-choices] .concept").first.tap()
    before = phone.locator(".picture").bounding_box()

    fingers.down((200, 200))
    fingers.down((200, 200), (400, 300))  # the second finger comes a little later
    fingers.move((150, 200), (450, 300))
    fingers.up((450, 300))
    fingers.up()
    phone.wait_for_timeout(50)
    zoomed = phone.locator(".picture").bounding_box()
    assert zoomed["width"] > before["width"] * 1.2
    phone.locator(".tools [data-action=select]").tap()
    fingers.down((320, 240))
    fingers.move((330, 250))
    fingers.move((360, 280))
    fingers.up()
    phone.wait_for_timeout(50)

    assert phone.locator(".picture").bounding_box()["x"] > zoomed["x"]
    stage.saved()
    assert stored(team.app, team.annotator) == []


# What is seen only in focus, and the film strip, are not for fingers; the handle of the sheet is as wide as the page.
SMALL = """() => [...document.querySelectorAll("box-editor :is(a[href], button, summary, input)")].filter((one) => {
  const seen = one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  if (!seen || one.closest(".as-form, .film, [data-pull]")) return false;
  const { width, height } = (one.closest("label") ?? one).getBoundingClientRect();
  return width > 1 && (height < 43.5 || width < 43.5);
}).map((one) => `${one.outerHTML.slice(0, 100)} ${one.offsetWidth}×${one.offsetHeight}`)"""


def test_what_a_finger_hits_is_at_least_44_pixels(team, phone):
    stage = Stage(phone)
    phone.goto("/apps/owner/street/inputs/street-0/label/")
    stage.ready()
    fingers = Fingers(stage)
    phone.locator("[data-choices] .concept").first.tap()
    fingers.down((100, 100))
    fingers.move((300, 300))
    fingers.up()
    phone.locator("[data-pull]").tap()
    phone.locator("[data-talk] summary").tap()

    assert phone.evaluate(SMALL) == []
