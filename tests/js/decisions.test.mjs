// Decisions of a reviewer: what they change, in which order they go on, what is sent, and how they are undone.

import assert from "node:assert/strict";
import test from "node:test";

import { Decisions } from "../../static/js/editor/review/decisions.js";
import { replay } from "../../static/js/editor/later/kept.js";
import { operationText } from "../../static/js/editor/operations.js";
import { Store } from "../../static/js/editor/store.js";
import { Undo } from "../../static/js/editor/undo.js";

const box = { top: 0, left: 0, bottom: 0.5, right: 0.5 };

function annotation(id, facts = {}) {
  return Object.freeze({
    id, rev: `r-${id}`, region: "", box, outline: null, shape: "box", concepts: new Map([["car", 1]]), by: "user:annotator", model: false,
    editable: false, check: false, confidence: null, status: "AWAITING_REVIEW", decidable: true, reason: "", ...facts,
  });
}

function desk() {
  const store = new Store("user:reviewer");
  const undo = new Undo(store);
  const sent = [];
  store.addEventListener("change", ({ detail }) => {
    if (["user", "undo"].includes(detail.origin)) for (const change of detail.changes) sent.push(JSON.parse(operationText(change)));
  });
  store.load([
    annotation("whole", { shape: "none", box: null, concepts: new Map() }),
    annotation("one"), annotation("two"), annotation("draft", { status: "PENDING" }), annotation("own", { by: "user:reviewer", decidable: false }),
  ]);
  return { store, undo, sent, decisions: new Decisions(store) };
}

test("only what others submitted is decided, each as one operation on the present revision", () => {
  const { decisions, sent, store } = desk();

  assert.equal(decisions.approve(store.all()), 3);

  assert.deepEqual(sent.map(({ id, kind, decision, base }) => [id, kind, decision, base]), [
    ["whole", "review", "approve", "r-whole"], ["one", "review", "approve", "r-one"], ["two", "review", "approve", "r-two"],
  ]);
  assert.equal(decisions.open().length, 0);
});

test("approved work may still be sent back, with a reason; what is sent back is not decided again", () => {
  const { decisions, sent, store } = desk();
  decisions.approve([store.get("one")]);

  assert.equal(decisions.sendBack([store.get("one")], "too wide"), 1);
  assert.equal(decisions.sendBack([store.get("one")], "again"), 0);
  assert.equal(decisions.approve([store.get("one")]), 0);

  assert.equal(sent.at(-1).reason, "too wide");
  assert.equal(sent.at(-1).base, sent.at(-2).rev);
  assert.equal(store.get("one").reason, "too wide");
});

test("the image as a whole is the empty annotation of who looked at it, or all that is open", () => {
  const { decisions, store } = desk();
  assert.deepEqual(decisions.image().map(({ id }) => id), ["whole"]);
  decisions.approve([store.get("whole")]);
  assert.deepEqual(decisions.image().map(({ id }) => id), ["one", "two"]);
});

test("after a decision comes the next undecided one, from the first again at the end", () => {
  const { decisions, store } = desk();
  decisions.approve([store.get("one")]);
  assert.equal(decisions.after([store.get("one")]).id, "two");
  assert.equal(decisions.after([store.get("two")]).id, "whole");
  assert.equal(decisions.beside(store.get("two"), 1).id, "whole");
  assert.equal(decisions.beside(undefined, -1).id, "two");
});

test("undo takes decisions back by new operations, and redo takes them again", () => {
  const { decisions, sent, store, undo } = desk();
  decisions.sendBack([store.get("one"), store.get("two")], "too wide");

  undo.undo();
  assert.deepEqual(sent.slice(2).map(({ decision, reason }) => [decision, reason]), [["reopen", undefined], ["reopen", undefined]]);
  assert.equal(store.get("one").status, "AWAITING_REVIEW");
  assert.equal(store.get("one").reason, "");

  undo.redo();
  assert.deepEqual(sent.slice(4).map(({ decision, reason }) => [decision, reason]), [["send_back", "too wide"], ["send_back", "too wide"]]);
});

test("a decision that was not saved yet stands again after a reload", () => {
  const { decisions, sent, store } = desk();
  decisions.sendBack([store.get("one")], "too wide");
  const { store: fresh } = desk();

  replay([JSON.stringify(sent[0])], fresh, () => ({}));

  assert.equal(fresh.get("one").status, "REVIEW_DENIED");
  assert.equal(fresh.get("one").reason, "too wide");
  assert.equal(fresh.revOf("one"), sent[0].rev);
});
