"""Hundreds of boxes at once, by one key: more than fit into one request."""

from __future__ import annotations

from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept
from tests.browser.stage import Stage, make_photo_with_boxes

MANY = 150
#: The view may rest again before a busy machine comes to look, so a canvas notes how it looked when it was stretched.
WATCH = """canvas => {
  canvas.stretched = new Promise((done) => new MutationObserver(() => {
    if (canvas.style.transform) done([canvas.style.transform, canvas.toDataURL()]);
  }).observe(canvas, { attributes: true }));
}"""


def concepts_of(app) -> set[str]:
    """Tell which concepts the boxes of an app have."""
    rows = Annotation.objects.filter(app=app, is_empty=False, input_level=False)
    return set(rows.values_list("concepts__concept__public_id", flat=True))


def test_many_boxes_are_hidden_shown_named_deleted_and_brought_back_as_they_were(team, person):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    on = make_photo_with_boxes(team.app, team.owner, MANY)
    page = person(team.owner)
    page.context.set_default_timeout(60_000)  # hundreds of small transactions take their time on a busy machine
    stage = Stage(page).open(on)
    drawing = page.locator("canvas.boxes")
    seen = "canvas => canvas.toDataURL()"

    stage.press("Control+a", "t")
    stage.settled()
    stage.draws(0)
    stage.press("t", "2")
    stage.saved()
    expect(page.locator('box-list .sw[data-c="2"]')).to_have_count(MANY)
    before = drawing.evaluate(seen)
    named = concepts_of(team.app)
    stage.press("Delete")
    stage.saved()
    gone = concepts_of(team.app)
    stage.draws(0)
    bare = drawing.evaluate(seen)
    stage.press("Control+z")
    stage.saved()
    stage.draws(MANY)
    stage.press("Control+a")
    stage.settled()

    assert (named, gone) == ({"bus"}, set())
    assert drawing.evaluate(seen) == before != bare
    assert concepts_of(team.app) == {"bus"}
    assert stage.rows() == MANY


def test_a_crowd_is_stretched_while_one_zooms_and_drawn_when_the_view_rests(team, person):
    Concept.objects.add(team.app, [("car", "Car")])
    on = make_photo_with_boxes(team.app, team.owner, MANY + 100, step=0.003)
    stage = Stage(person(team.owner)).open(on)
    drawing = stage.page.locator("canvas.boxes")
    look = """canvas => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
        done([canvas.style.transform, canvas.toDataURL()]))))"""
    _, fitted = drawing.evaluate(look)
    drawing.evaluate(WATCH)

    stage.press("+")
    stretched, same = drawing.evaluate("canvas => canvas.stretched")
    expect(drawing).to_have_attribute("style", "")
    _, larger = drawing.evaluate(look)
    stage.press("z")
    stage.settled()
    expect(drawing).to_have_attribute("style", "")

    assert "scale(1.25)" in stretched
    assert fitted == same != larger
    assert drawing.evaluate(look) == ["", fitted]
