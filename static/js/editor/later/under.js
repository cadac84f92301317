// Which boxes lie under a point.

import { linesOf } from "../outline.js";
import { nearestEdge } from "./corner-maths.js";

/** The ids of the boxes that a pointer can take here, small ones first; locked and hidden ones cannot be taken, others only where none is looked for. */
export function under({ store, viewport }, point) {
  const reach = viewport.reach(point.edge);
  const seen = store.shown().filter((one) => !store.isHidden(one) && !store.locked.has(one.id));
  const found = hits(seen, point.at, reach).filter((id) => {
    const one = store.get(id);
    return !["polygon", "mask"].includes(one.shape) || touches(linesOf(one), point.at, reach);
  });
  const wanted = found.filter((id) => store.wanted(store.get(id)));
  return wanted.length ? wanted : found;
}

/** The ids of what lies under a point, small ones first; `reach` is how far outside an edge still counts. */
export function hits(annotations, point, reach) {
  const under = [];
  for (const { id, box } of annotations) {
    if (!box || point.x < box.left - reach.x || point.x > box.right + reach.x) continue;
    if (point.y < box.top - reach.y || point.y > box.bottom + reach.y) continue;
    under.push({ id, area: (box.right - box.left) * (box.bottom - box.top) });
  }
  return under.sort((one, other) => one.area - other.area).map(({ id }) => id);
}

/** Whether a point {x, y} lies inside these lines, not in a hole, or within reach {x, y} of one of their edges. */
export function touches(lines, point, reach) {
  const around = lines.filter((line) => isInside(line, point));
  return around.length % 2 === 1 || lines.some((line) => nearestEdge(line, point, reach) >= 0);
}

function isInside(outline, { x, y }) {
  let inside = false;
  outline.forEach(([row, column], at) => {
    const [beforeRow, beforeColumn] = outline.at(at - 1);
    if (row > y !== beforeRow > y && x < ((beforeColumn - column) * (y - row)) / (beforeRow - row) + column) inside = !inside;
  });
  return inside;
}
