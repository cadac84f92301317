"""The labelling page waits for what it shows and for nothing else; what else is wished for early waits its turn."""

from __future__ import annotations

from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept
from tests.browser.held import Held
from tests.browser.stage import Stage, make_photo
from tests.make import box, make_annotation, make_marker

REST = "**/js/editor/later/rest.js"
KEPT = "**/js/editor/later/kept.js"


def test_early_wishes_for_dialogs_and_the_way_out_wait(team, person, troubles):
    Concept.objects.add(team.app, [("car", "Car")])
    make_marker(team.app, make_photo(team.app, "street-1"), team.annotator)
    page = person(team.annotator)
    held = Held(page)
    page.goto("/apps/owner/street/inputs/street-1/label/")
    page.locator("box-editor[data-ready]").wait_for()
    page.get_by_role("button", name="Skip", exact=True).click()
    expect(page.locator("#skip-why")).to_be_hidden()
    held.let_go()
    expect(page.locator("#skip-why")).to_be_visible()

    page.reload()
    held.open = False
    held.waiting.clear()
    page.reload()
    page.locator("box-editor[data-ready]").wait_for()
    page.locator("[popovertarget=person-menu]").click()
    page.get_by_role("button", name="Sign out").click()
    held.let_go()
    page.wait_for_url(lambda url: "/label/" not in url)


def test_who_judges_suggestions_waits_for_nothing_else(team, person, troubles):
    Concept.objects.add(team.app, [("car", "Car")])
    on = make_photo(team.app, "street-1")
    for number, sure in enumerate((0.9, 0.3)):
        data = box("car", at=(0.1, 0.1 + 0.4 * number, 0.4, 0.3 + 0.4 * number), region_id=f"box-{number}", value=sure)
        make_annotation(team.app, on, model="detector-1", data=data)
    page = person(team.owner)
    held = Held(page, REST)
    stage = Stage(page)
    page.goto("/apps/owner/street/inputs/street-1/label/")
    page.locator("box-editor[data-ready]").wait_for()
    expect(page.locator("[data-open]")).to_have_text("2 suggestions")
    stage.press("r", "r", "a")
    stage.saved()

    answers = Annotation.objects.filter(app=team.app, user=team.owner, is_empty=False).order_by("region__public_id")
    assert [(one.region.public_id, one.concepts.get().value) for one in answers] == [("box-0", 1), ("box-1", 0)]
    held.let_go()


def test_what_was_kept_is_on_top_before_anything_is_built_on_it(team, person, troubles):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    troubles.expected = ("Failed to load resource",)
    page = person(team.owner)
    stage = Stage(page).open(make_photo(team.app, "street-1"))
    stage.press("1")
    stage.drag((100, 100), (200, 200))
    stage.saved()
    page.route("**/changes/", lambda route: route.abort())
    stage.press("2")
    expect(page.locator("box-editor[data-writing='0']:not([data-kept='0'])")).to_be_visible()

    held = Held(page, KEPT)
    page.reload()
    page.wait_for_timeout(500)
    assert page.locator("box-editor").evaluate("element => element.inert")
    held.let_go()
    page.locator("box-editor[data-ready]").wait_for()

    expect(page.locator(".row .name")).to_have_text("Bus")
    page.unroute("**/changes/")
    page.get_by_role("button", name="Retry now").click()
    stage.saved()
    assert [one.concept.public_id for one in Annotation.objects.get(input=stage.on, is_empty=False).concepts.all()] == [
        "bus"
    ]


def test_a_page_that_opens_never_says_saved_while_something_is_kept(team, person, troubles):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    troubles.expected = ("Failed to load resource",)
    page = person(team.owner)
    stage = Stage(page).open(make_photo(team.app, "street-1"))
    page.route("**/changes/", lambda route: route.abort())
    stage.press("1")
    stage.drag((100, 100), (200, 200))
    expect(page.locator("box-editor[data-writing='0'][data-kept='1']")).to_be_visible()
    page.add_init_script(
        """
        window.said = [];
        addEventListener("editor:sync", ({ target }) => window.said.push(target.dataset.kept));
        """
    )

    page.reload()
    page.locator("box-editor[data-ready]").wait_for()

    assert set(page.evaluate("() => window.said")) == {"1"}
