// Arrow keys, and the walk from box to box.

import { nudged } from "./box-maths.js";
import { HIDDEN } from "./kinds.js";
import { lookAt } from "./look-at.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Move the selection, or one of its edges; with nothing selected the view. */
export function nudge(editor, key, far) {
  const { store, deeds, viewport } = editor;
  const [dx, dy] = STEPS[key].map((step) => step * (far ? 10 : 1));
  const chosen = store.selected().filter((one) => store.mayPlace(one));
  if (!store.selection.size) return viewport.panByShare(-STEPS[key][0] * (far ? 0.5 : 0.1), -STEPS[key][1] * (far ? 0.5 : 0.1));
  if (editor.corners?.nudge(dx, dy)) return;
  const edge = store.setting("edge");
  const boxes = new Map(chosen.map(({ id, box, outline }) => [id, nudged(box, outline ? "whole" : edge, dx, dy, viewport.size)]));
  const merge = `nudge ${[...boxes.keys()].join(" ")}`;
  deeds.place("nudge", boxes, { facts: { tool: "keys" }, merge });
}

/** Select the next or previous box of those that are listed: sent-back ones alone as long as there are any; suggestions least sure first. */
export function walk(editor, step) {
  const { store, suggestions, filter } = editor;
  const open = suggestions.open();
  const [chosen] = store.selected();
  const listed = store.shown().filter((one) => one.shape !== "none" && store.wanted(one));
  const boxes = filter.key === HIDDEN ? listed : listed.filter((one) => !store.isHidden(one));
  const back = sentBack(store).filter((one) => store.wanted(one));
  const list = back.length ? back : chosen && store.asks(chosen) ? open : [...boxes].sort((one, other) => place(one) - place(other));
  if (!list.length) return;
  const at = list.findIndex(({ id }) => id === chosen?.id);
  const next = list[(at < 0 ? (step > 0 ? 0 : list.length - 1) : at + step + list.length) % list.length];
  store.select([next.id]);
  lookAt(editor, next);
}

/** What of this person's work was sent back and is not changed since. */
export function sentBack(store) {
  return store.shown().filter(({ by, status }) => by === store.me && status === "REVIEW_DENIED");
}

function place({ box }) {
  return box ? Math.round(box.top * 20) * 2 + box.left : 0;
}
