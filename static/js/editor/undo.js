// What the person did, step by step, and how to take it back.

/** How many steps can be taken back. */
export const MOST_STEPS = 200;
const PAUSE = 600;
const EDITED = ["box", "outline", "concepts", "check"];

/** Undoing makes new changes that restore what was before, on top of the present revision; the past is never rewritten. */
export class Undo extends EventTarget {
  #store;
  #done = [];
  #undone = [];
  #last = { merge: null, at: 0 };
  #latest = null;

  constructor(store, now = () => performance.now()) {
    super();
    this.#store = store;
    store.addEventListener("change", ({ detail }) => {
      if (detail.origin === "user") this.#record(detail, now());
      if (detail.foreign?.length) this.leaveOut(detail.foreign);
    });
  }

  /** The name of the step that undo would take back, or undefined. */
  get undoable() {
    return this.#done.at(-1)?.name;
  }

  /** The name of the step that redo would do again, or undefined. */
  get redoable() {
    return this.#undone.at(-1)?.name;
  }

  /** All steps, to be kept. */
  get steps() {
    return { done: this.#done, undone: this.#undone };
  }

  /** What the change of the moment did to the steps, once: {way, step}; `way` is new, more (of the last step), undo or redo. */
  takeLatest() {
    const latest = this.#latest;
    this.#latest = null;
    return latest;
  }

  /** Take up the steps that were kept. */
  set steps({ done, undone }) {
    this.#done = [...done, ...this.#done];
    this.#undone = undone;
    this.#tell();
  }

  /** Take the last step back; says what was done and how many annotations were left out. */
  undo() {
    return this.#step("undo", this.#done, this.#undone, "before");
  }

  /** Do the last undone step again. */
  redo() {
    return this.#step("redo", this.#undone, this.#done, "after");
  }

  /** Somebody else changed these since: no step from before may touch them any more. */
  leaveOut(ids) {
    const changed = new Set(ids);
    for (const action of [...this.#done, ...this.#undone])
      if (action.parts.some(({ id }) => changed.has(id))) action.parts = action.parts.map((part) => (changed.has(part.id) ? { ...part, foreign: true } : part));
  }

  #record({ name, merge, changes }, now) {
    const parts = changes.map(({ id, before, after }) => ({ id, before, after, foreign: false }));
    const run = merge && merge === this.#last.merge && now - this.#last.at < PAUSE && this.#done.length;
    const ends = new Map(parts.map(({ id, after }) => [id, after]));
    const last = this.#done.at(-1);
    // Parts are made anew where they change, so that the text of a step can be kept with them.
    if (run) last.parts = last.parts.map((part) => ({ ...part, after: ends.get(part.id) }));
    else this.#done.push({ name, parts });
    if (this.#done.length > MOST_STEPS) this.#done.shift();
    this.#latest = { way: run ? "more" : "new", step: this.#done.at(-1) };
    this.#undone = [];
    this.#last = { merge, at: now };
    this.#tell();
  }

  #step(way, from, to, side) {
    const action = from.pop();
    if (!action) return null;
    // What an earlier page left says only what changed; that cannot be put where nothing stands.
    const parts = action.parts.filter(({ id, foreign, [side]: wanted }) => !foreign && (!wanted || "by" in wanted || this.#store.get(id)));
    const edits = parts
      .map((part) => ({ id: part.id, after: this.#restored(part[side], part) }))
      .filter(({ id, after }) => after || this.#store.get(id));
    // Before the change is told: who keeps it keeps the step with it.
    const step = parts.length ? { name: action.name, parts } : null;
    if (step) to.push(step);
    this.#latest = { way, step };
    this.#store.commit(action.name, edits, { origin: "undo" });
    this.#last = { merge: null, at: 0 };
    this.#tell();
    return { name: action.name, ids: edits.map(({ id }) => id), leftOut: action.parts.length - parts.length };
  }

  // What the server decides (status, comments) stays as it is now; what the editor edits comes back, and so do decisions.
  #restored(wanted, { id, before, after }) {
    if (!wanted) return null;
    const decides = before && after && before.status !== after.status;
    const present = this.#store.get(id);
    if (present && decides) return { ...present, status: wanted.status, reason: wanted.reason };
    return present ? { ...present, ...Object.fromEntries(EDITED.filter((name) => name in wanted).map((name) => [name, wanted[name]])) } : wanted;
  }

  #tell() {
    this.dispatchEvent(new CustomEvent("steps", { detail: { undoable: this.undoable, redoable: this.redoable } }));
  }
}
