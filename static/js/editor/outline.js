// Maths of polygons and points: lists of [row, column], ratios of the upright picture, with the box around them.

import { clamp } from "./geometry.js";

const DRAWN = ["box", "polygon", "point"];
const NOUNS = { box: "Box", polygon: "Polygon", point: "Point", none: "Whole image", keypoints: "Key points", mask: "Mask", span: "Text span", token: "Token" };
/** A polygon of more corners does not fit into one operation: it is shown and named, not reshaped. */
export const MOST_CORNERS = 2000;

/** What people call an annotation's kind of place. */
export function nounOf({ shape }) {
  return NOUNS[shape] ?? "Region";
}

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

/** Whether a point {x, y} lies inside these lines, not in a hole, or within reach {x, y} of one of their edges. */
export function touches(lines, point, reach) {
  const around = lines.filter((line) => isInside(line, point));
  return around.length % 2 === 1 || lines.some((line) => nearestEdge(line, point, reach) >= 0);
}

/** The index of the corner after which the nearest edge begins, none farther than `reach`, or -1. */
export function nearestEdge(outline, point, reach) {
  let [nearest, least] = [-1, 1];
  outline.forEach(([row, column], at) => {
    const [nextRow, nextColumn] = outline[(at + 1) % outline.length];
    // In units of the reach, so that the picture's sides do not matter.
    const [dx, dy] = [(nextColumn - column) / reach.x, (nextRow - row) / reach.y];
    const [px, py] = [(point.x - column) / reach.x, (point.y - row) / reach.y];
    const along = clamp((px * dx + py * dy) / (dx * dx + dy * dy || 1));
    const far = Math.hypot(px - along * dx, py - along * dy);
    if (far <= least) [nearest, least] = [at, far];
  });
  return nearest;
}

function isInside(outline, { x, y }) {
  let inside = false;
  outline.forEach(([row, column], at) => {
    const [beforeRow, beforeColumn] = outline.at(at - 1);
    if (row > y !== beforeRow > y && x < ((beforeColumn - column) * (y - row)) / (beforeRow - row) + column) inside = !inside;
  });
  return inside;
}
