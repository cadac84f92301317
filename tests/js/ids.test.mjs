// Ids that the page makes: never twice, alike where they are made in one go, and not to be guessed from those before.

import assert from "node:assert/strict";
import test from "node:test";

import { newId } from "../../static/js/ids.js";

/** What a gesture makes: so many ids in one go. */
async function gesture(many) {
  await null;
  return Array.from({ length: many }, newId);
}

test("an id is 32 hex characters, and none is made twice", async () => {
  const ids = [];
  for (let n = 0; n < 3000; n += 1) ids.push(...(await gesture(1 + (n % 4))));
  ids.push(...(await gesture(5000)));

  assert.ok(ids.every((id) => /^[0-9a-f]{32}$/.test(id)));
  assert.equal(new Set(ids).size, ids.length);
});

test("ids of one gesture differ in their first two characters alone, so that rows pack well", async () => {
  const [id, rev, ...others] = await gesture(128);

  assert.equal(new Set([id, rev, ...others].map((one) => one.slice(2))).size, 1);
  assert.equal(id.slice(0, 2), "00");
  assert.equal(rev.slice(0, 2), "01");
});

test("ids of one page end alike, and the next gesture's hold what nobody can tell from the last one's", async () => {
  const drawn = [];
  for (let n = 0; n < 200; n += 1) drawn.push((await gesture(2))[0]);

  assert.equal(new Set(drawn.map((id) => id.slice(12))).size, 1);
  assert.ok(new Set(drawn.map((id) => id.slice(6, 12))).size > 195);
});

test("what goes out in several requests is not told by the first of them", async () => {
  const ids = await gesture(128 + 1);

  assert.notEqual(ids[128].slice(6, 12), ids[0].slice(6, 12));
  assert.equal(ids[128].length, 32);
});

test("two pages share nothing", async () => {
  const other = await import("../../static/js/ids.js?another");

  assert.notEqual(newId().slice(12), other.newId().slice(12));
});
