// Adjustments of the picture as a filter.

import assert from "node:assert/strict";
import test from "node:test";

import { filterOf, isPlain, PLAIN } from "../../static/js/editor/later/tones.js";

const CASES = [
  [{}, "none"],
  [{ brightness: 1.5 }, "brightness(1.5)"],
  [{ gamma: 2, invert: true }, "url(#picture-curve) invert(1)"],
  [{ brightness: 0.5, contrast: 2, saturation: 0 }, "brightness(0.5) contrast(2) saturate(0)"],
];
for (const [values, filter] of CASES)
  test(`the filter of ${JSON.stringify(values)} is ${filter}`, () => {
    assert.equal(filterOf({ ...PLAIN, ...values }), filter);
    assert.equal(isPlain({ ...PLAIN, ...values }), filter === "none");
  });
