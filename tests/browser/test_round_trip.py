"""The main job by three people: hand out, draw, submit, approve one, send one back, correct, approve."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from annotations_app.models import Act, Annotation, Change, Concept, Input, Status
from annotations_app.models.stored import read
from tests.browser.stage import Stage, make_photo
from tests.make import make_annotation, make_marker

PHOTOS = Path(__file__).resolve().parent.parent.parent / "photos"
APP = "/apps/owner/street"


def near(box, pixels, size=(512, 512)):
    """Compare a stored box with where it was drawn, to within a pixel and a half of the picture."""
    left, top, right, bottom = pixels
    width, height = size
    wanted = (top / height, left / width, bottom / height, right / width)
    return box == pytest.approx(wanted, abs=1.5 / min(size))


def test_three_people_bring_two_photos_from_upload_to_approval(team, person):
    Concept.objects.append(team.app, [("person", "Person"), ("cat", "Cat")])
    owner, annotator, reviewer = person(team.owner), person(team.annotator), person(team.reviewer)

    # The owner adds two photos and hands them out, having seen who will get what.
    owner.goto(f"{APP}/inputs/add/")
    owner.locator("#files").set_input_files([PHOTOS / "astronaut.jpg", PHOTOS / "cat.jpg"])
    owner.get_by_role("button", name="Add", exact=True).click()
    expect(owner.locator("#verdicts li")).to_have_count(2)
    owner.goto(f"{APP}/assign/")
    owner.locator("input[name=people][value=annotator]").check()
    expect(owner.get_by_role("button", name="Hand out 2 to label")).to_be_visible()
    owner.get_by_role("button", name="Hand out 2 to label").click()
    expect(owner.get_by_text("Hand out work")).to_be_visible()
    photo = Input.objects.get(app=team.app, file_name="astronaut.jpg")
    size = (photo.width, photo.height)

    # The annotator draws two boxes on the first, one with a concept chosen before and one relabelled after.
    annotator.goto(f"{APP}/queue/")
    annotator.get_by_role("link", name="astronaut.jpg").click()
    stage = Stage(annotator).ready()
    stage.press("1")
    stage.drag((120, 60), (300, 400))
    stage.click(320, 40)
    stage.click(440, 260)
    stage.press("2")
    stage.saved()
    assert Annotation.objects.filter(app=team.app, user=team.annotator, status=Status.PENDING).count() == 4
    stage.press("Control+Enter")
    annotator.wait_for_url("**/label/")
    expect(annotator.get_by_role("heading", name="cat.jpg")).to_be_visible()

    # The reviewer approves one box and sends the other back, saying why; then the image as a whole is approved.
    reviewer.goto(f"{APP}/review/")
    reviewer.get_by_role("link", name="astronaut.jpg").click()
    desk = Stage(reviewer).ready()
    reviewer.locator("box-list ol .row", has_text="Person").locator("button.pick").click()
    reviewer.get_by_role("button", name="Approve A", exact=True).click()
    wrong = reviewer.locator("box-list ol .row", has_text="Cat")
    wrong.locator("button.pick").click()
    desk.press("r")
    reviewer.keyboard.type("this is no cat")
    desk.press("Enter", "a")
    desk.saved()
    expect(wrong).to_contain_text("Sent back: this is no cat")
    expect(reviewer.locator("[data-looked]")).to_have_text("3 of 3 looked at")

    # The annotator finds it first in the queue, with the reason, corrects concept and place, and submits again.
    annotator.goto(f"{APP}/queue/")
    first = annotator.get_by_role("listitem").filter(has_text="this is no cat")
    expect(first).to_be_visible()
    annotator.get_by_role("link", name="astronaut.jpg").click()
    stage.ready()
    annotator.locator("box-list ol .row", has_text="Cat").locator("button.pick").click()
    stage.press("1", "v")
    stage.press("ArrowRight", "ArrowRight")
    stage.saved()
    stage.press("Control+Enter")
    expect(annotator.get_by_role("heading", name="cat.jpg")).to_be_visible()

    # The reviewer sees the correction and approves it; nothing else waits, so the list is next.
    reviewer.goto(f"{APP}/inputs/{photo.public_id}/review/")
    desk.ready()
    expect(reviewer.locator("[data-looked]")).to_have_text("2 of 3 looked at")
    desk.press("Shift+A")
    expect(reviewer.get_by_text("Nothing is waiting for review")).to_be_visible()

    rows = Annotation.objects.filter(app=team.app, input=photo, user=team.annotator, input_level=False)
    stored = read(rows.order_by("pk"))
    assert {one.status for one in stored} == {Status.SUCCESS}
    boxes = [one for one in stored if not one.is_marker]
    assert [[value.id for value in one.data.concept_values() if value.value] for one in boxes] == [
        ["person"],
        ["person"],
    ]
    assert near(boxes[0].data.region.box, (120, 60, 300, 400), size)
    assert near(boxes[1].data.region.box, (322, 40, 442, 260), size)
    assert len(stored) == 3
    acts = set(Change.objects.filter(app=team.app, annotation_id=boxes[1].id).values_list("act", flat=True))
    assert {Act.SUBMITTED, Act.SENT_BACK, Act.CHANGED, Act.APPROVED} <= acts
    assert Change.objects.get(app=team.app, act=Act.SENT_BACK).reason == "this is no cat"


def test_an_image_without_a_marker_goes_back_and_comes_again_to_who_sent_it_back(team, person):
    team.app.change(review_reasons=["too wide"])
    Concept.objects.append(team.app, [("car", "Car")])
    on, new = make_photo(team.app, "street-1"), make_photo(team.app, "street-2")
    annotator, reviewer, owner = person(team.annotator), person(team.reviewer), person(team.owner)

    # Labelled without being asked; then other work is handed out and submitted, and some is new.
    stage = Stage(annotator).open(on)
    stage.press("1")
    stage.drag((100, 100), (200, 180))
    stage.drag((300, 100), (400, 180))
    stage.saved()
    make_annotation(team.app, make_photo(team.app, "other"), user=team.annotator, status=Status.AWAITING_REVIEW)
    make_marker(team.app, new, team.annotator)

    reviewer.goto(f"{APP}/review/")
    reviewer.get_by_role("link", name="street-1.jpg").click()
    Stage(reviewer).ready().press("Shift+R", "1")
    expect(reviewer.get_by_role("heading", name="other.jpg")).to_be_visible()

    # It stands ahead of the new work; the owner corrects one box meanwhile, the author the other.
    annotator.goto(f"{APP}/queue/")
    expect(annotator.locator(".rows li")).to_have_count(2)
    expect(annotator.locator(".rows li").first).to_contain_text("2 sent back")
    expect(annotator.locator(".rows li").first).to_contain_text("“too wide”")
    owners = Stage(owner).open(on)
    owners.press("v")
    owner.locator("box-list .pick").first.click()
    owners.press("ArrowRight")
    owners.saved()
    annotator.get_by_role("link", name="Continue").click()
    stage.ready()
    expect(annotator.locator("[data-sent-back]")).to_contain_text("2 boxes sent back")
    expect(annotator.locator("box-list .row").first).to_contain_text("corrected by owner")
    stage.press("v", ".", ".")
    stage.press("ArrowLeft")
    stage.saved()
    stage.press("Control+Enter")
    expect(annotator.get_by_role("heading", name="street-2.jpg")).to_be_visible()

    # The newest work is first in the list of who sent it back, and nobody else's.
    reviewer.goto(f"{APP}/review/")
    expect(reviewer.locator(".rows li").first).to_contain_text("you sent it back")
    expect(reviewer.locator(".rows li").first).to_contain_text("street-1.jpg")
    owner.goto(f"{APP}/review/")
    expect(owner.locator(".rows")).not_to_contain_text("you sent it back")
    reviewer.get_by_role("link", name="Continue").click()
    Stage(reviewer).ready().press("Shift+A")
    expect(reviewer.get_by_role("heading", name="other.jpg")).to_be_visible()
    done = Annotation.objects.filter(input=on, input_level=False)
    assert [one.status for one in done] == [Status.SUCCESS, Status.SUCCESS]
