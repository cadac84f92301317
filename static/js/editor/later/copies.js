// Further boxes that say the same as others.

import { rounded } from "../geometry.js";
import { fitted } from "../outline.js";

/** Store new boxes that say the same as others, and select them; `ms` is how long it took, where that is known. */
export function copies({ deeds, store }, name, boxes, ms) {
  const made = boxes.map((one) => ({ ...deeds.blank(), shape: one.shape, ...fitted(one, rounded(one.box)), concepts: new Map(one.concepts) }));
  store.commit(name, made.map((copy) => ({ id: copy.id, after: copy })), { facts: { tool: name, ms } });
  if (made.length) store.select(made.map(({ id }) => id));
}
