"""Everything on the labelling page by keyboard alone: the way of the focus, and a picture from hand-out to approval."""

from __future__ import annotations

from itertools import groupby

import pytest
from playwright.sync_api import expect

from annotations_app.models import Act, Annotation, Change, Status
from tests.browser.stage import Stage
from tests.make import box, make_annotation

#: What the focus goes through, in this order, and what each part is on the page.
ORDER = {
    "skip links": ".skip", "top": ".top", "tools": ".tools", "picture": ".stage", "concepts": "[data-for=box]",
    "whole image": "[data-for=image]", "sent back": "[data-sent-back]", "suggestions": "section[data-suggestions]",
    "list": "box-list", "details": "[data-details]", "comments": "[data-talk]", "actions": ".ways", "film": ".film",
}  # fmt: skip
AREA = """areas => {
  const one = document.activeElement;
  const area = Object.entries(areas).find(([, where]) => one.closest(where))?.[0];
  return area ?? "elsewhere: " + one.outerHTML.slice(0, 120);
}"""
HELD = "() => document.activeElement !== document.body"
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && !one.closest("[role=toolbar]"))
  .map((one) => (one.stop ??= Math.random().toString()))"""


@pytest.fixture
def work(team, handed_out):
    """On the first of two photos that are handed out are a box to correct and a suggestion."""
    sent_back = box("car", at=(0.1, 0.1, 0.4, 0.4))
    make_annotation(team.app, handed_out[0], user=team.annotator, status=Status.REVIEW_DENIED, data=sent_back)
    seen = box("person", at=(0.5, 0.5, 0.9, 0.9), region_id="seen", value=0.4)
    make_annotation(team.app, handed_out[0], model="detector-1", data=seen)
    return handed_out


def walk(page, key, steps):
    """Press a key again and again; say where the focus was each time."""
    found = []
    for _ in range(steps):
        page.keyboard.press(key)
        found.append((page.evaluate(AREA, ORDER), page.evaluate("() => document.activeElement.stop")))
    return found


def test_tab_goes_through_everything_in_order_and_back(team, work, person):
    page = person(team.annotator)
    stage = Stage(page).open(work[0])
    stage.press("v")
    page.locator("box-list .pick").first.click()
    page.locator(".tools [tabindex='-1']").first.wait_for()
    stops = page.evaluate(STOPS)
    page.evaluate("() => document.activeElement.blur()")
    page.locator(".skip").first.focus()
    page.keyboard.press("Shift+Tab")

    # The eye and the lock are met in each row.
    there = walk(page, "Tab", len(stops) + 5)
    back = walk(page, "Shift+Tab", len(stops) + 5)

    areas = [name for name, _ in groupby(area for area, _ in there if not area.startswith("elsewhere"))]
    assert ", ".join(areas[: len(ORDER)]) == ", ".join(ORDER)
    assert sum(area == "tools" for area, _ in there) == 1
    assert set(stops) <= {stop for _, stop in there}
    assert set(stops) <= {stop for _, stop in back}


def test_each_action_of_the_keys_has_a_button(team, work, person):
    page = person(team.annotator)
    stage = Stage(page).open(work[0])
    # What these do is held, typed or pointed at: other controls of the page do the same without keys.
    without = {"nudge", "nudge-far", "cross", "cross-far", "corner", "concept", "absent", "pan"}

    actions = page.evaluate(
        "async () => (await import(document.querySelector('[href$=\"editor/keys.js\"]').href)).KEYS"
    )
    stage.press("?")
    offered = page.locator("[data-keys] [data-does]").evaluate_all("all => all.map(one => one.dataset.does)")

    assert set(offered) == {one["action"] for one in actions if one["context"] != "review"} - without


def held(page):
    """Tell whether the focus is on something, once the page has settled."""
    page.locator("box-editor").evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    return page.evaluate(HELD)


def reach(page, name, role="button"):
    """Go on by Tab until something is in focus."""
    wanted = page.get_by_role(role, name=name).first
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {name}.")


def test_the_focus_is_never_lost(team, work, person):
    page = person(team.annotator)
    stage = Stage(page).open(work[1])
    stage.press("v", "n", "1")
    for left in (50, 150, 250, 350):
        stage.drag((left, 100), (left + 60, 160))
        stage.press("Escape")
    stage.saved()
    rows = page.locator("box-list .pick")

    rows.nth(1).focus()
    stage.press("Enter", "Delete")
    assert held(page), "after a deletion in the list"
    assert page.evaluate(AREA, ORDER) == "list"
    stage.press("Control+z")
    stage.saved()
    rows.nth(0).focus()
    stage.press("Enter", "2")
    stage.saved()
    assert held(page), "after a row was written anew"
    for _ in range(20):
        page.keyboard.press("Control+z")
    stage.saved()
    assert held(page), "after all was taken back"
    page.locator(".tools [data-action=redo]").focus()
    for _ in range(12):
        page.keyboard.press("Enter")
    stage.saved()
    assert held(page), "after a button could do no more"
    assert page.evaluate(AREA, ORDER) == "tools"
    rows.nth(0).focus()
    other = Stage(page.context.new_page()).open(work[1])
    other.press("v", "n", "1")
    other.drag((50, 300), (150, 400))
    other.saved()
    other.page.close()
    expect(rows).to_have_count(5)
    assert held(page), "after the list was read again"
    assert page.evaluate(AREA, ORDER) == "list"

    for name, keys in {"keys": "?", "go-to": "g", "skip": "Control+Space", "picker": "/", "adjust": "i"}.items():
        page.locator("#stage").focus()
        page.keyboard.press(keys)
        page.wait_for_timeout(100)
        page.keyboard.press("Escape")
        assert held(page), f"after {name} was closed"
        page.keyboard.press("Escape")
    page.locator(".film a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="street-0.jpg")).to_be_visible()
    stage.ready()
    assert held(page), "after another image came"
    page.locator("box-list [data-answer=accept]:visible").first.focus()
    page.keyboard.press("Enter")
    stage.saved()
    assert held(page), "after a suggestion was answered in its row"
    page.locator("box-list .row[data-status=REVIEW_DENIED] .pick").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Nothing to change, because").focus()
    page.keyboard.type("it is that wide")
    reach(page, "Answer")
    page.keyboard.press("Enter")
    stage.saved()
    assert held(page), "after an answer to what was sent back"


def said(annotations):
    """Say of each annotation whether it has a place, and its concepts."""
    rows = annotations.filter(is_empty=False).order_by("pk").prefetch_related("concepts__concept")
    return {
        (hasattr(one, "region"), *((value.concept.public_id, value.value) for value in one.concepts.all()))
        for one in rows
    }


def test_a_picture_is_labelled_reviewed_corrected_and_approved_by_keyboard_alone(team, work, person):
    mine = Annotation.objects.filter(app=team.app, user=team.annotator, input=work[0], input_level=False)
    page = person(team.annotator)
    page.goto("/apps/owner/street/queue/")
    reach(page, "Continue", "link")
    page.keyboard.press("Enter")
    stage = Stage(page).ready()

    # What was sent back is made narrower, the suggestion accepted, a box drawn, the image named.
    stage.press("v", "Escape", ".", "e", "e", "e", *["Shift+ArrowLeft"] * 5, "Escape")
    stage.press("a", "a", "Escape", "Escape")
    stage.press("n", "2", "Enter", *["Shift+ArrowRight"] * 5, *["Shift+ArrowDown"] * 4, "Enter")
    stage.press("Escape", "w", "1", "w", "Control+Enter")
    expect(page.get_by_role("heading", name="street-1.jpg")).to_be_visible()
    assert set(mine.values_list("status", flat=True)) == {Status.AWAITING_REVIEW}
    assert said(mine) == {(True, ("car", 1.0)), (True, ("person", 1.0)), (False, ("car", 1.0))}
    assert mine.count() == 5
    assert mine.get(region__top=0.1).region.right == pytest.approx(0.4 - 50 / 640, abs=1e-6)

    desk = person(team.reviewer)
    desk.goto("/apps/owner/street/review/")
    reach(desk, "Continue", "link")
    desk.keyboard.press("Enter")
    review = Stage(desk).ready()
    review.press(".", "r", "2", "Shift+A")
    expect(desk.get_by_text("Nothing is waiting for review.")).to_be_visible()
    assert Change.objects.get(app=team.app, act=Act.SENT_BACK).reason == "wrong concept"

    Stage(page).ready().press("d")
    expect(page.get_by_role("heading", name="street-0.jpg")).to_be_visible()
    Stage(page).ready().press("v", "Escape", ".", "2", "Control+Enter")
    expect(page.get_by_role("heading", name="street-1.jpg")).to_be_visible()
    desk.goto("/apps/owner/street/inputs/street-0/review/")
    review.ready().press("Shift+A")
    expect(desk.get_by_text("Nothing is waiting for review.")).to_be_visible()

    assert set(mine.values_list("status", flat=True)) == {Status.SUCCESS}
