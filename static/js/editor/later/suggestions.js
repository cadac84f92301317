// Suggestions: what a model says and nobody of us has answered, and boxes that this person was asked to check.

import { newId } from "../../ids.js";

/** An answer to a model is the person's own annotation that names the model's region; one's own box is changed. */
export class Suggestions {
  #store;
  #status;
  #wanted;
  #since;
  #now;

  /** `status` is that of new annotations until the server says otherwise; `wanted` tells which ones this round is about. */
  constructor(store, status = "", wanted = () => true, now = () => performance.now()) {
    this.#store = store;
    this.#wanted = wanted;
    this.#status = status;
    this.#now = now;
    this.#since = now();
    store.addEventListener("select", () => (this.#since = now()));
  }

  /** Those that wait for an answer, least sure first. */
  open() {
    const open = this.#store.shown().filter((one) => this.#store.asks(one) && !this.#store.isHidden(one) && this.#wanted(one));
    return open.sort((one, other) => (one.confidence ?? 1) - (other.confidence ?? 1));
  }

  /** Take up boxes that only this page knows; stored are those that are accepted. */
  offer(annotations) {
    for (const one of annotations) {
      const offered = { ...one, rev: null, by: "previous", model: false, editable: false, check: false, offered: true, confidence: null, status: "" };
      this.#store.accept(one.id, Object.freeze(offered), { origin: "local-replay" });
    }
    this.#store.select(this.open().slice(0, 1).map(({ id }) => id));
  }

  /** Say yes to these. */
  accept(annotations) {
    this.#answer("accept", annotations, ({ concepts }) => ({ concepts: present(concepts) }));
  }

  /** Say no to these: their concepts are absent, which is worth knowing. */
  reject(annotations) {
    this.#answer("reject", annotations, ({ concepts }) => ({ concepts: all(concepts, 0) }));
  }

  /** Say that it is something else. */
  rename(annotations, concept) {
    this.#answer("relabel", annotations, ({ concepts }) => ({
      concepts: new Map([[concept, 1], ...all(concepts, 0)].filter(([id], at) => !at || id !== concept)),
    }));
  }

  /** Say yes, but here. */
  move(places) {
    const annotations = [...places.keys()].map((id) => this.#store.get(id));
    this.#answer("correct", annotations, ({ id, concepts }) => ({ concepts: present(concepts), ...places.get(id) }));
  }

  #answer(name, annotations, wanted) {
    const open = annotations.filter((annotation) => this.#store.asks(annotation));
    if (!open.length) return;
    const others = this.#others(open);
    const next = others.length ? undefined : this.#next(open);
    const stored = open.filter(({ offered }) => !offered || name !== "reject");
    const edits = stored.map((annotation) => {
      const own = annotation.by === this.#store.me;
      const after = { ...annotation, ...wanted(annotation), check: false };
      if (own) return { id: annotation.id, after };
      const mine = { by: this.#store.me, model: false, offered: false, editable: true, status: this.#status, confidence: null };
      return { id: newId(), after: { ...after, ...mine } };
    });
    // An answer took as long as its box was looked at; several at once share the time.
    const title = open.length > 1 ? `${name} ${open.length} suggestions` : `${name} suggestion`;
    this.#store.commit(title, edits, { facts: { tool: name, ms: (this.#now() - this.#since) / open.length } });
    for (const { id, offered } of open) if (offered) this.#store.accept(id, null, { origin: "local-replay" });
    if (next) this.#store.select([next.id]);
    else this.#store.select([...others, ...(name === "reject" ? [] : edits.map(({ id }) => id))]);
    this.#store.dispatchEvent(new CustomEvent("answered", { detail: { name, number: open.length, next: next?.id } }));
  }

  // What is selected beside suggestions that are: who means both goes on with both.
  #others(answered) {
    const { selection } = this.#store;
    const ids = new Set(answered.map(({ id }) => id));
    return answered.some(({ id }) => selection.has(id)) ? [...selection].filter((id) => !ids.has(id)) : [];
  }

  // The next in order that stays open, from the first again at the end.
  #next(answered) {
    const open = this.open();
    const at = open.findIndex(({ id }) => id === answered.at(-1).id);
    const rest = [...open.slice(at + 1), ...open.slice(0, at + 1)];
    return rest.find((one) => !answered.includes(one));
  }
}

// What was said to be absent stays absent.
function present(concepts) {
  return new Map([...concepts].map(([id, value]) => [id, value > 0 ? 1 : 0]));
}

function all(concepts, value) {
  return new Map([...concepts.keys()].map((id) => [id, value]));
}
