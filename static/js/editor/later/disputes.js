// What this person and somebody else, or the server, do not agree about: asked in the row, both drawn on the picture.

import { answersTo, questionOf } from "./answers.js";
import { DisputeRows } from "./dispute-rows.js";
import { lookAt } from "./look-at.js";

/** Disputes by annotation. Until one is answered the server holds theirs, and mine is kept on this device. */
export class Disputes {
  #open = new Map();
  #settle;
  #rows;
  #told = "";

  /** `settle` is told the kept rows of a dispute that was answered. */
  constructor(editor, settle) {
    this.editor = editor;
    this.#settle = settle;
    this.#rows = new DisputeRows(editor);
    editor.store.addEventListener("change", ({ detail }) => this.#hear(detail));
  }

  /** How many wait for an answer. */
  get size() {
    return this.#open.size;
  }

  /** An operation met somebody else's change. `theirs` is what is stored now, null if it was deleted; a chain is one dispute. */
  meet(row, { by, at, base }, theirs) {
    const { id } = JSON.parse(row.text);
    const rows = [...(this.#open.get(id)?.rows ?? []), row];
    const entry = { id, by, at, theirs, base: theirs?.rev ?? base ?? null, rows };
    // Both deleted it: there is nothing to disagree about.
    if (theirs || this.editor.store.get(id)) return this.#begin(entry);
    this.editor.store.accept(id, null, { rev: entry.base, origin: "local-replay" });
    this.#end(entry);
  }

  /** An operation was refused, and `mine` is what the person wants still. What is stored is `theirs`, with the revision `base`. */
  refuse(row, { code, message }, { mine, theirs, base }) {
    const { id, concepts = {} } = JSON.parse(row.text);
    const gone = code === "concept-gone" ? Object.keys(concepts).find((concept) => message.includes(`'${concept}'`)) : undefined;
    if (gone !== undefined) this.editor.concepts.retire(gone);
    const entry = { id, refused: true, code, message, gone, mine, theirs, base, rows: [row] };
    if (mine) this.#stand(entry);
    this.#begin(entry);
  }

  /** A change of what was refused is said on top of what is stored, of which the refused one never became a part. */
  grounded(change) {
    const entry = this.#open.get(change.id);
    if (!entry?.refused || !entry.mine || !change.before) return change;
    return { ...change, before: entry.theirs && { ...entry.theirs, status: change.before.status } };
  }

  /** Go to the first one that is open, ready for an answer; false where there is none. */
  show() {
    const [entry] = this.#open.values();
    if (!entry) return false;
    const { store } = this.editor;
    const mine = store.get(entry.id);
    if (mine) store.select([entry.id]);
    lookAt(this.editor, entry.theirs ?? mine ?? {});
    this.#rows.focus(entry.id);
    return true;
  }

  #begin(entry) {
    const open = this.#open.get(entry.id);
    if (open) return this.#draw(Object.assign(open, entry));
    this.#open.set(entry.id, entry);
    this.#draw(entry);
    this.#tell();
  }

  #end({ id, rows }) {
    this.#open.delete(id);
    this.#rows.remove(id);
    this.#settle(rows);
    this.#ghosts();
    if (this.size) this.#tell();
    else this.editor.announcer.quiet(this.#told);
  }

  #tell() {
    const [entry] = this.#open.values();
    this.#told = this.size > 1 ? `${this.size} changes need you.` : questionOf(entry, this.editor.store.get(entry.id));
    this.editor.announcer.ask(this.#told, { "Go to it": () => this.show() });
  }

  #draw(entry) {
    const mine = this.editor.store.get(entry.id) ?? null;
    const answers = answersTo(entry, mine, this.editor).map(([words, act]) => [words, () => this.#answer(entry, act)]);
    this.#rows.put(entry, mine, questionOf(entry, mine), answers);
    this.#ghosts();
  }

  #ghosts() {
    this.editor.render.overlay.paintWith(this.#paint);
  }

  // What others made lies under what the hand holds.
  #paint = ({ picture }) => {
    const { concepts, render } = this.editor;
    for (const { theirs, refused } of this.#open.values())
      if (theirs?.box && !refused) picture.prepend(render.overlay.hold(theirs, "box theirs", concepts.colour(theirs)));
  };

  // The answer to one leads to the next.
  #answer(entry, act) {
    const { id } = entry;
    if (act(() => this.#end(entry)) === "later") return;
    if (!this.show() && !this.#rows.pick(id)) this.editor.stage.focus({ preventScroll: true });
  }

  // What was refused stands on what is stored: the next change of it is a fresh try.
  #stand(entry) {
    const { id, mine, base } = entry;
    this.editor.store.accept(id, Object.freeze({ ...mine, rev: base }), { origin: "local-replay" });
  }

  #hear({ ids, origin }) {
    for (const id of ids) {
      const entry = this.#open.get(id);
      if (!entry) continue;
      const own = origin === "user" || origin === "undo";
      if (entry.refused && own) this.#end(entry);
      else if (entry.refused && entry.mine && origin === "server") this.#renew(entry);
      else this.#draw(entry);
    }
  }

  // The list was read again: what is stored may be another by now.
  #renew(entry) {
    const theirs = this.editor.store.get(entry.id) ?? null;
    Object.assign(entry, { theirs, base: theirs?.rev ?? entry.base });
    this.#stand(entry);
  }
}
