"""The browser dies: what it said to have kept is there when it starts again."""

from __future__ import annotations

import pytest

from annotations_app.models import Concept
from tests.browser import profile
from tests.browser.kept import concepts_said, lefts, mine
from tests.browser.stage import Stage, make_photo, make_photo_with_boxes

BOXES = 12
MANY = 150

pytestmark = pytest.mark.skipif(not profile.PROCESSES.exists(), reason="The browser's processes are found in /proc.")


def test_boxes_that_were_kept_survive_a_killed_browser(team, chromium, live_server, tmp_path):
    Concept.objects.add(team.app, [("car", "Car")])
    on = make_photo(team.app, "street-1")
    folder = str(tmp_path / "profile")
    context, page = profile.start(chromium, folder, live_server.url, team.owner)
    stage = Stage(page).open(on)
    stage.press("1")
    context.route("**/changes/", lambda route: route.abort())

    for number in range(BOXES):
        stage.drag((20 + 40 * number, 100), (50 + 40 * number, 150))
        stage.press("Escape")
    stage.page.locator('box-editor[data-writing="0"]').wait_for()
    profile.kill(folder)
    assert mine(team).count() == 0

    context, page = profile.start(chromium, folder, live_server.url, team.owner)
    stage = Stage(page).open(on)
    stage.saved()

    assert lefts(team) == [(20 + 40 * number) / 640 for number in range(BOXES)]
    assert stage.rows() == BOXES
    context.close()


@pytest.mark.parametrize("key", ["2", "Delete"])
def test_a_gesture_with_many_boxes_that_was_kept_survives_whole_with_its_step_of_undo(
    team, chromium, live_server, tmp_path, key
):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    on = make_photo_with_boxes(team.app, team.owner, MANY)
    folder = str(tmp_path / "profile")
    context, page = profile.start(chromium, folder, live_server.url, team.owner)
    stage = Stage(page).open(on)
    context.route("**/changes/", lambda route: route.abort())

    stage.press("Control+a", key)
    stage.page.locator('box-editor[data-writing="0"]').wait_for()
    profile.kill(folder)
    assert concepts_said(team) == {"car": MANY}

    context, page = profile.start(chromium, folder, live_server.url, team.owner)
    stage = Stage(page).open(on)
    stage.saved()
    assert concepts_said(team) == ({"bus": MANY} if key == "2" else {})
    stage.press("Control+z")
    stage.saved()
    assert concepts_said(team) == {"car": MANY}
    assert stage.rows() == MANY
    assert lefts(team) == [0.005 * number for number in range(MANY)]
    assert stage.page.locator("[data-alarm]").is_hidden()
    context.close()
