// Tiles of a large picture: which are wanted, and where they lie.

import assert from "node:assert/strict";
import test from "node:test";

import { placeOf, scalesOf, tilesFor } from "../../static/js/editor/later/grid.js";

const size = { width: 12000, height: 8000 };
const SHOWN = 3000;
const stage = { x: 640, y: 400 };
const look = (scale, x = 0, y = 0) => ({ scale, x, y, size, middle: stage });

test("a picture shown at a quarter has tiles at its own size and at half", () => {
  assert.deepEqual(scalesOf(size, SHOWN), [1, 2]);
  assert.deepEqual(scalesOf(size, 1500), [1, 2, 4]);
  assert.deepEqual(scalesOf({ width: 3100, height: 9000 }, 3100), [1]);
});

test("no tile is wanted while the whole picture is sharp enough", () => {
  assert.deepEqual(tilesFor(look(0.25), SHOWN, 1), []);
  assert.deepEqual(tilesFor(look(0.1), 0, 1), []);
  assert.notDeepEqual(tilesFor(look(0.25), SHOWN, 2), []);
});

test("the coarsest tiles that are sharp are taken, and those alone that are in view", () => {
  assert.ok(tilesFor(look(0.4), SHOWN, 1).every(({ scale }) => scale === 2));
  const own = tilesFor(look(1, -2048, -1024), SHOWN, 1);
  assert.deepEqual(own, [1, 2].flatMap((row) => (row > 1 ? [] : [2, 3].map((column) => ({ scale: 1, column, row: 1 })))));
  assert.deepEqual(tilesFor(look(32, -384000 + 1280, -256000 + 800), SHOWN, 1), [{ scale: 1, column: 11, row: 7 }]);
});

test("never more than forty are wanted, whatever the screen", () => {
  for (const density of [1, 2, 3])
    for (const scale of [0.1, 0.26, 0.3, 0.5, 0.51, 1, 2, 20])
      for (const middle of [stage, { x: 1920, y: 1080 }, { x: 3840, y: 2160 }])
        assert.ok(tilesFor({ ...look(scale), middle }, SHOWN, density).length <= 40, `${scale} ${density} ${middle.x}`);
});

test("tiles at the border end with the picture", () => {
  assert.deepEqual(placeOf({ scale: 1, column: 11, row: 7 }, size), { left: 11264, top: 7168, width: 736, height: 832 });
  assert.deepEqual(placeOf({ scale: 2, column: 0, row: 0 }, size), { left: 0, top: 0, width: 2048, height: 2048 });
});
