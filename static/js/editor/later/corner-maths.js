// Maths of the corners of an outline.

/** The index of the nearest corner, none farther than `reach` in either direction, or -1. */
export function nearestCorner(outline, point, reach) {
  let [nearest, least] = [-1, 1];
  outline.forEach(([row, column], at) => {
    const far = Math.max(Math.abs(point.x - column) / reach.x, Math.abs(point.y - row) / reach.y);
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
