// What a person says of many boxes at once, as operations.

import assert from "node:assert/strict";
import test from "node:test";

import { Choice } from "../../static/js/crops/choice.js";

function items() {
  return ["one", "two", "three"].map((id) => ({ id, rev: `r-${id}`, input: `on-${id}`, address: `/${id}/`, concepts: [["car", 1], ["7", 0]] }));
}

function choice(mayChange) {
  let number = 0;
  return new Choice(() => `n${(number += 1)}`, "car", mayChange);
}

test("what is not marked is approved, what is marked is sent back with the reason, each on its revision", () => {
  const made = choice(false);
  made.mark("two");
  made.mark("three");
  made.mark("three");

  const sent = made.decide(items(), "too wide").map(({ address, text }) => [address, JSON.parse(text)]);

  assert.deepEqual(sent.map(([address, { input, decision, reason, base }]) => [address, input, decision, reason, base]), [
    ["/one/", "on-one", "approve", undefined, "r-one"], ["/two/", "on-two", "send_back", "too wide", "r-two"], ["/three/", "on-three", "approve", undefined, "r-three"],
  ]);
});

test("a reviewer sends back what is something else, with the word", () => {
  const made = choice(false);
  made.mark("one", { id: "bus", name: "Bus" });
  const [{ text }] = made.decide(items().slice(0, 1), "");
  assert.equal(JSON.parse(text).reason, "It is Bus");
});

test("a manager relabels and approves in one chain, and undo goes the same way back, the order of concepts kept", () => {
  const made = choice(true);
  made.mark("one", { id: "bus", name: "Bus" });

  const [put, approve] = made.decide(items().slice(0, 1), "").map(({ text }) => text);
  assert.ok(put.endsWith('"concepts":{"bus":1,"7":0}}'), put);
  assert.equal(JSON.parse(approve).base, JSON.parse(put).rev);

  const { operations, items: back } = made.undo();
  const [reopen, restore] = operations.map(({ text }) => text);
  assert.equal(JSON.parse(reopen).decision, "reopen");
  assert.equal(JSON.parse(reopen).base, JSON.parse(approve).rev);
  assert.ok(restore.endsWith('"concepts":{"car":1,"7":0}}'), restore);
  assert.equal(back[0].rev, JSON.parse(restore).rev);
  assert.ok(!made.undoable);
});
