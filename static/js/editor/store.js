// The annotations on the input in view, what is selected, and what the person draws with.

import { newId } from "../ids.js";
import { Choices } from "./choices.js";
import { isReshapable } from "./outline.js";

/** A store tells its listeners of each change and who made it; it touches no page and no network. */
export class Store extends Choices {
  #annotations = new Map();
  #graves = new Map();
  #regions = null;
  #shown = null;
  #numbers = null;

  /** `me` is how annotations by this person are signed. */
  constructor(me) {
    super();
    this.me = me;
  }

  /** All annotations, in the order of the list. */
  all() {
    return [...this.#annotations.values()];
  }

  /** Those that are listed and drawn, in the order of the list. */
  shown() {
    return (this.#shown ??= this.all().filter((annotation) => !this.isSpent(annotation)));
  }

  /** The number of an annotation in the list, from 1; 0 if it is not shown. */
  number(id) {
    return (this.#numbers ??= new Map(this.shown().map((one, at) => [one.id, at + 1]))).get(id) ?? 0;
  }

  /** One annotation, or undefined. */
  get(id) {
    return this.#annotations.get(id);
  }

  /** The revision that a change of this annotation builds on; null if there never was one. */
  revOf(id) {
    return this.#annotations.get(id)?.rev ?? this.#graves.get(id) ?? null;
  }

  /** The annotations that are selected, in the order of the list. */
  selected() {
    return this.all().filter(({ id }) => this.selection.has(id));
  }

  /** The one annotation that is selected; undefined where there is none, or more. */
  get only() {
    return this.selection.size === 1 ? this.get(...this.selection) : undefined;
  }

  /** Whether this waits for an answer: a box to check, or a model's region that nobody of us has named. */
  asks(annotation) {
    return annotation.check || !!annotation.offered || (annotation.model && !!annotation.region && !this.#known().answered.has(annotation.region));
  }

  /** Whether the person does not want to see it: hidden by hand, or less sure than wanted. */
  isHidden(annotation) {
    const { id, confidence } = annotation;
    return this.hidden.has(id) || (confidence !== null && confidence < this.setting("threshold") && this.asks(annotation));
  }

  /** Whether this person may give it another place; moving a suggestion answers it, and who only looks moves nothing. */
  mayPlace(annotation) {
    return !this.setting("looks") && isReshapable(annotation) && (annotation.editable || this.asks(annotation));
  }

  /** Whether this is not drawn: a model's region that is answered, or the answer that it is not there. */
  isSpent({ by, model, region, concepts }) {
    if (model) return this.#known().answered.has(region);
    const denied = by === this.me && region && [...concepts.values()].every((value) => value === 0);
    return !!denied && this.#known().proposed.has(region);
  }

  /** Start again with what the server says. */
  load(annotations) {
    const ids = new Set([...this.#annotations.keys(), ...annotations.map(({ id }) => id)]);
    this.#annotations = new Map(annotations.map((annotation) => [annotation.id, annotation]));
    for (const { id } of annotations) this.#graves.delete(id);
    this.say("change", { ids: [...ids], origin: "server", changes: [] });
    this.#forget();
  }

  /** Take over what the server stored, or what an earlier page left to be saved; null is a deletion. */
  accept(id, annotation, { rev, origin = "server" } = {}) {
    this.acceptAll([{ id, annotation, rev }], origin);
  }

  /** As `accept`, of several annotations {id, annotation, rev} that are told in one go. */
  acceptAll(taken, origin = "server") {
    const ids = taken.map(({ id }) => id);
    const before = ids.map((id) => this.revOf(id));
    for (const { id, annotation, rev } of taken) annotation ? this.#annotations.set(id, annotation) : this.bury(id, rev === undefined ? this.revOf(id) : rev);
    const foreign = ids.filter((id, at) => origin === "server" && before[at] !== null && before[at] !== this.revOf(id));
    this.say("change", { ids, origin, foreign, changes: [] });
    if (taken.some(({ annotation }) => !annotation)) this.#forget();
  }

  /**
   * Carry out one intention of the person. Each edit is {id, after} with the wanted annotation or null; it gets a
   * revision of its own, on top of the present one. `facts` go with the operation: {tool, ms}.
   */
  commit(name, edits, { origin = "user", facts = {}, merge = null } = {}) {
    if (this.setting("looks") || !edits.length) return;
    const changes = edits.map(({ id, after }) => {
      const [before, base, rev] = [this.get(id) ?? null, this.revOf(id), newId()];
      const next = after && Object.freeze({ ...after, id, rev });
      if (next) this.#annotations.set(id, next);
      else this.bury(id, base && rev);
      return { id, before, after: next, base, rev, ...facts };
    });
    this.say("change", { ids: changes.map(({ id }) => id), origin, name, merge, changes });
    this.#forget();
  }

  /** Remember with which revision an annotation ended; none where it was never stored. */
  bury(id, rev) {
    this.#annotations.delete(id);
    this.#graves.set(id, rev);
  }

  #forget() {
    this.select([...this.selection].filter((id) => this.#annotations.has(id)));
    if (!this.#annotations.has(this.setting("hover"))) this.set("hover", null);
  }

  // The regions that models propose, and those that this person has named.
  #known() {
    if (this.#regions) return this.#regions;
    const named = this.all().filter(({ region }) => region);
    const regions = (list) => new Set(list.map(({ region }) => region));
    return (this.#regions = { proposed: regions(named.filter(({ model }) => model)), answered: regions(named.filter(({ by }) => by === this.me)) });
  }

  // An answer changes how the model's annotation looks: it is told with it.
  say(type, detail) {
    if (type === "change") {
      this.#regions = this.#shown = this.#numbers = null;
      const regions = new Set([...detail.ids.map((id) => this.get(id)), ...detail.changes.map(({ before }) => before)].map((one) => one?.region).filter(Boolean));
      if (regions.size) for (const { id, model, region } of this.all()) if (model && regions.has(region)) detail.ids.push(id);
      detail.ids = [...new Set(detail.ids)];
    }
    super.say(type, detail);
  }
}
