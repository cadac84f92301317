// Box maths: flips, clamps, sliding along the border, boxes of one pixel, edges at 0 and 1.

import assert from "node:assert/strict";
import test from "node:test";

import {
  boxBetween, pixels, slid, squared,
} from "../../static/js/editor/geometry.js";
import { moved, nudged } from "../../static/js/editor/later/box-maths.js";
import { handleAt, handlePoint, HANDLES, handleSpots, resized } from "../../static/js/editor/later/handles.js";
import { hits } from "../../static/js/editor/later/under.js";
import { Viewport } from "../../static/js/editor/viewport.js";

const size = { width: 100, height: 50 };
const box = { top: 0.2, left: 0.2, bottom: 0.6, right: 0.6 };

function close(found, wanted) {
  for (const side of Object.keys(wanted)) assert.ok(Math.abs(found[side] - wanted[side]) < 1e-9, `${side}: ${found[side]} is not ${wanted[side]}`);
}

test("two corners make the same box in any order", () => {
  const [a, b] = [{ x: 0.1, y: 0.2 }, { x: 0.5, y: 0.9 }];
  for (const pair of [[a, b], [b, a], [{ x: a.x, y: b.y }, { x: b.x, y: a.y }], [{ x: b.x, y: a.y }, { x: a.x, y: b.y }]])
    close(boxBetween(...pair), { top: 0.2, left: 0.1, bottom: 0.9, right: 0.5 });
});

test("corners outside are brought to the border, and no area is no box", () => {
  close(boxBetween({ x: -1, y: -1 }, { x: 2, y: 2 }), { top: 0, left: 0, bottom: 1, right: 1 });
  assert.equal(boxBetween({ x: 0.5, y: 0.1 }, { x: 0.5, y: 0.9 }), null);
  assert.equal(boxBetween({ x: -0.5, y: 0.1 }, { x: -0.1, y: 0.9 }), null);
});

test("a square has equal sides in pixels and stays on the picture", () => {
  const corner = squared({ x: 0.1, y: 0.1 }, { x: 0.3, y: 0.15 }, size);
  assert.ok(Math.abs((corner.x - 0.1) * size.width - (corner.y - 0.1) * size.height) < 1e-9);
  const held = squared({ x: 0.1, y: 0.1 }, { x: 1, y: 0.2 }, size);
  assert.ok(held.y <= 1 + 1e-9);
});

test("a moved box keeps its size and slides along the border", () => {
  close(moved(box, 0.1, 0.1), { top: 0.3, left: 0.3, bottom: 0.7, right: 0.7 });
  close(moved(box, 5, 0.1), { top: 0.3, left: 0.6, bottom: 0.7, right: 1 });
  close(moved(box, -5, -5), { top: 0, left: 0, bottom: 0.4, right: 0.4 });
});

test("each handle moves its own edges only", () => {
  const wanted = {
    nw: { top: 0.1, left: 0.1 }, n: { top: 0.1 }, ne: { top: 0.1, right: 0.9 }, e: { right: 0.9 },
    se: { bottom: 0.9, right: 0.9 }, s: { bottom: 0.9 }, sw: { bottom: 0.9, left: 0.1 }, w: { left: 0.1 },
  };
  for (const handle of HANDLES) {
    const point = { x: handle.includes("w") ? 0.1 : 0.9, y: handle.includes("n") ? 0.1 : 0.9 };
    const found = resized(box, handle, point);
    close(found.box, { ...box, ...wanted[handle] });
    assert.equal(found.handle, handle);
  }
});

test("past the opposite edge the handle flips and the box stays a box", () => {
  const found = resized(box, "se", { x: 0.1, y: 0.1 });
  close(found.box, { top: 0.1, left: 0.1, bottom: 0.2, right: 0.2 });
  assert.equal(found.handle, "nw");
  assert.equal(resized(box, "e", { x: 0.1, y: 0.5 }).handle, "w");
  assert.equal(resized(box, "e", { x: 0.2, y: 0.5 }).box, null);
});

test("Shift keeps the ratio and Alt the centre", () => {
  const kept = resized(box, "se", { x: 0.9, y: 0.65 }, { keepRatio: true, size }).box;
  assert.ok(Math.abs((kept.right - kept.left) / (kept.bottom - kept.top) - 1) < 1e-9);
  close(resized(box, "e", { x: 0.7, y: 0.4 }, { fromCentre: true, size }).box, { ...box, left: 0.1, right: 0.7 });
});

test("arrows move the box or one edge, which stops a pixel before the other", () => {
  close(nudged(box, "whole", 1, -1, size), { top: 0.18, left: 0.21, bottom: 0.58, right: 0.61 });
  close(nudged(box, "left", 1000, 0, size), { ...box, left: 0.59 });
  close(nudged(box, "bottom", 0, -1000, size), { ...box, bottom: 0.22 });
  close(nudged(box, "right", 1000, 0, size), { ...box, right: 1 });
});

test("the smallest box under the pointer comes first, also just outside its edge", () => {
  const inner = { id: "inner", box: { top: 0.3, left: 0.3, bottom: 0.4, right: 0.4 } };
  const found = hits([{ id: "outer", box }, inner, { id: "image", box: null }], { x: 0.35, y: 0.35 }, { x: 0.01, y: 0.01 });
  assert.deepEqual(found, ["inner", "outer"]);
  assert.deepEqual(hits([inner], { x: 0.405, y: 0.35 }, { x: 0.01, y: 0.01 }), ["inner"]);
  assert.deepEqual(hits([inner], { x: 0.42, y: 0.35 }, { x: 0.01, y: 0.01 }), []);
});

test("the nearest handle within reach is taken, and small boxes carry theirs outside", () => {
  const view = new Viewport({ width: 1000, height: 1000 });
  for (const { handle, x, y } of handleSpots(box, view)) {
    assert.equal(handleAt(box, { x: x + 7, y: y - 7 }, 8, view), handle);
    assert.deepEqual(view.toPicture({ x, y }), handlePoint(box, handle));
  }
  const small = { top: 0.5, left: 0.5, bottom: 0.52, right: 0.52 };
  assert.equal(handleAt(small, { x: 510, y: 510 }, 8, view), null);
  assert.equal(handleAt(small, { x: 494, y: 494 }, 8, view), "nw");
  assert.equal(handleAt(small, { x: 526, y: 510 }, 8, view), "e");
});

test("a band that is moved keeps its size and slides along the border", () => {
  const [corner, opposite] = [{ x: 0.2, y: 0.2 }, { x: 0.5, y: 0.6 }];
  const at = slid(corner, opposite, 0.9, 0.1);
  assert.ok(Math.abs(at.x - 0.7) < 1e-12 && Math.abs(at.y - 0.3) < 1e-12);
  assert.deepEqual(slid(opposite, corner, -0.9, 0), { x: opposite.x - 0.2, y: 0.6 });
});

test("a box is as wide in whole pixels wherever it lies", () => {
  const wide = (left) => pixels({ top: 0, left, bottom: 1, right: left + 0.204 }, size).width;
  assert.deepEqual([0, 0.003, 0.006, 0.5].map(wide), [20, 20, 20, 20]);
});
