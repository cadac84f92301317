"""From image to image on the labelling page: back and forth, to a number, with pictures fetched ahead."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept, Input
from tests.browser.stage import Stage, hand_out_photos, make_photo
from tests.make import box, make_annotation


@pytest.fixture
def four(team):
    Concept.objects.add(team.app, [("car", "Car")])
    return hand_out_photos(team.app, team.annotator, range(1, 5))


def here(stage, name):
    expect(stage.page).to_have_url(f"http://{stage.page.url.split('/')[2]}/apps/owner/street/inputs/{name}/label/")
    stage.ready()
    expect(stage.page.locator(".film [aria-current]")).to_have_attribute("title", f"{name}.jpg, to do")


def test_images_are_gone_through_by_keys_without_loading_the_page(team, four, person):
    page = person(team.annotator)
    stage = Stage(page).open(four[0])
    page.evaluate("() => (globalThis.same = true)")
    expect(page.locator(".place")).to_have_text("1 of 4")

    stage.press("f")
    here(stage, "street-2")
    stage.press("d")
    here(stage, "street-1")
    stage.press("g")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    here(stage, "street-4")
    page.locator(".film a").nth(1).click()
    here(stage, "street-2")
    assert page.title() == "street-2.jpg · Street scenes · Labeller"
    assert page.evaluate("() => globalThis.same")

    page.go_back()
    here(stage, "street-4")


def test_pictures_that_come_next_are_fetched_before_they_are_wanted(team, four, person):
    page = person(team.annotator)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/display/" in request.url else None)
    stage = Stage(page).open(four[0])
    page.wait_for_timeout(500)
    assert len({url.split("/inputs/")[1].split("/")[0] for url in asked}) == 4

    number = len(asked)
    stage.press("f")
    here(stage, "street-2")
    page.wait_for_timeout(200)

    assert len(asked) == number
    assert page.locator(".picture").evaluate("one => one.complete && one.naturalWidth > 0")


def test_pages_are_fetched_ahead_once_and_only_for_who_stays_and_take_no_work(team, four, person):
    team.app.change(taking=True)
    before = list(Annotation.objects.order_by("pk").values_list("pk", "rev", "info"))
    page = person(team.annotator)
    asked = []
    page.on("request", lambda one: asked.append(one.url) if one.headers.get("hx-target") == "editor" else None)
    stage = Stage(page).open(four[0])
    stage.press("f")
    here(stage, "street-2")
    went = list(asked)
    page.wait_for_timeout(3000)

    assert [url.split("/")[-3] for url in went] == ["street-2"]
    ahead = [url.split("/")[-3] for url in asked[1:]]
    assert sorted(ahead) == ["street-1", "street-3", "street-4"]
    assert list(Annotation.objects.order_by("pk").values_list("pk", "rev", "info")) == before


def test_the_view_is_kept_over_a_reload_and_where_wanted_on_the_next_image(team, four, person):
    page = person(team.annotator)
    stage = Stage(page).open(four[0])
    fitted = page.locator(".picture").bounding_box()
    page.mouse.move(*stage.at(160, 120))
    for _ in range(4):
        page.mouse.wheel(0, -120)
    page.wait_for_timeout(100)
    zoomed = page.locator(".picture").bounding_box()

    page.reload()
    stage.ready()
    assert page.locator(".picture").bounding_box() == pytest.approx(zoomed, abs=1)
    stage.press("f")
    here(stage, "street-2")
    assert page.locator(".picture").bounding_box() == pytest.approx(fitted, abs=1)
    stage.press("d")
    here(stage, "street-1")
    for _ in range(4):
        page.mouse.wheel(0, -120)
    stage.press("Shift+v")
    before = page.locator(".picture").bounding_box()
    stage.press("f")
    here(stage, "street-2")
    assert page.locator(".picture").bounding_box() == pytest.approx(before, abs=1)


def test_drawing_goes_on_at_once_after_next(team, four, person):
    page = person(team.annotator)
    stage = Stage(page).open(four[0])
    stage.press("1")
    stage.drag((100, 100), (200, 180))
    stage.press("Control+Enter")
    here(stage, "street-2")
    expect(page.locator("#stage")).to_be_focused()

    stage.drag((100, 100), (200, 180))
    stage.saved()

    assert stage.rows() == 1
    expect(page.locator(".place")).to_have_text("2 of 4")
    expect(page.locator(".top progress")).to_have_attribute("value", "1")


def test_a_round_about_one_concept_stays_so_from_image_to_image(team, four, person):
    Concept.objects.add(team.app, [("bus", "Bus")])
    for number, concept in enumerate(("car", "bus")):
        place = (0.1, 0.1 + 0.4 * number, 0.4, 0.3 + 0.4 * number)
        data = box(concept, at=place, region_id=f"region-{concept}", value=0.8)
        make_annotation(team.app, four[0], model="detector-1", data=data)
    page = person(team.annotator)
    page.goto("/apps/owner/street/queue/")
    page.get_by_label("Label").select_option("bus")
    page.get_by_role("button", name="Choose").click()
    page.get_by_role("link", name="Continue").click()
    stage = Stage(page).ready()

    assert page.locator("[data-choices] .concept").all_inner_texts() == ["Bus\n2"]
    page.locator("[data-open]", has_text="1 suggestion").wait_for()
    stage.press("1", "Shift+A")
    stage.drag((400, 300), (500, 400))
    stage.press("Control+Enter")
    page.get_by_role("button", name="Leave them").click() if page.locator("[data-unanswered]").is_visible() else None
    expect(page.get_by_role("heading", name="street-2.jpg")).to_be_visible()

    stage.ready()
    assert page.url.endswith("/street-2/label/?concept=bus")
    stage.drag((400, 300), (500, 400))
    stage.saved()
    mine = Annotation.objects.filter(app=team.app, user=team.annotator, is_empty=False)
    assert {value.concept.public_id for one in mine for value in one.concepts.all()} == {"bus"}
    assert mine.count() == 3
    page.get_by_role("link", name="All concepts").click()
    expect(page.locator("[data-choices] .concept")).to_have_count(2)


def test_who_zooms_in_gets_the_original(team, person):
    on = make_photo(team.app, "large", size=(1280, 960))
    small = make_photo(team.app, "small", size=(320, 240))
    Input.objects.filter(pk=on.pk).update(display=small.display, media_type="image/jpeg")
    page = person(team.owner)
    stage = Stage(page).open(on)
    picture = page.locator(".picture")
    page.wait_for_timeout(200)
    before = picture.bounding_box()

    stage.press("z")
    expect(picture).to_have_attribute("src", re.compile("/original/"))

    page.wait_for_timeout(100)
    assert picture.evaluate("one => one.naturalWidth") == 1280
    stage.press("z")
    page.wait_for_timeout(50)
    assert picture.bounding_box() == pytest.approx(before, abs=1)
