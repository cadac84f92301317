"""What comes to the labelling page later is asked for by itself, and who is faster than the network loses nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept, Status
from tests.browser.held import Held
from tests.browser.stage import Stage, hand_out_photos, make_photo


@pytest.fixture
def page(team, person, troubles):
    """Open a browser for the owner of an app with a concept."""
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    troubles.expected = ("Failed to load resource",)
    return person(team.owner)


@pytest.fixture
def early(team, page):
    """Open a picture while the second wave is kept back."""
    held = Held(page)
    stage = Stage(page).begin(make_photo(team.app, "street-1"))
    stage.held = held
    return stage


def test_everything_comes_without_a_touch_and_works_when_the_line_is_cut(team, page):
    stage = Stage(page).open(make_photo(team.app, "street-1"))

    page.context.set_offline(True)
    stage.press("1")
    stage.drag((100, 100), (200, 200))
    stage.press("Control+d", "/")
    expect(page.locator("[data-picker]")).to_be_visible()
    stage.press("Escape", "?")
    expect(page.locator("dialog[data-keys]")).to_be_visible()
    stage.press("Escape", "o")
    expect(stage.editor).to_have_attribute("data-tool", "polygon")
    stage.press("x")
    expect(stage.editor).to_have_attribute("data-tool", "points")
    stage.press("i")
    expect(page.locator("[data-adjust]")).to_be_visible()

    page.context.set_offline(False)
    stage.saved()
    assert Annotation.objects.filter(input=stage.on, region__isnull=False).count() == 2


def test_who_is_faster_than_the_second_wave_draws_and_saves(early):
    early.press("1")
    early.drag((100, 100), (200, 200))
    early.click(300, 100)
    early.click(400, 200)
    early.press("Delete", "Control+z")
    early.drag((50, 300), (150, 400))
    early.saved()

    assert Annotation.objects.filter(input=early.on, region__isnull=False).count() == 3
    assert early.editor.get_attribute("data-complete") is None
    early.held.let_go()
    early.ready()


def test_early_keys_wait_and_act_in_their_order(early):
    early.press("1")
    early.drag((100, 100), (200, 200))
    early.press("Control+d", "Delete", "Control+d", "2")
    assert early.rows() == 1

    early.held.let_go()
    early.ready()
    early.saved()

    # Doubled, the double deleted; with nothing selected nothing is doubled, and new boxes are of the second concept.
    [left] = Annotation.objects.filter(input=early.on, region__isnull=False)
    assert [one.concept.public_id for one in left.concepts.all()] == ["car"]
    expect(early.page.locator("[data-choices] [aria-pressed=true]")).to_contain_text("Bus")


def test_an_early_tool_is_not_mistaken_for_the_one_before_it(early):
    early.press("1")
    early.press("x")
    early.drag((100, 100), (200, 200))
    assert early.rows() == 0

    early.held.let_go()
    early.ready()
    expect(early.editor).to_have_attribute("data-tool", "points")
    for spot in ((150, 100), (100, 150), (150, 200), (200, 150)):
        early.click(*spot)
    early.saved()

    assert Annotation.objects.filter(input=early.on, region__isnull=False).count() == 1


def test_the_tool_that_selects_is_waited_for_too(early):
    early.press("1")
    early.drag((100, 100), (200, 200))
    early.press("v")
    early.drag((150, 150), (250, 250))
    early.press("n")
    assert early.rows() == 1

    early.held.let_go()
    early.ready()
    early.drag((300, 300), (350, 350))
    early.press("v")
    early.drag((325, 325), (375, 375))
    early.saved()

    assert Annotation.objects.filter(input=early.on, region__isnull=False).count() == 2
    expect(early.page.locator("[data-action=undo]")).to_contain_text("move box")
    expect(early.editor).to_have_attribute("data-tool", "select")


def test_early_clicks_on_rows_choose_them_in_their_order(early):
    early.press("1")
    early.drag((100, 100), (200, 200))
    early.drag((300, 100), (400, 200))
    rows = early.page.locator(".row .pick")
    rows.nth(0).click()
    rows.nth(1).click(modifiers=["Control"])
    expect(early.page.locator(".row .pick[aria-pressed=true]")).to_have_count(1)

    early.held.let_go()
    expect(early.page.locator(".row .pick[aria-pressed=true]")).to_have_count(2)


def test_an_early_click_is_not_lost_with_a_row_that_the_server_writes_anew(early):
    answers = []
    early.page.route("**/changes/", lambda route: answers.append(route))  # noqa: PLW0108
    early.press("1")
    early.drag((100, 100), (200, 200))
    early.drag((300, 100), (400, 200))
    early.page.locator(".row .pick").nth(0).click()
    early.page.unroute("**/changes/")
    for route in answers:
        route.continue_()
    early.saved()

    early.held.let_go()

    expect(early.page.locator(".row .pick[aria-pressed=true] .num")).to_have_text("1")


def test_an_early_wish_for_the_picker_opens_it(early):
    early.press("/")
    expect(early.page.locator("[data-picker]")).to_be_hidden()

    early.held.let_go()

    expect(early.page.locator("[data-picker] input")).to_be_focused()


def test_an_early_submit_waits_and_goes_on(team, person, troubles):
    Concept.objects.add(team.app, [("car", "Car")])
    on, _ = hand_out_photos(team.app, team.annotator, (1, 2))
    page = person(team.annotator)
    held = Held(page)
    stage = Stage(page).begin(on)
    stage.press("1")
    stage.drag((100, 100), (200, 200))
    stage.press("Control+Enter")

    held.let_go()
    page.wait_for_url("**/street-2/label/")

    assert {one.status for one in Annotation.objects.filter(input=on, user=team.annotator)} == {Status.AWAITING_REVIEW}


def test_what_could_not_be_loaded_is_said_and_tried_again(early):
    early.press("?")
    early.held.refuse()

    expect(early.page.locator("[data-hint]")).to_contain_text("This could not be loaded")
    early.press("?")
    expect(early.page.locator("dialog[data-keys]")).to_be_visible()


@pytest.fixture
def leaving(team, person, troubles):
    """Open the first of three pictures that are handed out, for whom the second wave does not come, htmx neither."""
    troubles.expected = ("Failed to load resource",)
    Concept.objects.add(team.app, [("car", "Car")])
    first, *_ = hand_out_photos(team.app, team.annotator, range(3))
    page = person(team.annotator)
    page.context.set_default_timeout(30_000)  # whole pages one after another take their time on a busy machine
    stage = Stage(page)
    stage.held = Held(page)
    return stage.begin(first)


def drawn(team):
    return Annotation.objects.filter(app=team.app, user=team.annotator, region__isnull=False)


@pytest.mark.parametrize("way", ["[data-next]", ".film li:nth-child(3) a"])
def test_who_leaves_by_a_link_before_the_second_wave_comes_to_the_next_image_and_loses_nothing(team, leaving, way):
    page = leaving.page
    leaving.press("1")
    leaving.drag((100, 100), (200, 200))
    # Nothing is waited for: the link is clicked in the moment after the box was drawn.
    page.locator(way).click()

    wanted = "street-1" if way == "[data-next]" else "street-2"
    page.wait_for_url(f"**/{wanted}/label/")
    page.locator("box-editor[data-ready]").wait_for()
    leaving.saved()
    assert [one.input.public_id for one in drawn(team)] == ["street-0"]
    leaving.press("1")
    leaving.drag((300, 100), (400, 200))
    leaving.saved()
    assert sorted(one.input.public_id for one in drawn(team)) == ["street-0", wanted]


def test_who_submits_by_the_button_before_the_second_wave_submits_when_it_is_there(team, leaving):
    page = leaving.page
    leaving.press("1")
    leaving.drag((100, 100), (200, 200))
    page.get_by_role("button", name="Submit & next").click()
    leaving.drag((300, 100), (400, 200))

    leaving.held.let_go()
    page.wait_for_url("**/street-1/label/")
    page.locator("box-editor[data-ready]").wait_for()

    assert {one.status for one in drawn(team)} == {Status.AWAITING_REVIEW}
    assert drawn(team).count() == 2


def test_without_htmx_a_submit_loads_the_next_page_whole(team, person, troubles):
    troubles.expected = ("Failed to load resource",)
    Concept.objects.add(team.app, [("car", "Car")])
    first, _ = hand_out_photos(team.app, team.annotator, range(2))
    page = person(team.annotator)
    page.route("**/htmx*.js", lambda route: route.abort())
    stage = Stage(page).begin(first)
    stage.press("1")
    stage.drag((100, 100), (200, 200))
    stage.press("Control+Enter")

    page.wait_for_url("**/street-1/label/")
    page.locator("box-editor[data-ready]").wait_for()
    stage.press("d")
    page.wait_for_url("**/street-0/label/")
    assert {one.status for one in drawn(team)} == {Status.AWAITING_REVIEW}


def test_early_keys_for_another_image_open_it_with_everything_drawn_saved(team, leaving):
    page = leaving.page
    leaving.press("1")
    leaving.drag((100, 100), (200, 200))
    leaving.press("f")
    leaving.drag((300, 100), (400, 200))

    leaving.held.let_go()
    page.wait_for_url("**/street-1/label/")
    page.locator("box-editor[data-ready]").wait_for()
    leaving.saved()

    assert drawn(team).filter(input__public_id="street-0").count() == 2
