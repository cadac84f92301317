// The store, undo on top of it, and operations as they are kept and replayed.

import assert from "node:assert/strict";
import test from "node:test";

import { after, replay } from "../../static/js/editor/later/kept.js";
import { packed, unpacked } from "../../static/js/editor/later/packing.js";
import { operationText } from "../../static/js/editor/operations.js";
import { Store } from "../../static/js/editor/store.js";
import { Suggestions } from "../../static/js/editor/later/suggestions.js";
import { Undo } from "../../static/js/editor/undo.js";

const place = { top: 0.1, left: 0.1, bottom: 0.2, right: 0.2 };

function annotation(id, facts = {}) {
  return {
    id, rev: null, region: "", box: place, outline: null, shape: "box", concepts: new Map([["car", 1]]), by: "user:ann",
    model: false, editable: true, check: false, status: "PENDING", confidence: null, ...facts,
  };
}

function suggestion(id, confidence) {
  return annotation(id, { rev: `rev-${id}`, region: `region-${id}`, by: "model:m", model: true, editable: false, confidence });
}

function begin() {
  const store = new Store("user:ann");
  const told = [];
  store.addEventListener("change", ({ detail }) => told.push(detail));
  let now = 0;
  return { store, told, undo: new Undo(store, () => (now += 1000)), tick: (to) => (now = to) };
}

test("each edit gets a revision of its own that builds on the one before", () => {
  const { store, told } = begin();
  store.commit("draw", [{ id: "a", after: annotation("a") }]);
  store.commit("move", [{ id: "a", after: { ...store.get("a"), box: { ...place, top: 0.05 } } }]);
  const [[first], [second]] = told.map(({ changes }) => changes);
  assert.equal(first.base, null);
  assert.equal(second.base, first.rev);
  assert.equal(store.revOf("a"), second.rev);
});

test("undoing a deletion builds on the deletion and keeps the id", () => {
  const { store, told, undo } = begin();
  store.load([annotation("a", { rev: "stored" })]);
  store.commit("delete", [{ id: "a", after: null }]);
  undo.undo();
  const [deleted, restored] = told.slice(1).map(({ changes }) => changes[0]);
  assert.equal(deleted.base, "stored");
  assert.equal(restored.base, deleted.rev);
  assert.deepEqual(store.get("a").box, place);
});

test("everything can be undone and done again, and a new edit ends what could be redone", () => {
  const { store, undo } = begin();
  for (const id of ["a", "b", "c"]) store.commit("draw", [{ id, after: annotation(id) }]);
  while (undo.undoable) undo.undo();
  assert.equal(store.all().length, 0);
  while (undo.redoable) undo.redo();
  assert.equal(store.all().length, 3);
  undo.undo();
  store.commit("draw", [{ id: "d", after: annotation("d") }]);
  assert.equal(undo.redoable, undefined);
});

test("only nudges of the same boxes within a moment are one step", () => {
  const store = new Store("user:ann");
  let now = 0;
  const undo = new Undo(store, () => now);
  store.load([annotation("a", { rev: "stored" })]);
  for (const at of [0, 100, 200, 1000]) {
    now = at;
    store.commit("nudge", [{ id: "a", after: { ...store.get("a"), box: { ...place, top: place.top + at / 1e6 } } }], { merge: "nudge a" });
  }
  undo.undo();
  assert.ok(Math.abs(store.get("a").box.top - (place.top + 200 / 1e6)) < 1e-12);
  undo.undo();
  assert.equal(store.get("a").box.top, place.top);
});

test("what changed elsewhere since is left out of undo", () => {
  const { store, undo } = begin();
  store.commit("draw", [{ id: "a", after: annotation("a") }, { id: "b", after: annotation("b") }]);
  store.accept("a", annotation("a", { rev: "somebody else's" }));
  const { leftOut } = undo.undo();
  assert.equal(leftOut, 1);
  assert.deepEqual(store.all().map(({ id }) => id), ["a"]);
});

test("an answer names the suggestion's region, and undoing it asks again", () => {
  const { store, undo } = begin();
  const suggestions = new Suggestions(store);
  store.load([suggestion("s1", 0.9), suggestion("s2", 0.3)]);
  assert.deepEqual(suggestions.open().map(({ id }) => id), ["s2", "s1"]);
  suggestions.accept([store.get("s2")]);
  assert.deepEqual(suggestions.open().map(({ id }) => id), ["s1"]);
  assert.deepEqual([...store.selection], ["s1"]);
  const own = store.all().find(({ by }) => by === "user:ann");
  assert.equal(own.region, "region-s2");
  undo.undo();
  assert.equal(suggestions.open().length, 2);
});

test("a rejected suggestion says that its concept is absent, and neither is drawn", () => {
  const { store } = begin();
  const suggestions = new Suggestions(store);
  store.load([suggestion("s1", 0.9)]);
  suggestions.reject([store.get("s1")]);
  const own = store.all().find(({ by }) => by === "user:ann");
  assert.equal(own.concepts.get("car"), 0);
  assert.ok(store.isSpent(own) && store.isSpent(store.get("s1")));
});

test("answering suggestions beside boxes of one's own keeps all of them selected", () => {
  const { store } = begin();
  const suggestions = new Suggestions(store);
  store.load([annotation("mine", { rev: "r" }), suggestion("s1", 0.9), suggestion("s2", 0.3)]);
  store.select(["mine", "s1"]);
  suggestions.rename([store.get("s1")], "bus");
  const answer = store.all().find(({ region, by }) => region === "region-s1" && by === "user:ann");
  assert.deepEqual([...store.selection].sort(), ["mine", answer.id].sort());
  store.select(["mine"]);
  suggestions.accept([store.get("s2")]);
  assert.equal(store.selection.has("mine"), false);
});

test("a kept operation keeps the order of concepts, whatever their ids, and is read back", () => {
  const concepts = new Map([["person", 1], ["2", 0], ["1", 1], ['odd","concepts":{" one', 0]]);
  const { store } = begin();
  const text = operationText({ id: "a", before: null, after: annotation("a", { concepts }), base: null, rev: "r1", tool: "drag", ms: 12.4 });
  replay([text], store, () => annotation("new", { box: null, shape: "none" }));
  assert.deepEqual([...store.get("a").concepts], [...concepts]);
  assert.deepEqual(store.get("a").box, place);
  assert.equal(store.revOf("a"), "r1");
  assert.equal(JSON.parse(text).ms, 12);
});

test("steps that were kept one by one make the same stacks as the page had", () => {
  const { store, undo } = begin();
  const kept = [];
  store.addEventListener("change", ({ detail }) => {
    const latest = ["user", "undo"].includes(detail.origin) && undo.takeLatest();
    if (latest) kept.push(structuredClone(latest));
  });
  const move = (id, top, merge) => store.commit("nudge", [{ id, after: { ...store.get(id), box: { ...place, top } } }], { merge });
  store.commit("draw", [{ id: "a", after: annotation("a") }]);
  store.commit("draw", [{ id: "b", after: annotation("b") }]);
  undo.undo();
  undo.redo();
  undo.undo();
  const before = structuredClone(after({ done: [], undone: [] }, kept.splice(0)));
  assert.deepEqual(before, structuredClone(undo.steps));
  move("a", 0.05, null);
  undo.undo();
  undo.undo();
  undo.redo();
  assert.deepEqual(after(before, kept), structuredClone(undo.steps));
});

test("a run of nudges is kept as one step", () => {
  const { store, undo, tick } = begin();
  const kept = [];
  store.addEventListener("change", () => kept.push(structuredClone(undo.takeLatest())));
  store.commit("draw", [{ id: "a", after: annotation("a") }]);
  for (const top of [0.09, 0.08, 0.07]) {
    tick(10_000);
    store.commit("nudge", [{ id: "a", after: { ...store.get("a"), box: { ...place, top } } }], { merge: "nudge a" });
  }
  assert.deepEqual(kept.map(({ way }) => way), ["new", "new", "more", "more"]);
  const { done } = after({ done: [], undone: [] }, kept);
  assert.deepEqual(done, structuredClone(undo.steps.done));
  assert.equal(done.length, 2);
});

test("a step that lies as a text says of what it changed the change alone, and of the rest all", () => {
  const { store, undo } = begin();
  store.load([annotation("a", { rev: "stored", reason: "too wide", saved: true }), annotation("b", { rev: "stored too" })]);
  store.commit("draw", [{ id: "c", after: annotation("c", { outline: [[0.1, 0.25]] }) }, { id: "b", after: null }]);
  const concepts = new Map([["2", 0], ["1", 0.5]]);
  store.commit("name", ["a", "c"].map((id) => ({ id, after: { ...store.get(id), concepts, reason: undefined } })));
  undo.leaveOut(["c"]);
  const [drawn, named] = undo.steps.done.map(packed).map(unpacked);
  assert.deepEqual(drawn, structuredClone(undo.steps.done[0]));
  const [first, second] = named.parts;
  assert.deepEqual(first.before, { rev: "stored", concepts: new Map([["car", 1]]), reason: "too wide" });
  assert.deepEqual(first.after, { rev: store.revOf("a"), concepts, reason: null });
  assert.deepEqual([...first.after.concepts.keys()], ["2", "1"]);
  assert.deepEqual([first.foreign, second.foreign], [false, true]);
});

test("steps that lay as texts are taken back and done again on what stands now", () => {
  const { store, undo } = begin();
  store.load([annotation("a", { rev: "stored" }), annotation("b", { rev: "stored too" })]);
  store.commit("move", [{ id: "a", after: { ...store.get("a"), box: { ...place, top: 0.05 } } }]);
  store.commit("name", ["a", "b"].map((id) => ({ id, after: { ...store.get(id), concepts: new Map([["bus", 1]]) } })));
  store.commit("delete", [{ id: "b", after: null }]);
  const later = begin();
  later.store.load([{ ...store.get("a"), status: "AWAITING_REVIEW" }]);
  later.undo.steps = { done: undo.steps.done.map(packed).map(unpacked), undone: [] };
  for (let step = 0; step < 3; step += 1) later.undo.undo();
  const stands = () => later.store.all().map(({ id, box, concepts, status }) => [id, box.top, ...concepts.keys(), status]);
  assert.deepEqual(stands(), [["a", 0.1, "car", "AWAITING_REVIEW"], ["b", 0.1, "car", "PENDING"]]);
  for (let step = 0; step < 3; step += 1) later.undo.redo();
  assert.deepEqual(stands(), [["a", 0.05, "bus", "AWAITING_REVIEW"]]);
});

test("a change that lay as a text is left out where nothing stands that it could be taken back from", () => {
  const { store, undo } = begin();
  store.load([annotation("a", { rev: "stored" }), annotation("b", { rev: "stored too" })]);
  store.commit("name", ["a", "b"].map((id) => ({ id, after: { ...store.get(id), concepts: new Map([["bus", 1]]) } })));
  const later = begin();
  later.store.load([store.get("a")]);
  later.undo.steps = { done: undo.steps.done.map(packed).map(unpacked), undone: [] };
  assert.deepEqual(later.undo.undo(), { name: "name", ids: ["a"], leftOut: 1 });
  assert.deepEqual(later.store.all().map(({ id }) => id), ["a"]);
});

test("a step that was kept by an earlier version is read as it was meant", () => {
  const text = JSON.stringify({ name: "name", parts: [{ id: "a", before: annotation("a"), changes: { rev: "r1", concepts: {} }, was: [["car", 1]], is: [["bus", 1]], foreign: false }] });
  const [part] = unpacked(text).parts;
  assert.deepEqual(part.before, annotation("a"));
  assert.deepEqual(part.after, { ...annotation("a"), rev: "r1", concepts: new Map([["bus", 1]]) });
});

test("what was done to a step since it was kept is in its text the next time", () => {
  const { store, undo } = begin();
  store.commit("draw", [{ id: "a", after: annotation("a") }]);
  const before = packed(undo.steps.done[0]);
  assert.equal(packed(undo.steps.done[0]), before);
  undo.leaveOut(["b"]);
  assert.equal(packed(undo.steps.done[0]), before);
  undo.leaveOut(["a"]);
  assert.notEqual(packed(undo.steps.done[0]), before);
  assert.equal(unpacked(null), null);
  assert.equal(unpacked(undo.steps.done[0]), undo.steps.done[0]);
});

test("a chain of kept operations is put on top as one change", () => {
  const { store, told } = begin();
  store.load([annotation("a", { rev: "stored" }), annotation("b", { rev: "stored too" })]);
  const put = (id, rev, base, concept) => JSON.stringify({ rev, base, kind: "put", id, concepts: { [concept]: 1 } });
  const texts = [put("a", "r1", "stored", "bus"), JSON.stringify({ rev: "r2", base: "stored too", kind: "delete", id: "b" }), put("a", "r3", "r1", "van")];
  replay(texts, store, () => annotation("new"));
  assert.equal(told.length, 2);
  assert.deepEqual([...store.get("a").concepts.keys()], ["van"]);
  assert.deepEqual([store.get("b"), store.revOf("a"), store.revOf("b")], [undefined, "r3", "r2"]);
});
