// Maths of the corners of an outline.

import { clamp } from "../geometry.js";

/** The index of the nearest corner, none farther than `reach` in either direction, or -1. */
export function nearestCorner(outline, point, reach) {
  let [nearest, least] = [-1, 1];
  outline.forEach(([row, column], at) => {
    const far = Math.max(Math.abs(point.x - column) / reach.x, Math.abs(point.y - row) / reach.y);
    if (far <= least) [nearest, least] = [at, far];
  });
  return nearest;
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

/** An outline with one corner elsewhere, one more before the corner `at`, or one less. */
export function withCorner(outline, at, corner) {
  return outline.map((one, place) => (place === at ? corner : one));
}

/** See withCorner. */
export function withMore(outline, at, corner) {
  return [...outline.slice(0, at), corner, ...outline.slice(at)];
}

/** See withCorner. */
export function withoutCorner(outline, at) {
  return outline.filter((_, place) => place !== at);
}
