// Maths of polygons and points: lists of [row, column], ratios of the upright picture, with the box around them.

import { clamp } from "./geometry.js";

const DRAWN = ["box", "polygon", "point"];
/** A polygon of more corners does not fit into one operation: it is shown and named, not reshaped. */
export const MOST_CORNERS = 2000;

/** The lines of an outline: one, or those around the parts and holes of a mask; key points are not joined. */
export function linesOf({ shape, outline, rings }) {
  return rings ?? (shape === "keypoints" ? outline.map((one) => [one]) : [outline]);
}

/** Whether its place can be changed on this page. */
export function isReshapable({ shape, outline }) {
  return DRAWN.includes(shape) && (outline?.length ?? 0) <= MOST_CORNERS;
}

/** Whether an annotation lies where it was before; before there may have been none. */
export function isSamePlace(before, { box, outline }) {
  if (!before?.box || before.outline !== outline) return false;
  return before.box === box || Object.keys(box).every((side) => before.box[side] === box[side]);
}

/** The box around points; it may have no area. */
export function around(outline) {
  let [top, left, bottom, right] = [1, 1, 0, 0];
  for (const [row, column] of outline) {
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
  }
  return { top, left, bottom, right };
}

/** The place of an outline as annotations carry it, with seven decimals as the server writes them. */
export function outlined(outline) {
  const fine = outline.map((corner) => corner.map((value) => Math.round(clamp(value) * 1e7) / 1e7));
  return { outline: fine, box: around(fine) };
}

/** An annotation's place, moved or stretched so that the box around it is this one. */
export function fitted({ outline, box: before }, box) {
  if (!outline) return { box };
  const along = (value, from, to, start, end) => (to > from ? start + ((value - from) * (end - start)) / (to - from) : start);
  const moved = outline.map(([row, column]) => [
    along(row, before.top, before.bottom, box.top, box.bottom),
    along(column, before.left, before.right, box.left, box.right),
  ]);
  return outlined(moved);
}
