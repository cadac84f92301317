// Polygons and points: maths of corners, hits, and what is sent of them.

import assert from "node:assert/strict";
import test from "node:test";

import { Choices } from "../../static/js/editor/choices.js";
import { Deeds } from "../../static/js/editor/deeds.js";
import { replay } from "../../static/js/editor/later/kept.js";
import { operationText } from "../../static/js/editor/operations.js";
import { nearestCorner, withCorner, withMore, withoutCorner } from "../../static/js/editor/later/corner-maths.js";
import { around, fitted, isReshapable, linesOf, outlined } from "../../static/js/editor/outline.js";
import { Store } from "../../static/js/editor/store.js";
import { Suggestions } from "../../static/js/editor/later/suggestions.js";
import { nearestEdge } from "../../static/js/editor/later/corner-maths.js";
import { touches, under } from "../../static/js/editor/later/under.js";
import { Undo } from "../../static/js/editor/undo.js";

const TRIANGLE = [[0.1, 0.1], [0.1, 0.5], [0.5, 0.3]];
const REACH = { x: 0.01, y: 0.01 };

function begin() {
  const store = new Store("user:ann");
  const suggestions = new Suggestions(store, "PENDING");
  const deeds = new Deeds(store, { get: (id) => ({ id, name: id }), main: () => null }, (say, ...about) => suggestions[say](...about), "PENDING");
  const texts = [];
  store.addEventListener("change", ({ detail }) => detail.changes.forEach((change) => texts.push(JSON.parse(operationText(change)))));
  return { store, deeds, texts, suggestions, undo: new Undo(store) };
}

function drawn(deeds, outline, shape = "polygon") {
  const place = { shape, ...outlined(outline) };
  return deeds.draw(place.box, { tool: shape }, place);
}

test("an outline is kept on the picture, with seven decimals and its box", () => {
  const { outline, box } = outlined([[-0.2, 0.123456789], [0.5, 1.2]]);
  assert.deepEqual(outline, [[0, 0.1234568], [0.5, 1]]);
  assert.deepEqual(box, { top: 0, left: 0.1234568, bottom: 0.5, right: 1 });
  assert.deepEqual(around([[0.4, 0.6]]), { top: 0.4, left: 0.6, bottom: 0.4, right: 0.6 });
});

test("moved or stretched, an outline fills its new box", () => {
  const one = { outline: TRIANGLE, box: around(TRIANGLE) };
  const there = fitted(one, { top: 0.2, left: 0.3, bottom: 0.6, right: 0.7 });
  assert.deepEqual(there.outline, [[0.2, 0.3], [0.2, 0.7], [0.6, 0.5]]);
  assert.deepEqual(there.box, around(there.outline));
  const point = { outline: [[0.5, 0.5]], box: around([[0.5, 0.5]]) };
  assert.deepEqual(fitted(point, { top: 0.6, left: 0.4, bottom: 0.6, right: 0.4 }).outline, [[0.6, 0.4]]);
  assert.deepEqual(fitted({ box: 1 }, 2), { box: 2 });
});

const inside = [
  [0.3, 0.2, true], [0.3, 0.49, true], [0.12, 0.45, false], [0.3, 0.095, true], [0.3, 0.08, false], [0.9, 0.9, false], [0.3, 0.505, true],
];
for (const [x, y, expected] of inside)
  test(`a pointer at ${x}, ${y} ${expected ? "touches" : "misses"} the triangle`, () => {
    assert.equal(touches([TRIANGLE], { x, y }, REACH), expected);
  });

test("a hollow of a polygon is not the polygon", () => {
  const horseshoe = [[0, 0], [0, 1], [1, 1], [1, 0.8], [0.2, 0.8], [0.2, 0.2], [1, 0.2], [1, 0]];
  assert.equal(touches([horseshoe], { x: 0.5, y: 0.6 }, REACH), false);
  assert.equal(touches([horseshoe], { x: 0.9, y: 0.6 }, REACH), true);
});

test("the nearest corner and edge are found within reach only, the last edge too", () => {
  assert.equal(nearestCorner(TRIANGLE, { x: 0.305, y: 0.495 }, REACH), 2);
  assert.equal(nearestCorner(TRIANGLE, { x: 0.32, y: 0.5 }, REACH), -1);
  assert.equal(nearestEdge(TRIANGLE, { x: 0.3, y: 0.105 }, REACH), 0);
  assert.equal(nearestEdge(TRIANGLE, { x: 0.2, y: 0.3 }, REACH), 2);
  assert.equal(nearestEdge(TRIANGLE, { x: 0.3, y: 0.3 }, REACH), -1);
  assert.ok(nearestEdge([[0.2, 0.2], [0.2, 0.2], [0.4, 0.2]], { x: 0.2, y: 0.2 }, REACH) >= 0);
});

test("corners are exchanged, added and removed without touching the former outline", () => {
  assert.deepEqual(withCorner(TRIANGLE, 1, [0, 0])[1], [0, 0]);
  assert.deepEqual(withMore(TRIANGLE, 3, [0, 0]), [...TRIANGLE, [0, 0]]);
  assert.deepEqual(withoutCorner(TRIANGLE, 0), TRIANGLE.slice(1));
  assert.equal(TRIANGLE.length, 3);
});

test("a polygon too long for one operation is named, not reshaped", () => {
  const long = Array.from({ length: 2001 }, (_, at) => [at / 4000, (at % 7) / 10]);
  assert.equal(isReshapable({ shape: "polygon", outline: long }), false);
  assert.equal(isReshapable({ shape: "polygon", outline: TRIANGLE }), true);
  assert.equal(isReshapable({ shape: "mask", outline: null }), false);
});

test("a polygon is sent whole when it is drawn or changed, and not at all when it is only named", () => {
  const { store, deeds, texts } = begin();
  const id = drawn(deeds, TRIANGLE);
  deeds.put("move corner", new Map([[id, outlined(withCorner(TRIANGLE, 2, [0.6, 0.3]))]]));
  deeds.set(id, "car", 1);
  assert.deepEqual(texts[0].polygon, TRIANGLE);
  assert.deepEqual(texts[1].polygon[2], [0.6, 0.3]);
  assert.equal("polygon" in texts[2] || "box" in texts[2] || "point" in texts[2], false);
  assert.deepEqual(texts[2].concepts, { car: 1 });
  assert.equal(store.get(id).outline.length, 3);
});

test("a point is sent as a point, and moving it moves its one corner", () => {
  const { deeds, texts } = begin();
  const id = drawn(deeds, [[0.25, 0.75]], "point");
  deeds.place("nudge", new Map([[id, { top: 0.3, left: 0.75, bottom: 0.3, right: 0.75 }]]));
  assert.deepEqual(texts.map(({ point }) => point), [[0.25, 0.75], [0.3, 0.75]]);
});

test("undo brings the outline back, and a deleted polygon with all its corners", () => {
  const { store, deeds, texts, undo } = begin();
  const id = drawn(deeds, TRIANGLE);
  deeds.put("move corner", new Map([[id, outlined(withCorner(TRIANGLE, 2, [0.6, 0.3]))]]));
  undo.undo();
  assert.deepEqual(store.get(id).outline, TRIANGLE);
  assert.deepEqual(texts.at(-1).polygon, TRIANGLE);
  store.select([id]);
  deeds.remove();
  undo.undo();
  assert.deepEqual(store.get(id).outline, TRIANGLE);
  assert.deepEqual(texts.at(-1).polygon, TRIANGLE);
});

test("kept operations put polygons and points back on a page that does not know them", () => {
  const { store, deeds } = begin();
  const blank = () => deeds.blank();
  const text = (facts) => `${JSON.stringify({ rev: "r1", base: null, kind: "put", ...facts }).slice(0, -1)},"concepts":{"car":1}}`;
  replay([text({ id: "a", polygon: TRIANGLE })], store, blank);
  replay([text({ id: "b", point: [0.2, 0.3] })], store, blank);
  replay([text({ id: "a", rev: "r2" })], store, blank);
  assert.deepEqual([store.get("a").shape, store.get("a").outline, store.get("a").box], ["polygon", TRIANGLE, around(TRIANGLE)]);
  assert.deepEqual([store.get("b").shape, store.get("b").outline], ["point", [[0.2, 0.3]]]);
});

test("a suggested polygon is accepted as it is, or corrected by moving a corner", () => {
  const { store, deeds, texts, suggestions } = begin();
  const place = { shape: "polygon", ...outlined(TRIANGLE) };
  const ask = (id) => ({ ...deeds.blank(), ...place, id, rev: id, region: `region-${id}`, by: "model:m", model: true, editable: false, confidence: 0.5, concepts: new Map([["car", 0.8]]) });
  store.load([ask("one"), ask("two")]);
  suggestions.accept([store.get("one")]);
  deeds.put("move corner", new Map([["two", outlined(withCorner(TRIANGLE, 0, [0, 0]))]]));
  assert.deepEqual(texts.map(({ region, concepts }) => [region, concepts]), [["region-one", { car: 1 }], ["region-two", { car: 1 }]]);
  assert.deepEqual(texts.map(({ polygon }) => polygon[0]), [[0.1, 0.1], [0, 0]]);
});

test("only the inside and the line of a polygon can be taken, the smallest first", () => {
  const { store, deeds } = begin();
  const [big, dot] = [drawn(deeds, TRIANGLE), drawn(deeds, [[0.2, 0.3]], "point")];
  const viewport = { reach: () => REACH };
  assert.deepEqual(under({ store, viewport }, { at: { x: 0.3, y: 0.2 } }), [dot, big]);
  assert.deepEqual(under({ store, viewport }, { at: { x: 0.12, y: 0.45 } }), []);
  assert.ok(store instanceof Choices);
});

test("a hole of a mask is not a part of it, its edge is", () => {
  const square = (from, to) => [[from, from], [from, to], [to, to], [to, from]];
  const lines = [square(0.2, 0.8), square(0.4, 0.6)];
  const near = { x: 0.01, y: 0.01 };
  assert.equal(touches(lines, { x: 0.3, y: 0.3 }, near), true);
  assert.equal(touches(lines, { x: 0.5, y: 0.5 }, near), false);
  assert.equal(touches(lines, { x: 0.405, y: 0.5 }, near), true);
  assert.equal(touches(lines, { x: 0.1, y: 0.1 }, near), false);
});

test("the lines of a mask are its own, key points are not joined, a polygon is one", () => {
  const outline = [[0.1, 0.1], [0.2, 0.2], [0.3, 0.1]];
  assert.deepEqual(linesOf({ shape: "polygon", outline }), [outline]);
  assert.deepEqual(linesOf({ shape: "keypoints", outline }), outline.map((one) => [one]));
  assert.deepEqual(linesOf({ shape: "mask", outline: [...outline, ...outline], rings: [outline, outline] }), [outline, outline]);
});
