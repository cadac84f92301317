// How operations lie on disk, and what is read of them.

import assert from "node:assert/strict";
import test from "node:test";

import { recordsOf, rowsOf } from "../../static/js/records.js";

test("one operation is one record, and goes to its input", () => {
  const [row, ...more] = rowsOf(recordsOf("7", "/street/inputs/a/", ["one"]));

  assert.deepEqual(more, []);
  assert.deepEqual({ ...row, at: 0 }, { user: "7", address: "/street/inputs/a/", to: "/street/inputs/a/", text: "one", at: 0 });
});

test("operations of one intention on many inputs are rows of these inputs that go to one address, in their order", () => {
  const texts = Array.from({ length: 130 }, (_, at) => `text ${at}`);
  const of = texts.map((_, at) => `/street/inputs/${at % 3}/`);

  const records = recordsOf("7", "/street/", texts, of);
  const rows = rowsOf(records.map((record, key) => ({ ...record, key })));

  assert.equal(records.length, 2);
  assert.deepEqual(rows.map(({ text }) => text), texts);
  assert.deepEqual(rows.map(({ address }) => address), of);
  assert.ok(rows.every(({ user, to }) => user === "7" && to === "/street/"));
  assert.deepEqual(rows.at(-1).key, [1, 1]);
});

test("what was answered is no row any more, and each other one keeps its input", () => {
  const [record] = recordsOf("7", "/street/", ["one", "two"], ["/street/inputs/a/", "/street/inputs/b/"]);

  const [row, ...more] = rowsOf([{ ...record, texts: [null, "two"] }]);

  assert.deepEqual(more, []);
  assert.equal(row.address, "/street/inputs/b/");
});
