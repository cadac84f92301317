// Suggestions: what a model says and nobody of us has answered, and boxes that this person was asked to check.

import { newId } from "../ids.js";

/** An answer to a model is the person's own annotation that names the model's region; one's own box is changed. */
export class Suggestions {
  #store;

  constructor(store) {
    this.#store = store;
  }

  /** Those that wait for an answer, least sure first. */
  open() {
    const open = this.#store.all().filter((one) => this.#store.asks(one) && !this.#store.hidden.has(one.id));
    return open.sort((one, other) => (one.confidence ?? 1) - (other.confidence ?? 1));
  }

  /** Say yes to these. */
  accept(annotations) {
    this.#answer("accept", annotations, ({ concepts }) => ({ concepts: all(concepts, 1) }));
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
  move(boxes) {
    const annotations = [...boxes.keys()].map((id) => this.#store.get(id));
    this.#answer("correct", annotations, ({ id, concepts }) => ({ concepts: all(concepts, 1), box: boxes.get(id) }));
  }

  #answer(name, annotations, wanted) {
    const open = annotations.filter((annotation) => this.#store.asks(annotation));
    if (!open.length) return;
    const edits = open.map((annotation) => {
      const own = annotation.by === this.#store.me;
      const after = { ...annotation, ...wanted(annotation), check: false };
      if (own) return { id: annotation.id, after };
      return { id: newId(), after: { ...after, by: this.#store.me, model: false, editable: true, status: "", confidence: null } };
    });
    const title = open.length > 1 ? `${name} ${open.length} suggestions` : `${name} suggestion`;
    const next = this.#next(open);
    this.#store.commit(title, edits, { facts: { tool: name } });
    if (next) this.#store.select([next.id]);
    else this.#store.select(name === "reject" ? [] : edits.map(({ id }) => id));
    this.#store.dispatchEvent(new CustomEvent("answered", { detail: { name, number: open.length, next: next?.id } }));
  }

  #next(answered) {
    return this.open().find(({ id }) => !answered.some((other) => other.id === id));
  }
}

function all(concepts, value) {
  return new Map([...concepts.keys()].map((id) => [id, value]));
}
