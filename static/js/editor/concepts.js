// The app's concepts as the editor uses them: digits, colours, names, and which one new boxes get.

import { keep, kept } from "./session.js";

const RECENT = 5;
const READY = 24;

/** Read the app's concepts from the page. */
export function catalogueOf(datalist) {
  return [...datalist.options].map(({ value, label, dataset }) => ({
    id: value, name: label.trim(), c: Number(dataset.c), archived: dataset.archived === "1",
  }));
}

/** The catalogue of an app; the sticky concept stays over images and reloads. */
export class Concepts {
  #known;
  #store;
  #recent;
  #only;

  /** `listed`: [{id, name, c, archived}] in the app's order; `app` names where the sticky one is kept; `only` is all that this round is about. */
  constructor(listed, store, app, only = "") {
    this.#known = new Map(listed.map((concept) => [concept.id, concept]));
    this.#only = only;
    this.#store = store;
    this.#recent = `recent ${app}`;
    if (only) return store.set("sticky", only);
    const sticky = kept(`sticky ${app}`, null);
    if (this.offered().some(({ id }) => id === sticky)) store.set("sticky", sticky);
    store.addEventListener("sticky", ({ detail }) => keep(`sticky ${app}`, detail.value));
    store.addEventListener("change", ({ detail }) => {
      if (detail.origin !== "user") return;
      const named = new Set();
      for (const { before, after } of detail.changes) for (const id of after?.concepts.keys() ?? []) if (!before?.concepts.has(id)) named.add(id);
      for (const id of named) this.use(id);
    });
  }

  /** Those that a person may choose; the first ten have digits. */
  offered() {
    return [...this.#known.values()].filter(({ archived }) => !archived);
  }

  /** Those that stand ready for new boxes: the first ones, and the one that is chosen. */
  choices() {
    const sticky = this.#store.setting("sticky");
    return this.offered().filter(({ id }, at) => (this.#only ? id === this.#only : at < READY || id === sticky));
  }

  /** How many more there are. */
  get more() {
    return this.#only ? 0 : this.offered().length - this.choices().length;
  }

  /** The concept of a digit key, counted from 0, or undefined. */
  ofDigit(digit) {
    return this.offered()[digit];
  }

  /** A concept by id; one that the page does not know shows its id. */
  get(id) {
    return this.#known.get(id) ?? { id, name: id, c: 0, archived: false };
  }

  /** Take up a concept that the person has just made. */
  add(id) {
    if (!this.#known.has(id)) this.#known.set(id, { id, name: id, c: (this.#known.size % 24) + 1, archived: false });
    return this.get(id);
  }

  /** The app has no such concept any more: it is not offered. */
  retire(id) {
    if (this.#known.has(id)) this.#known.set(id, { ...this.get(id), archived: true });
    if (this.#store.setting("sticky") === id) this.#store.set("sticky", null);
    this.#store.say("sticky", { value: this.#store.setting("sticky") });
  }

  /** The last five that were used, the latest first. */
  get recent() {
    return kept(this.#recent, []);
  }

  /** This concept was used just now. */
  use(id) {
    keep(this.#recent, [id, ...this.recent.filter((other) => other !== id)].slice(0, RECENT));
  }

  /** The digit of a concept as its key says it, or "". */
  digitOf(id) {
    const at = this.offered().findIndex((concept) => concept.id === id);
    return at >= 0 && at < 10 ? String((at + 1) % 10) : "";
  }

  /** The concept that gives an annotation its colour and name: the first present one, else the first. */
  main({ concepts }) {
    const present = [...concepts].find(([, value]) => value > 0) ?? [...concepts][0];
    return present ? this.get(present[0]) : null;
  }

  /** The colour number of an annotation: 0 is grey, for boxes that only say what is absent. */
  colour(annotation) {
    const values = [...annotation.concepts.values()];
    return values.some((value) => value > 0) || this.#store.asks(annotation) ? (this.main(annotation)?.c ?? 0) : 0;
  }

  /** What an annotation is called on the page. */
  caption(annotation) {
    const main = this.main(annotation);
    if (!main) return annotation.shape === "none" ? "The image as a whole" : "no concept";
    if (this.#store.asks(annotation)) return `${main.name} ?`;
    return annotation.concepts.get(main.id) > 0 ? main.name : `✗ ${main.name}`;
  }

  /** Whether an annotation is looked for: where this round is about one concept, that must be named. What is selected always is. */
  isAsked(annotation) {
    const { id, concepts } = annotation;
    const isMeant = this.#store.wanted(annotation) || this.#store.selection.has(id);
    return isMeant && (!this.#only || concepts.has(this.#only) || !concepts.size);
  }

  /** Make this the concept of new boxes; the same one again: none. */
  stick(id) {
    if (this.#only) return;
    this.#store.set("sticky", this.#store.setting("sticky") === id ? null : id);
  }
}
