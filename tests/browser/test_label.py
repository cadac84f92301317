"""Journeys on the labelling page, with real mouse and keys, compared with the database."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotations_app.models import Act, Annotation, Change, Comment, Concept, Status
from annotations_app.models.deciding import send_back
from annotations_app.models.stored import read
from tests.browser.stage import Stage, hand_out_photos, make_photo
from tests.make import box, make_annotation, make_marker


def stored(app, user):
    rows = Annotation.objects.filter(app=app, user=user, is_empty=False, input_level=False).order_by("pk")
    return read(rows)


def boxes_of(app, user):
    return [one.data.region.box for one in stored(app, user)]


def said_of(app, user):
    return [{value.id: value.value for value in one.data.region.concepts} for one in stored(app, user)]


@pytest.fixture
def concepts(team):
    return Concept.objects.add(team.app, [("car", "Car"), ("person", "Person"), ("bus", "Bus")])


@pytest.fixture
def work(team, concepts, person):
    """Open assigned work of the annotator and draw two boxes, by a drag and by two clicks."""
    on = make_photo(team.app, "street-1")
    make_marker(team.app, on, team.annotator)
    stage = Stage(person(team.annotator)).open(on)
    stage.press("1")
    stage.drag((100, 100), (200, 180))
    stage.press("Escape")
    stage.click(300, 100)
    stage.click(400, 200)
    stage.saved()
    return stage


def test_boxes_are_drawn_by_a_drag_and_by_two_clicks(team, work):
    first, second = boxes_of(team.app, team.annotator)

    assert first == pytest.approx((100 / 480, 100 / 640, 180 / 480, 200 / 640), abs=0.004)
    assert second == pytest.approx((100 / 480, 300 / 640, 200 / 480, 400 / 640), abs=0.004)
    assert said_of(team.app, team.annotator) == [{"car": 1}, {"car": 1}]
    assert {one.status for one in stored(team.app, team.annotator)} == {Status.PENDING}


def test_all_can_be_changed_undone_done_again_and_is_there_after_a_reload(team, work):
    moved = pytest.approx((130 / 480, 321 / 640, 230 / 480, 421 / 640), abs=0.004)

    work.press("v")
    work.drag((350, 150), (370, 170))
    work.press("ArrowRight", "Shift+ArrowDown", "2", "Shift+Digit3")
    work.saved()
    assert boxes_of(team.app, team.annotator)[1] == moved
    assert said_of(team.app, team.annotator)[1] == {"person": 1, "bus": 0}

    work.press(*["Control+z"] * 20)
    work.saved()
    assert stored(team.app, team.annotator) == []

    work.press(*["Control+y"] * 20)
    work.saved()
    work.page.reload()
    work.ready()
    assert work.rows() == 2
    assert boxes_of(team.app, team.annotator)[1] == moved
    assert said_of(team.app, team.annotator) == [{"car": 1}, {"person": 1, "bus": 0}]


def test_picker_names_a_box_drawn_without_a_concept_and_the_whole_image(team, concepts, person):
    stage = Stage(person(team.owner)).open(make_photo(team.app, "street-1"))

    stage.drag((100, 100), (200, 180))
    stage.press("/")
    stage.page.keyboard.type("per")
    stage.press("Enter", "w", "1", "Shift+Digit3")
    stage.saved()

    said = {
        tuple((value.id, value.value) for value in (one.data.region.concepts if one.data.region else one.data.concepts))
        for one in stored(team.app, team.owner)
    }
    assert said == {(("person", 1.0),), (("car", 1.0), ("bus", 0.0))}


def test_wheel_zooms_about_the_pointer_and_what_is_drawn_is_where_it_is_seen(team, concepts, person):
    page = person(team.owner)
    stage = Stage(page).open(make_photo(team.app, "street-1"))
    stage.press("1")
    page.mouse.move(*stage.at(160, 120))

    before = page.locator("[data-zoom]").inner_text()
    for _ in range(6):
        page.mouse.wheel(0, -120)
    expect(page.locator("[data-zoom]")).not_to_have_text(before)
    page.wait_for_timeout(50)
    stage.drag((160, 120), (190, 150))
    stage.saved()

    (found,) = boxes_of(team.app, team.owner)
    assert found == pytest.approx((120 / 480, 160 / 640, 150 / 480, 190 / 640), abs=0.002)


def test_viewer_looks_and_draws_nothing(team, concepts, person):
    stage = Stage(person(team.viewer)).open(make_photo(team.app, "street-1"))

    stage.press("n", "1")
    stage.drag((100, 100), (200, 180))

    assert stage.rows() == 0
    assert stage.editor.get_attribute("data-tool") == "select"


HANDLES = {
    "nw": ((200, 150), (180, 140), (140, 180, 250, 320)),
    "n": ((260, 150), (260, 140), (140, 200, 250, 320)),
    "ne": ((320, 150), (340, 140), (140, 200, 250, 340)),
    "e": ((320, 200), (340, 200), (150, 200, 250, 340)),
    "se": ((320, 250), (340, 270), (150, 200, 270, 340)),
    "s": ((260, 250), (260, 270), (150, 200, 270, 320)),
    "sw": ((200, 250), (180, 270), (150, 180, 270, 320)),
    "w": ((200, 200), (180, 200), (150, 180, 250, 320)),
}


def test_each_handle_moves_its_edges(team, concepts, person):
    on = make_photo(team.app, "street-1")
    place = (150 / 480, 200 / 640, 250 / 480, 320 / 640)
    make_annotation(team.app, on, user=team.annotator, data=box("car", at=place))
    stage = Stage(person(team.annotator)).open(on)
    stage.press("v")
    stage.click(260, 200)

    for start, end, (top, left, bottom, right) in HANDLES.values():
        stage.drag(start, end)
        stage.saved()
        wanted = (top / 480, left / 640, bottom / 480, right / 640)
        assert boxes_of(team.app, team.annotator)[0] == pytest.approx(wanted, abs=0.004)
        stage.press("Control+z")
        stage.saved()

    assert boxes_of(team.app, team.annotator)[0] == pytest.approx(place, abs=1e-7)


def test_suggestions_are_accepted_rejected_and_corrected(team, concepts, person):
    on = make_photo(team.app, "street-1")
    make_marker(team.app, on, team.annotator)
    for number, region in enumerate(("one", "two", "three")):
        place = (0.1, 0.1 + 0.3 * number, 0.4, 0.3 + 0.3 * number)
        data = box("car", at=place, region_id=region, value=0.5 + number / 10)
        make_annotation(team.app, on, model="detector-1", data=data)
    page = person(team.annotator)
    stage = Stage(page).open(on)
    stage.press("v")
    page.locator("[data-open]", has_text="3 suggestions").wait_for()

    page.locator("box-list .pick").first.click()
    stage.press("a", "r")
    stage.drag((0.8 * 640, 0.25 * 480), (0.8 * 640, 0.45 * 480))
    stage.saved()

    answers = {one.data.region.id: one for one in stored(team.app, team.annotator)}
    assert answers["one"].data.region.concepts[0].value == 1
    assert answers["one"].data.region.box == (0.1, 0.1, 0.4, 0.3)
    assert answers["two"].data.region.concepts[0].value == 0
    assert answers["three"].data.region.box[0] == pytest.approx(0.3, abs=0.005)
    assert {one.status for one in answers.values()} == {Status.PENDING}
    assert Annotation.objects.filter(app=team.app, model_version_id="detector-1").count() == 3


def test_boxes_to_check_are_answered_and_submitted(team, concepts, person):
    on, after = make_photo(team.app, "street-1"), make_photo(team.app, "street-2")
    make_marker(team.app, after, team.annotator)
    for left in (0.1, 0.5):
        data = box("car", at=(0.1, left, 0.4, left + 0.2))
        make_annotation(team.app, on, user=team.annotator, status=Status.PENDING, data=data)
    page = person(team.annotator)
    stage = Stage(page).open(on)
    stage.press("v")

    page.locator("box-list .pick").first.click()
    stage.press("a", "r", "Control+Enter")
    page.wait_for_url("**/street-2/label/")
    stage.ready()

    one, other = stored(team.app, team.annotator)
    assert (one.status, other.status) == (Status.AWAITING_REVIEW, Status.AWAITING_REVIEW)
    assert [value.value for value in (*one.data.region.concepts, *other.data.region.concepts)] == [1, 0]


def test_the_keys_are_shown_in_a_dialog(team, concepts, person):
    page = person(team.annotator)
    stage = Stage(page).open(make_photo(team.app, "street-1"))

    stage.press("?")

    dialog = page.get_by_role("dialog", name="Keys")
    assert dialog.get_by_text("Submit and next").is_visible()
    stage.press("Escape")
    assert dialog.is_hidden()


def test_work_that_was_sent_back_is_told_corrected_or_answered(team, concepts, person):
    on = make_photo(team.app, "street-1")
    made = [
        make_annotation(team.app, on, user=team.annotator, status=Status.AWAITING_REVIEW, data=box("car", at=place))
        for place in ((0.1, 0.1, 0.3, 0.3), (0.5, 0.5, 0.8, 0.8))
    ]
    for one in made:
        send_back(team.member(team.reviewer), on.pk, one.public_id, "too wide")
    page = person(team.annotator)
    stage = Stage(page).open(on)
    page.get_by_text("Sent back: too wide").first.wait_for()
    expect(page.locator("[data-sent-back]")).to_contain_text("2 boxes sent back")

    stage.press("v", ".")
    stage.press("ArrowRight")
    expect(page.locator("[data-sent-back]")).to_contain_text("1 box sent back")
    page.locator("box-list .pick").last.click()
    page.get_by_label("Nothing to change, because").fill("it is that wide")
    page.get_by_role("button", name="Answer").click()
    stage.saved()
    assert {one.status for one in stored(team.app, team.annotator)} == {Status.PENDING}
    page.get_by_role("button", name="Submit & next").click()
    page.wait_for_url("**/queue/")

    assert {one.status for one in stored(team.app, team.annotator)} == {Status.AWAITING_REVIEW}
    assert Change.objects.get(app=team.app, act=Act.REPLIED).reason == "it is that wide"


def test_boxes_without_a_concept_are_asked_about_before_they_are_submitted(team, concepts, person):
    on, _ = hand_out_photos(team.app, team.annotator, (1, 2))
    page = person(team.annotator)
    stage = Stage(page).open(on)
    stage.drag((100, 100), (200, 180))
    stage.press("Escape", "Escape")

    stage.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="1 box has no concept")
    expect(dialog.get_by_role("button", name="Go to them")).to_be_focused()
    stage.press("Enter", "2", "Control+Enter")
    page.wait_for_url("**/street-2/label/")

    (one,) = stored(team.app, team.annotator)
    assert one.status == Status.AWAITING_REVIEW
    assert said_of(team.app, team.annotator) == [{"person": 1}]


def test_a_comment_is_kept_with_the_box_or_the_image(team, work):
    page = work.page
    work.press("m")
    page.keyboard.type("half hidden")
    work.press("Enter")
    work.saved()
    expect(page.locator("[data-said]")).to_contain_text("half hidden")
    work.press("Escape", "Escape", "m")
    expect(page.locator("[data-about]")).to_have_text("Comments on the image")
    page.keyboard.type("too dark")
    work.press("Enter")
    work.saved()

    box = stored(team.app, team.annotator)[1]
    found = {(one.text, one.annotation.public_id if one.annotation else "") for one in Comment.objects.all()}
    assert found == {("half hidden", box.id), ("too dark", "")}
