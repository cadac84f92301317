// What a person does that changes no annotation by hand: submit, answer work that was sent back, say something.

import { newId } from "../../ids.js";

const OPEN = ["PENDING", "REVIEW_DENIED"];
const submits = new WeakMap();

/** Submit what this person has on the input; resolves with the verdict when the server has given it. */
export function submit({ saver, store, list: { marker } }) {
  if (!submits.has(saver)) submits.set(saver, send(saver, store, marker).finally(() => submits.delete(saver)));
  return submits.get(saver);
}

async function send(saver, store, marker) {
  const items = toSubmit(store, marker);
  if (!items.length) return { result: "saved" };
  const rev = newId();
  const verdict = saver.verdict(rev);
  const kept = saver.keep([JSON.stringify({ rev, kind: "submit", items })]);
  // What is done next builds on it, whenever the server hears of it.
  const own = submitted(items, (id) => store.get(id));
  if (own.length) store.acceptAll(own, "local-replay");
  if (marker) marker.rev = items.at(-1).rev;
  await kept;
  return verdict;
}

/** What a submit makes of those among its items that are what it was made for: {id, rev, annotation} each; `get` finds an annotation by id. */
export function submitted(items, get) {
  const those = items.filter(({ id, base }) => get(id)?.rev === base);
  return those.map(({ id, rev }) => ({ id, rev, annotation: Object.freeze({ ...get(id), rev }) }));
}

// All that is theirs and open, and the marker that handed the input to them, each with the revision that it will have.
function toSubmit(store, marker) {
  const own = store.all().filter(({ by, status }) => by === store.me && OPEN.includes(status));
  return [...own, ...(marker ? [marker] : [])].map(({ id, rev }) => ({ id, base: rev, rev: newId() }));
}

/** Answer work that was sent back: no change, because … */
export function reply({ saver, store }, annotation, comment) {
  const { id } = annotation;
  const [rev, base] = [newId(), store.revOf(id)];
  store.accept(id, Object.freeze({ ...annotation, rev, status: "PENDING" }), { origin: "local-replay" });
  return saver.keep([JSON.stringify({ rev, base, kind: "reply", id, comment })]);
}

/** Say something about an annotation, or about the whole input (no id). */
export function comment({ saver }, id, words) {
  return saver.keep([JSON.stringify({ rev: newId(), kind: "comment", ...(id && { id }), comment: words })]);
}
