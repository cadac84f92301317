"""What is hidden or locked stays so over a reload and in review; the next image shows everything."""

from __future__ import annotations

import pytest

from annotations_app.models import Concept
from tests.browser.stage import Stage, make_photo
from tests.make import box, make_annotation


@pytest.fixture
def two(team):
    """Two pictures with three boxes each by the annotator."""
    Concept.objects.add(team.app, [("car", "Car")])
    inputs = [make_photo(team.app, f"street-{number}") for number in (1, 2)]
    for on in inputs:
        for left in (0.1, 0.4, 0.7):
            make_annotation(team.app, on, user=team.annotator, data=box("car", at=(0.2, left, 0.6, left + 0.2)))
    return inputs


def veiled(stage):
    """Say which rows are shown as hidden, and which as locked."""
    rows = stage.page.locator("box-list ol .row")
    rows.first.wait_for()
    hidden = [row.locator(".unseen").count() == 1 for row in rows.all()]
    return hidden, ["locked" in (row.get_attribute("class") or "").split() for row in rows.all()]


def test_hides_and_locks_stay_over_a_reload_and_in_review(team, two, person):
    stage = Stage(person(team.owner)).open(two[0])
    stage.press("v", ".", "h", ".", "l")
    assert veiled(stage) == ([True, False, False], [False, True, False])

    stage.page.reload()
    stage.ready()
    assert veiled(stage) == ([True, False, False], [False, True, False])
    stage.draws(2)
    stage.page.goto(stage.page.url.replace("/label/", "/review/"))
    stage.ready()
    assert veiled(stage) == ([True, False, False], [False, True, False])
    stage.draws(2)
    stage.press("Escape", "t")
    stage.page.goto(stage.page.url.replace("/review/", "/label/"))
    stage.ready()
    assert veiled(stage)[0] == [True, True, True]
    # What is locked cannot be taken by the pointer.
    stage.press("t", "v", "Escape")
    stage.drag((0.5 * 640, 0.4 * 480), (0.5 * 640, 0.45 * 480))
    assert not stage.editor.get_attribute("data-selected")


def test_the_next_image_shows_everything_and_so_does_the_way_back(team, two, person):
    stage = Stage(person(team.owner)).open(two[0])
    stage.press("v", ".", "l", "t")
    assert veiled(stage)[0] == [True, True, True]

    stage.press("f")
    stage.page.wait_for_url("**/street-2/label/**")
    stage.ready()
    assert veiled(stage) == ([False] * 3, [False] * 3)
    stage.press("d")
    stage.page.wait_for_url("**/street-1/label/**")
    stage.ready()

    assert veiled(stage) == ([False] * 3, [True, False, False])
    stage.draws(3)
