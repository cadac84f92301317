// What rows say, read as annotations: places, concepts, and revisions that are written without the end of their id.

import assert from "node:assert/strict";
import test from "node:test";

import { annotationOf, conceptsOf, fillRow } from "../../static/js/editor/rows.js";

const id = "0000048330cab0abaa5fa0d1e082acd6";
const row = { id, rev: "01", box: "0 1234567 5000000 10000000", shape: "box", concepts: "car:1", status: "SUCCESS", by: "user:owner" };

test("a revision is read with the end that it shares with the id", () => {
  assert.equal(annotationOf(row).rev, "0100048330cab0abaa5fa0d1e082acd6");
  assert.equal(annotationOf({ ...row, rev: "0000058a71c3" }).rev, "0000058a71c3b0abaa5fa0d1e082acd6");
});

test("a revision that shares nothing with the id is read as it is, however long the id", () => {
  const rev = "f3b6c1de0a9b4d5e8f7a6b5c4d3e2f10";

  for (const name of [id, "mine.only", "a-name-of-more-than-thirty-two-characters.jpg"]) assert.equal(annotationOf({ ...row, id: name, rev }).rev, rev);
});

test("places are read from ten-millionths, to the last digit", () => {
  assert.deepEqual(annotationOf(row).box, { top: 0, left: 0.1234567, bottom: 0.5, right: 1 });
  const outline = "1000000,2000000 3000000,2000000 2000001,4000000";
  assert.deepEqual(annotationOf({ ...row, box: undefined, outline, shape: "polygon" }).outline, [[0.1, 0.2], [0.3, 0.2], [0.2000001, 0.4]]);
  const mask = annotationOf({ ...row, box: undefined, outline: "0,0 0,1000000 1000000,0 / 1,1 1,2 2,1", shape: "mask" });
  assert.deepEqual(mask.rings, [[[0, 0], [0, 0.1], [0.1, 0]], [[1e-7, 1e-7], [1e-7, 2e-7], [2e-7, 1e-7]]]);
});

test("what a page writes into a row is read from it as it was", () => {
  const places = [{ box: "1 1234567 5000000 10000000", shape: "box" }, { outline: "1000000,2000000 3000000,2000001 2000000,4000000", shape: "polygon" }];
  for (const place of places) {
    const annotation = annotationOf({ ...row, box: undefined, ...place, concepts: "car:1 a%20b%3Ac:0" });
    const words = { textContent: "" };
    const written = { dataset: {}, says: null, querySelector: () => words };

    fillRow(written, annotation, { width: 640, height: 480 });

    assert.equal(written.dataset.rev, annotation.rev);
    const again = annotationOf(written.dataset);
    for (const fact of ["id", "rev", "box", "outline", "shape", "concepts", "status", "by"]) assert.deepEqual(again[fact], annotation[fact], fact);
  }
});

test("concepts are split at spaces and at the last colon, and keep their order", () => {
  assert.deepEqual([...conceptsOf("person:1 2:0 a%20b%3Ac:0.25 x:y:1e-7")], [["person", 1], ["2", 0], ["a b:c", 0.25], ["x:y", 1e-7]]);
  assert.equal(conceptsOf("").size, 0);
});
