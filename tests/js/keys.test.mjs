// The key table and the classification of the wheel.

import assert from "node:assert/strict";
import test from "node:test";

import { actionFor, KEYS, keysWith } from "../../static/js/editor/keys.js";
import { clashes, told, WORDS } from "../../static/js/editor/later/key-words.js";
import { Viewport, wheelMeans } from "../../static/js/editor/viewport.js";

test("no two equal bindings hold in one context", () => {
  const seen = new Set();
  for (const { bindings, context } of KEYS)
    for (const binding of bindings) {
      const name = `${context ?? "everywhere"} ${binding}`;
      assert.ok(!seen.has(name), name);
      seen.add(name);
    }
});

test("keys ask for what the table says", () => {
  const cases = [
    [{ key: "n" }, "draw"], [{ key: "z", ctrlKey: true }, "undo"], [{ key: "Z", ctrlKey: true, shiftKey: true }, "redo"],
    [{ key: "z", metaKey: true }, "undo"], [{ key: "ArrowLeft", shiftKey: true }, "nudge-far"], [{ key: "Delete" }, "delete"],
    [{ key: "Enter", ctrlKey: true }, "submit"], [{ key: "?", shiftKey: true }, "keys"], [{ key: "s" }, "same-size"], [{ key: "s", ctrlKey: true }, "save"], [{ key: " " }, "pan"],
    [{ key: "q" }, "only-these"], [{ key: "j" }, null], [{ key: "n", altKey: true }, null], [{ key: "r", ctrlKey: true }, null],
  ];
  for (const [event, wanted] of cases) assert.equal(actionFor(event)?.action ?? null, wanted, event.key);
});

test("digits work by position, with Shift for absent, and characters win over positions", () => {
  assert.deepEqual(actionFor({ key: "1", code: "Digit1" }), { action: "concept", digit: 0 });
  assert.deepEqual(actionFor({ key: "à", code: "Digit0" }), { action: "concept", digit: 9 });
  assert.deepEqual(actionFor({ key: '"', code: "Digit2", shiftKey: true }), { action: "absent", digit: 1 });
  assert.equal(actionFor({ key: "/", code: "Digit7", shiftKey: true }).action, "picker");
});

test("with a suggestion selected its own keys come first", () => {
  assert.equal(actionFor({ key: "Enter" }, ["suggestion"]).action, "accept");
  assert.equal(actionFor({ key: "Enter" }).action, "details");
  assert.equal(actionFor({ key: "Delete" }, ["suggestion"]).action, "reject");
});

test("a mouse wheel zooms, a trackpad pans and pinches", () => {
  assert.ok(wheelMeans({ deltaX: 0, deltaY: -120, deltaMode: 0, ctrlKey: false }).zoom > 1);
  assert.ok(wheelMeans({ deltaX: 0, deltaY: 3, deltaMode: 1, ctrlKey: false }).zoom < 1);
  assert.deepEqual(wheelMeans({ deltaX: 4, deltaY: 2.5, deltaMode: 0, ctrlKey: false }).pan, { x: -4, y: -2.5 });
  assert.ok(wheelMeans({ deltaX: 0, deltaY: -2.5, deltaMode: 0, ctrlKey: true }).zoom > 1);
});

test("zooming keeps the point under the pointer, within 2 % and 3200 %", () => {
  const view = new Viewport({ width: 1000, height: 500 });
  view.resize(800, 600);
  view.fit();
  const point = { x: 300, y: 260 };
  const before = view.toPicture(point);
  view.zoomAt(1.25, point);
  assert.ok(Math.abs(view.toPicture(point).x - before.x) < 1e-9);
  for (let step = 0; step < 100; step += 1) view.zoomAt(1.25, point);
  assert.equal(view.scale, 32);
  for (let step = 0; step < 200; step += 1) view.zoomAt(0.8, point);
  assert.equal(view.scale, 0.02);
});

test("a resized window keeps a fitted picture fitted and another's middle in the middle", () => {
  const view = new Viewport({ width: 1000, height: 500 });
  view.resize(800, 600);
  view.fit();
  view.resize(400, 300);
  assert.ok(view.fitted && view.scale < 0.4);
  view.zoomAt(4, view.middle);
  const middle = view.toPicture(view.middle);
  view.resize(600, 500);
  assert.ok(Math.abs(view.toPicture(view.middle).x - middle.x) < 1e-9);
});

test("own keys take the place of the usual ones, and two equal ones are found", () => {
  const table = keysWith({ draw: ["U"], submit: ["Ctrl+J"] });
  assert.equal(actionFor({ key: "u" }, [], table).action, "draw");
  assert.equal(actionFor({ key: "n" }, [], table), null);
  assert.equal(actionFor({ key: "j", metaKey: true }, [], table).action, "submit");
  assert.equal(clashes(table).size, 0);
  assert.deepEqual(clashes(keysWith({ draw: ["V"], points: ["V"] })).get("V"), ["draw", "points"]);
  assert.equal(clashes(KEYS).size, 0);
});

test("a key that a person gave to another action means that alone, also where a later version uses it", () => {
  const table = keysWith({ skip: ["Q"], draw: ["A"] });
  assert.equal(actionFor({ key: "q" }, [], table).action, "skip");
  assert.deepEqual(table.find(({ action }) => action === "only-these").bindings, []);
  assert.equal(actionFor({ key: "a" }, [], table).action, "draw");
  assert.equal(actionFor({ key: "a" }, ["suggestion"], table).action, "accept");
  assert.deepEqual(table.find(({ action }) => action === "first-suggestion").bindings, ["R"]);
  assert.equal(clashes(table).size, 0);
});

test("a wheel scrolls for those who want it to", () => {
  assert.ok(wheelMeans({ deltaX: 0, deltaY: 120, deltaMode: 0 }, true).pan.y < 0);
  assert.ok(wheelMeans({ deltaX: 0, deltaY: -120, deltaMode: 0, ctrlKey: true }, true).zoom > 1);
});

test("every key has words that people read, and every word a key", () => {
  assert.deepEqual(Object.keys(WORDS).sort(), KEYS.map(({ action }) => action).sort());
  for (const { says, group } of told()) assert.ok(says && group);
});
