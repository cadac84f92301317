// Numbers of places, in pixels or in per cent of the picture; what is stored are ratios with seven decimals.

import { clamp } from "../geometry.js";

const FINE = 1e7;
const SIDES = { left: ["left", "right", "width"], top: ["top", "bottom", "height"], width: ["left", "right", "width"], height: ["top", "bottom", "height"] };

/** A ratio of a length in pixels as it is shown: whole pixels, or per cent with two decimals. */
export function shownIn(unit, ratio, length) {
  return unit === "%" ? Math.round(ratio * 1e4) / 100 : Math.round(ratio * length);
}

/** The ratio that a typed number means. */
export function ratioOf(unit, value, length) {
  return Math.round((unit === "%" ? value / 100 : value / length) * FINE) / FINE;
}

/** Left, top, width and height of a box as they are shown. */
export function sidesIn(unit, { left, top, right, bottom }, { width, height }) {
  return {
    left: shownIn(unit, left, width),
    top: shownIn(unit, top, height),
    width: shownIn(unit, right - left, width),
    height: shownIn(unit, bottom - top, height),
  };
}

/** A box of which one number is another now: left and top move it, width and height move its far edge. Null if nothing changes. */
export function placed(box, side, value, unit, size) {
  if (sidesIn(unit, box, size)[side] === value) return null;
  const [near, far, along] = SIDES[side];
  // Counted in whole ten-millionths, so that nothing drifts.
  const [start, end, wanted] = [box[near], box[far], ratioOf(unit, value, size[along])].map((ratio) => Math.round(ratio * FINE));
  if (side === near) {
    const to = clamp(wanted, 0, FINE - (end - start));
    return { ...box, [near]: to / FINE, [far]: (to + end - start) / FINE };
  }
  const least = Math.ceil(FINE / size[along]);
  return { ...box, [far]: clamp(start + Math.max(wanted, least), 0, FINE) / FINE };
}
