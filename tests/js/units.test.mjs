// Numbers of places in pixels and per cent: showing them changes nothing, and a change of one leaves the rest as it is.

import assert from "node:assert/strict";
import test from "node:test";

import { placed, ratioOf, shownIn, sidesIn } from "../../static/js/editor/later/units.js";

const size = { width: 641, height: 480 };
const box = { top: 0.1234567, left: 0.2345678, bottom: 0.3456789, right: 0.4567891 };

test("a place is shown in whole pixels, and in per cent with two decimals", () => {
  assert.deepEqual(sidesIn("px", box, size), { left: 150, top: 59, width: 142, height: 107 });
  assert.deepEqual(sidesIn("%", box, size), { left: 23.46, top: 12.35, width: 22.22, height: 22.22 });
  assert.equal(shownIn("%", 1 / 3, 480), 33.33);
  assert.equal(shownIn("px", 1 / 3, 480), 160);
});

test("what is shown is what is typed", () => {
  for (const unit of ["px", "%"])
    for (let value = 0; value <= 100; value += 1) assert.equal(shownIn(unit, ratioOf(unit, value, 641), 641), value);
});

test("a change of one number leaves the others bit for bit", () => {
  const width = (one) => Math.round((one.right - one.left) * 1e7);
  const height = (one) => Math.round((one.bottom - one.top) * 1e7);
  for (const unit of ["px", "%"]) {
    const left = placed(box, "left", 20, unit, size);
    assert.deepEqual([left.top, left.bottom, width(left)], [box.top, box.bottom, width(box)]);
    const top = placed(box, "top", 20, unit, size);
    assert.deepEqual([top.left, top.right, height(top)], [box.left, box.right, height(box)]);
    const wide = placed(box, "width", 20, unit, size);
    assert.deepEqual([wide.left, wide.top, wide.bottom], [box.left, box.top, box.bottom]);
    const high = placed(box, "height", 20, unit, size);
    assert.deepEqual([high.left, high.top, high.right], [box.left, box.top, box.right]);
    for (const [side, one] of Object.entries({ left, top, width: wide, height: high })) {
      const before = sidesIn(unit, box, size);
      assert.deepEqual(sidesIn(unit, one, size), { ...before, [side]: 20 });
    }
  }
});

test("changing a number and changing it back is the same box, a hundred times over", () => {
  let one = { top: 0.1, left: 0.25, bottom: 0.3, right: 0.5 };
  const before = one;
  for (let times = 0; times < 100; times += 1)
    for (const [side, value] of [["left", 17.31], ["width", 33.33], ["width", 25], ["left", 25]]) one = placed(one, side, value, "%", size);
  assert.deepEqual(one, before);
});

test("a box stays on the picture and is at least a pixel wide and high", () => {
  const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-7, `${found} is not ${wanted}`);
  const width = box.right - box.left;
  near(placed(box, "left", 5000, "px", size).right, 1);
  near(placed(box, "left", 5000, "px", size).left, 1 - width);
  near(placed(box, "left", -5, "px", size).left, 0);
  near(placed(box, "width", 5000, "px", size).right, 1);
  near(placed(box, "width", 0, "px", size).right, box.left + 1 / 641);
  near(placed(box, "height", -3, "%", size).bottom, box.top + 1 / 480);
});

test("a number as it is shown already is no change", () => {
  assert.equal(placed(box, "left", 150, "px", size), null);
  assert.equal(placed(box, "height", 22.22, "%", size), null);
});
