"""Nothing drawn is lost and nothing is stored twice, whatever happens between browser and server."""

from __future__ import annotations

import random
import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from annotations_app.models import Annotation, Concept, Region
from annotations_app.models.editing import carry_out
from annotations_app.models.operation import Operation
from tests.browser.faults import Plan, Switch
from tests.browser.stage import Stage, make_photo
from tests.make import make_marker

BOXES, COLUMNS = 500, 25
CELL = (25.6, 24)


@pytest.fixture
def plan():
    Switch.plan = Plan(seed=20261123)
    yield Switch.plan
    Switch.plan = None


def corners(number):
    """Say where a box is drawn: one in each cell of a grid, in pixels of the picture."""
    left, top = number % COLUMNS * CELL[0] + 4, number // COLUMNS * CELL[1] + 4
    return (left, top), (left + 12, top + 10)


def draw(page, frame, number):
    (left, top), (right, bottom) = corners(number)
    x, y, across, down = frame["x"], frame["y"], frame["width"] / 640, frame["height"] / 480
    page.mouse.move(x + left * across, y + top * down)
    page.mouse.down()
    page.mouse.move(x + right * across, y + bottom * down)
    page.mouse.up()


def test_five_hundred_boxes_survive_lost_refused_and_late_answers_and_reloads(team, person, troubles, plan):
    Concept.objects.add(team.app, [("car", "Car")])
    troubles.expected = ("Failed to load resource",)
    on = make_photo(team.app, "street-1")
    make_marker(team.app, on, team.annotator)
    page, dice = person(team.annotator), random.Random(7)
    page.on("dialog", lambda dialog: dialog.accept())
    stage = Stage(page).open(on)
    stage.press("1")
    frame = page.locator(".picture").bounding_box()

    reloads = 0
    for number in range(BOXES):
        draw(page, frame, number)
        if dice.random() < 0.03:
            page.locator('box-editor[data-writing="0"]').wait_for()
            page.reload()
            stage.ready()
            assert stage.rows() == number + 1
            reloads += 1
    Switch.plan = None
    page.locator('box-editor[data-kept="0"][data-writing="0"]').wait_for(timeout=60_000)

    assert reloads > 5
    assert min(plan.happened.values()) > 0
    mine = Annotation.objects.filter(app=team.app, user=team.annotator, is_empty=False, input_level=False)
    regions = Region.objects.filter(annotation__in=mine)
    found = sorted((round(one.left * 640 // CELL[0]), round(one.top * 480 // CELL[1])) for one in regions)
    assert found == sorted((number % COLUMNS, number // COLUMNS) for number in range(BOXES))
    assert stage.rows() == BOXES


@pytest.fixture
def drawing(team, person, troubles):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    troubles.expected = ("Failed to load resource",)
    on = make_photo(team.app, "street-1")
    stage = Stage(person(team.owner)).open(on)
    stage.press("1")
    return stage


def mine(team):
    return Annotation.objects.filter(app=team.app, user=team.owner, is_empty=False, input_level=False)


def test_what_is_drawn_offline_is_kept_and_saved_later(team, drawing):
    page = drawing.page
    page.context.set_offline(True)
    drawing.drag((100, 100), (200, 180))
    drawing.drag((300, 100), (400, 180))
    page.locator("[data-chip]", has_text="2 changes kept on this device").wait_for()
    assert mine(team).count() == 0

    page.context.set_offline(False)
    drawing.saved()

    assert mine(team).count() == 2
    assert page.locator("[data-chip] [data-text]").inner_text() == "Saved"


def test_a_session_that_ended_loses_nothing(team, drawing):
    page, cookies = drawing.page, drawing.page.context.cookies()
    page.context.clear_cookies()
    drawing.drag((100, 100), (200, 180))
    page.locator("[data-chip]", has_text="Sign in to save 1 change").wait_for()

    page.context.add_cookies(cookies)
    drawing.press("Control+s")
    drawing.saved()

    assert mine(team).count() == 1


def change_elsewhere(team, drawing, kind="put"):
    """Let the manager change or delete the one box that is there, past the page."""
    made = mine(team).get()
    what = {"box": (0.5, 0.5, 0.9, 0.9), "concepts": {"bus": 1.0}} if kind == "put" else {}
    theirs = Operation(uuid4(), kind, made.public_id, made.rev, **what)
    assert carry_out(team.member(team.manager), drawing.on, theirs).result == "saved"


def lefts(team):
    return [pytest.approx(one.region.left, abs=0.005) for one in mine(team).order_by("pk")]


@pytest.mark.parametrize(
    ("answer", "kept"), [("Keep mine", [161 / 640]), ("Take theirs", [0.5]), ("Keep both", [0.5, 161 / 640])]
)
def test_the_second_to_change_a_box_chooses_also_after_a_reload(team, drawing, answer, kept):
    drawing.drag((100, 100), (200, 180))
    drawing.saved()
    change_elsewhere(team, drawing)

    drawing.press("v")
    drawing.drag((150, 140), (210, 140))
    drawing.press("ArrowRight", "2")
    alarm = drawing.page.get_by_role("alert")
    alarm.get_by_text("manager changed this box").wait_for()
    drawing.saved()
    drawing.page.reload()
    drawing.ready()
    alarm.get_by_text("manager changed this box").wait_for()
    assert drawing.page.locator("[data-chip]", has_text="1 change needs you").is_visible()
    drawing.page.get_by_role("button", name=answer).click()
    drawing.saved()

    assert lefts(team) == kept
    assert drawing.page.locator("[data-chip] [data-text]").inner_text() == "Saved"
    drawing.page.reload()
    drawing.ready()
    assert drawing.page.locator("[data-alarm]").is_hidden()
    assert drawing.rows() == len(kept)


@pytest.mark.parametrize(("answer", "number"), [("Restore with my change", 1), ("Leave it deleted", 0)])
def test_a_box_that_another_deleted_can_be_restored(team, drawing, answer, number):
    drawing.drag((100, 100), (200, 180))
    drawing.saved()
    change_elsewhere(team, drawing, "delete")

    drawing.press("2")
    drawing.page.get_by_role("alert").get_by_text("manager deleted this box").wait_for()
    drawing.page.get_by_role("button", name=answer).click()
    drawing.saved()

    assert mine(team).count() == number
    assert drawing.rows() == number


def test_a_browser_that_keeps_nothing_says_so_and_still_saves(team, person):
    Concept.objects.add(team.app, [("car", "Car")])
    page = person(team.owner)
    page.add_init_script("Object.defineProperty(globalThis, 'indexedDB', { get() { throw new Error('refused'); } })")
    stage = Stage(page).open(make_photo(team.app, "street-1"))

    page.locator("[data-chip]", has_text="Cannot keep changes on this device").wait_for()
    stage.drag((100, 100), (200, 180))
    stage.saved()

    assert mine(team).count() == 1


def test_what_one_person_left_is_neither_shown_to_nor_sent_by_another(team, drawing, live_server):
    page, cookies = drawing.page, drawing.page.context.cookies()
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.clear_cookies()
    drawing.drag((100, 100), (200, 180))
    page.locator("[data-chip]", has_text="Sign in to save 1 change").wait_for()

    other = Client()
    other.force_login(team.annotator, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = other.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    drawing.open(drawing.on)
    assert drawing.rows() == 0
    page.get_by_text("1 change of somebody else waits on this device").wait_for()
    drawing.drag((300, 100), (400, 200))
    drawing.saved()
    assert mine(team).count() == 0

    page.context.clear_cookies()
    page.context.add_cookies(cookies)
    drawing.open(drawing.on)
    drawing.saved()
    assert mine(team).count() == 1


def test_a_page_older_than_what_was_saved_fetches_the_list(team, drawing):
    drawing.drag((100, 100), (200, 180))
    drawing.saved()
    page = drawing.page
    stale = re.sub(r'data-seq="\d+"', 'data-seq="0"', page.request.get(page.url).text())
    start = stale.index("<li", stale.index("<ol data-seq"))
    stale = stale[:start] + stale[stale.index("</ol>", start) :]
    page.route("**/label/", lambda route: route.fulfill(body=stale, content_type="text/html"))

    page.reload()
    drawing.ready()

    assert drawing.rows() == 1


def test_signing_in_again_in_place_saves_what_was_drawn(team, drawing):
    team.owner.set_password("a long enough password")
    team.owner.save()
    page = drawing.page
    page.context.clear_cookies()
    drawing.drag((100, 100), (200, 180))
    page.get_by_role("alert").get_by_role("button", name="Sign in").click()
    drawing.page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_text("is wrong").wait_for()
    page.get_by_label("Password").fill("a long enough password")
    page.keyboard.press("Enter")
    drawing.saved()

    drawing.drag((300, 100), (400, 180))
    drawing.saved()

    assert mine(team).count() == 2
    assert page.locator("[data-chip] [data-text]").inner_text() == "Saved"


def test_two_tabs_show_what_the_other_saved(team, drawing):
    other = Stage(drawing.page.context.new_page()).open(drawing.on)

    drawing.drag((100, 100), (200, 180))
    other.page.locator("box-list ol .row").wait_for()
    other.press("v")
    other.drag((150, 140), (170, 150))
    other.press("Delete")
    drawing.page.locator("box-list ol .row").wait_for(state="detached")
    other.press("Control+z")
    drawing.page.locator("box-list ol .row").wait_for()

    other.saved()
    assert lefts(team) == [120 / 640]
    assert drawing.page.locator("[data-alarm]").is_hidden()


def test_undo_goes_on_after_a_reload(team, drawing):
    drawing.drag((100, 100), (200, 180))
    drawing.press("2", "ArrowRight", "Delete")
    drawing.saved()

    drawing.page.reload()
    drawing.ready()
    drawing.press("Control+z", "Control+z", "Control+z")
    drawing.saved()
    assert lefts(team) == [100 / 640]
    assert drawing.page.locator("box-list ol .row .name").inner_text() == "Car"

    drawing.page.reload()
    drawing.ready()
    drawing.press("Control+z")
    drawing.saved()
    assert mine(team).count() == 0
    drawing.press(*["Control+y"] * 3)
    drawing.saved()
    assert drawing.page.locator("box-list ol .row .name").inner_text() == "Bus"
    assert drawing.page.locator("[data-alarm]").is_hidden()


def test_submit_and_next_work_while_the_line_is_cut(team, person, troubles):
    Concept.objects.add(team.app, [("car", "Car")])
    troubles.expected = ("Failed to load resource",)
    photos = [make_photo(team.app, f"street-{number}") for number in range(4)]
    for one in photos:
        make_marker(team.app, one, team.annotator)
    page = person(team.annotator)
    stage = Stage(page).open(photos[0])
    stage.press("1")
    page.wait_for_timeout(700)  # for what is fetched ahead

    page.context.set_offline(True)
    for number in range(3):
        stage.drag((100, 100), (200 + 10 * number, 180))
        stage.press("Control+Enter")
        page.wait_for_url(f"**/street-{number + 1}/label/")
        stage.ready()
    assert page.locator(".picture").evaluate("one => one.complete && one.naturalWidth > 0")
    assert Annotation.objects.filter(app=team.app, is_empty=False, input_level=False).count() == 0
    page.context.set_offline(False)
    stage.saved()

    rows = Annotation.objects.filter(app=team.app, user=team.annotator).order_by("input", "pk")
    found = [(one.input.public_id, one.is_empty, one.status) for one in rows.select_related("input")]
    done = [(f"street-{number}", empty, 24157) for number in range(3) for empty in (True, False)]
    assert found == [*done, ("street-3", True, 24151)]
