// What a person does that changes no annotation by hand: submit, answer work that was sent back, say something.

import { newId } from "../../ids.js";

const OPEN = ["PENDING", "REVIEW_DENIED"];
const submits = new WeakMap();

/** Submit what this person has on the input; resolves with the verdict when the server has given it. */
export function submit({ saver, store, list: { marker } }) {
  if (!submits.has(saver)) submits.set(saver, send(saver, toSubmit(store, marker)).finally(() => submits.delete(saver)));
  return submits.get(saver);
}

async function send(saver, items) {
  if (!items.length) return { result: "saved" };
  const rev = newId();
  const verdict = saver.verdict(rev);
  await saver.keep([JSON.stringify({ rev, kind: "submit", items })]);
  return verdict;
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
