// All steps of undo on an input, kept together now and then in place of those that were kept one by one.

import { packed } from "./packing.js";

const PAUSE = 60;
const REST = 1000;
// So many lie one by one before they are put together.
const MANY = 50;

/** Keep them together from now on; gives what does so at once. */
export function together({ undo, store, outbox, user, address, signal }) {
  let timer = null;
  let number = 0;
  const keep = () => {
    clearTimeout(timer);
    timer = null;
    const { done, undone } = undo.steps;
    const ids = new Set([...done, ...undone].flatMap(({ parts }) => parts.map(({ id }) => id)));
    return outbox.remember(user, address, { done: done.map(packed), undone: undone.map(packed), revs: [...ids].map((id) => [id, store.revOf(id)]) });
  };
  const later = (pause) => (timer ??= setTimeout(keep, pause));
  undo.addEventListener("steps", () => (number += 1) % MANY || later(REST), { signal });
  // What the server or a submit made of them is no step, so nothing else keeps it.
  store.addEventListener("change", ({ detail }) => undo.undoable && detail.origin === "local-replay" && later(PAUSE), { signal });
  addEventListener("pagehide", () => timer && keep(), { signal });
  signal.addEventListener("abort", () => timer && keep());
  return keep;
}
