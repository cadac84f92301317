// When somebody else changed what this person changed too: both are drawn, and the person chooses.

/** Conflicts by annotation. Until one is answered the server holds theirs, and mine is kept on this device. */
export class Conflicts {
  #open = new Map();

  /** `settle` is told the kept rows of a conflict that was answered. */
  constructor({ store, announcer, render, deeds }, settle) {
    Object.assign(this, { store, announcer, render, deeds, settle });
  }

  /** How many wait for an answer. */
  get size() {
    return this.#open.size;
  }

  /** An operation was not carried out. `theirs` is what is stored now, null if it was deleted; a chain is one conflict. */
  add(row, { by, at, base }, theirs) {
    const { id } = JSON.parse(row.text);
    const before = this.#open.get(id);
    this.#open.set(id, { id, by, at, theirs, base: theirs?.rev ?? base ?? null, rows: [...(before?.rows ?? []), row] });
    this.#draw();
    if (!before) this.show();
  }

  /** Ask about the first one that is open; false where there is none. */
  show() {
    const [conflict] = this.#open.values();
    if (!conflict) return false;
    const { id, by, at, theirs } = conflict;
    const mine = this.store.get(id) ?? null;
    const what = `${theirs ? "changed" : "deleted"} this box${at ? ` at ${at}` : ""}${mine ? "" : ", which you deleted"}`;
    if (mine) this.store.select([id]);
    const answers = Object.entries(ways(mine, theirs)).map(([words, way]) => [words, () => this.#answer(id, way)]);
    this.announcer.ask(`${by || "Somebody"} ${what}.`, Object.fromEntries(answers));
    return true;
  }

  #answer(id, way) {
    const { theirs, base, rows } = this.#open.get(id);
    const mine = this.store.get(id) ?? null;
    this.#open.delete(id);
    this.settle(rows);
    this.store.accept(id, theirs, { rev: base });
    const said = mine && { box: mine.box, outline: mine.outline, shape: mine.shape, concepts: mine.concepts };
    if (way === "mine" && (mine || theirs)) this.store.commit("keep mine", [{ id, after: mine && { ...(theirs ?? mine), ...said } }]);
    if (way === "both") {
      const copy = { ...this.deeds.blank(), ...said };
      this.store.commit("keep both", [{ id: copy.id, after: copy }]);
    }
    this.#draw();
    this.show();
  }

  #draw() {
    const ghosts = [...this.#open.values()].map(({ theirs }) => theirs).filter((theirs) => theirs?.box);
    this.render.overlay.ghosts(ghosts);
  }
}

function ways(mine, theirs) {
  if (mine && theirs) return { "Keep mine": "mine", "Take theirs": "theirs", "Keep both": "both" };
  if (mine) return { "Restore with my change": "mine", "Leave it deleted": "theirs" };
  return theirs ? { "Delete it": "mine", "Keep theirs": "theirs" } : { "All right": "theirs" };
}
