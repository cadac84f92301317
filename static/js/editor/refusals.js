// What the server would not carry out: each refusal is told, each conflict asked about, and no kept row dropped unasked.

import { Conflicts } from "./conflicts.js";
import { tellElsewhere, tellLeftovers } from "./leftovers.js";

/** The refusals on one input, and those that earlier pages left behind. */
export class Refusals {
  #editor;
  #forget;
  #revs = new Set();
  #aside = 0;

  /** `forget` is told the texts of operations that are settled. */
  constructor(editor, forget) {
    this.#editor = editor;
    this.#forget = forget;
    this.conflicts = new Conflicts(editor, (rows) => this.#letGo(rows));
  }

  /** Those of an earlier page that are still disputed here, among all that was set aside. */
  static disputed(aside, address) {
    return aside.filter((row) => row.address === address && row.reason === "conflict" && JSON.parse(row.text).id);
  }

  /** Take up what earlier pages left: `theirs` has, for each disputed row, what is stored now. */
  async begin(aside, theirs) {
    const others = aside.filter((row) => !theirs.has(row));
    this.#aside = others.length;
    await tellLeftovers(this.#editor, others, () => this.#letGo(others, others.length));
    for (const [row, stored] of theirs) this.conflicts.add(row, row.verdict, stored);
    this.#count();
  }

  /** An operation was refused, or met somebody else's change. */
  take({ id, kind, rev, base }, { result, html, message, ...facts }, row) {
    const { announcer, list, store } = this.#editor;
    if (kind === "submit") {
      this.#letGo([row]);
      return announcer.alarm(message ?? "Something here changed meanwhile. Look again, then submit.");
    }
    // What was built on a refused change is not somebody else's doing.
    const follows = this.#revs.has(base);
    if (result === "conflict" && !follows && kind !== "review") {
      this.conflicts.add(row, facts, html ? list.read(html) : null);
      return this.#count();
    }
    if (kind === "review" && result === "conflict" && !follows) return this.#overtaken(id, facts, html, row);
    this.#revs.add(rev);
    this.#forget([row.text]);
    if (html) list.put(html);
    else if (!store.get(id)?.saved) store.accept(id, null);
    if (follows) return this.#letGo([row]);
    this.#aside += 1;
    this.#count();
    announcer.ask(message ?? "This change was refused.", { "All right": () => this.#letGo([row], 1) });
  }

  // What was decided on has changed: the decision does not hold, and what is there now is looked at again.
  #overtaken(id, { by, base }, html, row) {
    const { announcer, list, store } = this.#editor;
    this.#letGo([row]);
    if (html) list.put(html);
    else store.accept(id, null, { rev: base });
    announcer.alarm(`${by || "Somebody"} changed this meanwhile. Look again, then decide.`);
  }

  /** A change on another input was refused: it waits there. */
  elsewhere(row) {
    this.#aside += 1;
    this.#count();
    tellElsewhere(this.#editor.announcer, row);
  }

  #letGo(rows, fewer = 0) {
    this.#aside -= fewer;
    this.#forget(rows.map(({ text }) => text));
    this.#editor.outbox.letGo(rows.map(({ key }) => key));
    this.#count();
  }

  #count() {
    this.#editor.sender.ask(this.conflicts.size + this.#aside);
  }
}
