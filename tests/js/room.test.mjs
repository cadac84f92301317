// Names of boxes: where they stand, and that none lies over another.

import assert from "node:assert/strict";
import test from "node:test";

import { Room } from "../../static/js/editor/later/room.js";

const STAGE = { x: 400, y: 300 };
const box = (left, top, width = 100, height = 80) => ({ left, top, right: left + width, bottom: top + height });
const at = (place) => place && [place.x, place.y];

test("a name stands over the upper left corner, and at another corner where that is taken", () => {
  const room = new Room(STAGE);
  const one = box(100, 100);
  assert.deepEqual(at(room.take(one, 60, 20)), [100, 76]);
  assert.deepEqual(at(room.take(one, 40, 20)), [160, 76]);
  assert.deepEqual(at(room.take(one, 60, 20)), [100, 184]);
  assert.deepEqual(at(room.take(one, 40, 20)), [160, 184]);
  assert.equal(room.take(one, 60, 20), null);
  assert.deepEqual(at(room.take(box(300, 100), 60, 20)), [300, 76]);
});

test("a name stays on the stage, also where its box leaves it", () => {
  const room = new Room(STAGE);
  assert.deepEqual(at(room.take(box(-50, -10), 60, 20)), [0, 0]);
  assert.deepEqual(at(room.take(box(760, 560), 60, 20)), [740, 536]);
  // There is no room below the stage.
  assert.equal(room.take(box(740, 560, 60, 80), 60, 20), null);
});

test("no name stands under the line that says what to do, along the lower border", () => {
  const [room, one] = [new Room(STAGE), box(100, 500, 100, 40)];
  room.take(one, 60, 20);
  room.take(one, 40, 20);
  assert.equal(room.take(one, 60, 20), null);
});

test("of many names none lies over another, wherever cells of the net meet", () => {
  let chance = 7;
  const random = (most) => ((chance = (chance * 48271) % 2147483647) % most);
  const room = new Room(STAGE);
  const taken = [];
  for (let number = 0; number < 400; number += 1) {
    const width = 30 + random(210);
    const place = room.take(box(random(780), random(580), 20 + random(200), 20 + random(150)), width, 20);
    if (place) taken.push({ ...place, width });
  }
  assert.ok(taken.length > 50);
  for (const one of taken)
    for (const other of taken)
      assert.ok(one === other || one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + 20 <= other.y || other.y + 20 <= one.y);
});
