"""Many operations of one gesture lie in one record; each is answered by itself, and older records are sent as well."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from annotations_app.models import Concept
from tests.browser.kept import concepts_said, mine
from tests.browser.stage import Stage, make_photo_with_boxes
from tests.browser.test_conflicts import change_elsewhere

MANY = 150
#: Hundreds of small transactions take their time on a busy machine.
PATIENCE = 60_000
OPEN = "new Promise((done) => (indexedDB.open('labeller').onsuccess = ({ target }) => done(target.result)))"
ASK = "(ask) => new Promise((done) => (ask.onsuccess = () => done(ask.result)))"


def lying(page, store="rows"):
    """Read what lies in a store of the outbox, as it is on disk."""
    return page.evaluate(f"async () => ({ASK})((await {OPEN}).transaction('{store}').objectStore('{store}').getAll())")


def counted(page):
    """Say how many operations each record holds that are not answered, by its key."""
    return [len([one for one in row.get("texts", [row.get("text")]) if one]) for row in lying(page)]


@pytest.fixture
def stage(team, person, troubles):
    """Open a picture with many boxes of one's own, and let no answer come."""
    troubles.expected = ("Failed to load resource",)
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    on = make_photo_with_boxes(team.app, team.owner, MANY)
    page = person(team.owner)
    page.context.set_default_timeout(PATIENCE)
    page.route("**/changes/", lambda route: route.abort())
    return Stage(page).open(on)


def kept(stage):
    stage.page.locator('box-editor[data-writing="0"]').wait_for()


def let_through(stage):
    stage.page.unroute("**/changes/")
    stage.press("Control+s")


def test_a_gesture_with_many_boxes_is_kept_in_few_records_and_sent_in_its_order_by_the_next_page(team, stage):
    stage.press("Control+a", "2", "Escape", "v", ".", "ArrowRight", "Control+a", "1")
    kept(stage)
    assert counted(stage.page) == [128, 22, 1, 128, 22]
    assert stage.editor.get_attribute("data-kept") == str(2 * MANY + 1)

    stage.page.unroute("**/changes/")
    stage.page.reload()
    stage.ready()
    stage.saved()

    assert (lying(stage.page), lying(stage.page, "aside")) == ([], [])
    assert concepts_said(team) == {"car": MANY}
    assert stage.page.locator("[data-dispute]").count() == 0


def test_a_page_from_before_the_update_does_not_take_what_it_cannot_read(team, stage):
    stage.press("Control+a", "2")
    kept(stage)

    own = f"async (user) => ({ASK})((await {OPEN}).transaction('rows').objectStore('rows').index('user').getAll(user))"

    assert counted(stage.page) == [128, 22]
    assert stage.page.evaluate(own, str(team.owner.pk)) == []


def test_operations_that_an_older_page_kept_one_by_one_are_sent(team, stage):
    drawn = [uuid4().hex for _ in range(3)]
    texts = []
    for name in drawn:
        first, then = uuid4().hex, uuid4().hex
        place = {"box": [0.1, 0.1, 0.2, 0.2], "concepts": {"car": 1}}
        texts.append(json.dumps({"rev": first, "base": None, "kind": "put", "id": name, **place}))
        texts.append(json.dumps({"rev": then, "base": first, "kind": "put", "id": name, "concepts": {"bus": 1}}))
    address = stage.editor.get_attribute("data-address")
    rows = [{"user": str(team.owner.pk), "address": address, "text": text, "at": 1} for text in texts]
    stage.page.evaluate(
        f"""async (rows) => {{
          const store = (await {OPEN}).transaction("rows", "readwrite").objectStore("rows");
          rows.forEach((row) => store.add(row));
        }}""",
        rows,
    )

    stage.page.unroute("**/changes/")
    stage.page.reload()
    stage.ready()
    stage.saved()

    assert concepts_said(team) == {"car": MANY, "bus": 3}
    assert stage.rows() == MANY + 3
    assert lying(stage.page) == []


def test_what_an_answer_does_not_speak_of_stays_in_its_record(team, stage):
    def half(route):
        answer = route.fetch()
        told = answer.json()
        route.fulfill(json={**told, "results": told["results"][::2]})

    stage.press("Control+a", "2")
    kept(stage)
    stage.page.route("**/changes/", half, times=1)
    stage.press("Control+s")
    expect(stage.editor).to_have_attribute("data-kept", str(MANY - 64), timeout=PATIENCE)
    assert counted(stage.page) == [64, 22]
    assert concepts_said(team) == {"bus": 128, "car": 22}

    stage.page.unroute_all()
    stage.page.reload()
    stage.ready()
    stage.saved()

    assert concepts_said(team) == {"bus": MANY}
    assert lying(stage.page) == []
    assert stage.page.locator("[data-dispute]").count() == 0


def test_of_many_that_are_sent_each_conflict_is_set_aside_and_asked_about_by_itself(team, stage):
    stage.press("Control+a", "2")
    kept(stage)
    chosen = [mine(team).order_by("pk")[at] for at in (0, 1, 140)]
    for one in chosen:
        change_elsewhere(team, stage, made=one)
    disputed = stage.page.locator("box-list [data-dispute]")

    let_through(stage)
    stage.saved()
    expect(disputed).to_have_count(3, timeout=PATIENCE)
    assert lying(stage.page) == []
    asides = lying(stage.page, "aside")
    assert [json.loads(one["text"])["id"] for one in asides] == [one.public_id for one in chosen]

    stage.page.reload()
    stage.ready()
    expect(disputed).to_have_count(3, timeout=PATIENCE)
    for left in (2, 1, 0):
        disputed.first.get_by_role("button", name="Keep mine").click()
        expect(disputed).to_have_count(left)
    stage.saved()
    assert concepts_said(team) == {"bus": MANY}
    assert lying(stage.page, "aside") == []


@pytest.mark.parametrize("status", [413, 400])
def test_a_record_that_does_not_go_through_at_once_goes_in_parts(team, stage, status):
    def few(route):
        most = 40 if status == 413 else 1
        ops = json.loads(route.request.post_data)["ops"]
        sizes.append(len(ops))
        if len(ops) > most and len(sizes) < 8:
            route.fulfill(status=status, json={"message": "Not so many."})
        else:
            route.continue_()

    sizes: list[int] = []
    stage.press("Control+a", "2")
    kept(stage)
    stage.page.route("**/changes/", few)
    stage.press("Control+s")
    stage.saved()

    assert sizes[:4] == ([128, 64, 32, 96] if status == 413 else [128, 1, 127, 1])
    assert concepts_said(team) == {"bus": MANY}
    assert (lying(stage.page), lying(stage.page, "aside")) == ([], [])


def test_a_page_that_goes_before_a_gesture_is_painted_has_kept_it(team, stage):
    stage.press("Control+a")
    stage.editor.evaluate(
        """({ editor, dataset }) => {
          editor.do("concept", { digit: 1 });
          sessionStorage.setItem("writing", dataset.writing);
          location.reload();
        }"""
    )
    stage.page.wait_for_url("**/label/")
    stage.ready()

    assert stage.page.evaluate("() => sessionStorage.getItem('writing')") == "1"
    assert counted(stage.page) == [128, 22]
    let_through(stage)
    stage.saved()
    assert concepts_said(team) == {"bus": MANY}
    stage.press("Control+z")
    stage.saved()
    assert concepts_said(team) == {"car": MANY}
