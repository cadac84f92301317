"""On a phone the focus is never hidden: not under the sheet, its handle, the concepts or the way on."""

from __future__ import annotations

import pytest

from annotations_app.models import Status
from annotations_app.models.data import POLYGON, AnnotationData, RegionData
from tests.browser.stage import Stage
from tests.make import box, make_annotation

PHONE = {"width": 390, "height": 844}
#: What has the focus, and those of its edges and its middle that something else lies over or that are out of sight.
HIDDEN = """() => {
  const one = document.activeElement;
  const { left, top, right, bottom, width, height } = one.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const across = { left: [left + 2, y], right: [right - 2, y] };
  const down = { top: [x, top + 2], bottom: [x, bottom - 2] };
  const spots = { middle: [x, y], ...across, ...down };
  const seen = ([left, top]) => {
    const found = document.elementFromPoint(left, top);
    const row = one.closest(".row");
    return found && (one.contains(found) || found === one.closest("label") || (row && found.closest(".row") === row));
  };
  const hidden = Object.keys(spots).filter((name) => !seen(spots[name]));
  const says = [one.tagName, one.id, one.dataset.action, one.name, one.textContent.trim().slice(0, 30)];
  return [says.join(" "), hidden];
}"""


def walk(stage, keys):
    """Go through everything until the page is left the second time; give what is hidden, by what has the focus."""
    page, found, reached, left = stage.page, {}, [], 0
    while left < 2:
        stage.press(keys)
        name, hidden = page.evaluate(HIDDEN)
        if name.startswith("BODY"):
            left += 1
            continue
        reached.append(name)
        if hidden and not name.startswith(("BOX-EDITOR", "SECTION")):
            found[name] = hidden
    return found, reached


@pytest.mark.parametrize("tall", [False, True])
@pytest.mark.parametrize("keys", ["Tab", "Shift+Tab"])
def test_what_has_the_focus_is_in_sight_on_a_phone(team, wordy, person, tall, keys):
    corners = [{"row": 0.1, "col": 0.2}, {"row": 0.6, "col": 0.3}, {"row": 0.5, "col": 0.6}]
    outline = AnnotationData(region=RegionData(kind=POLYGON, shape={"points": corners}))
    make_annotation(team.app, wordy, user=team.annotator, status=Status.PENDING, data=outline)
    for left in range(8):
        at = (0.2, left / 10, 0.3, left / 10 + 0.1)
        make_annotation(team.app, wordy, user=team.annotator, status=Status.PENDING, data=box("car", at=at))
    stage = Stage(person(team.annotator, **PHONE)).open(wordy)
    stage.press("v", ".")
    if tall:
        stage.page.locator("[data-pull]").click()
    stage.page.evaluate("() => document.activeElement.blur()")

    found, reached = walk(stage, keys)

    assert found == {}
    assert len(set(reached)) > 40
