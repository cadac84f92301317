// Which boxes lie under a point.

import { hits } from "../geometry.js";
import { linesOf, touches } from "../outline.js";

/** The ids of the boxes that a pointer can take here, small ones first; locked and hidden ones cannot be taken. */
export function under({ store, viewport }, point) {
  const reach = viewport.reach(point.edge);
  const seen = store.shown().filter((one) => !store.isHidden(one) && !store.locked.has(one.id));
  return hits(seen, point.at, reach).filter((id) => {
    const one = store.get(id);
    return !["polygon", "mask"].includes(one.shape) || touches(linesOf(one), point.at, reach);
  });
}
