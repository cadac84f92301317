// What the server would not carry out: each refusal is told, each conflict asked about, and no kept row dropped unasked.

import { letGo } from "../../left.js";
import { Disputes } from "./disputes.js";
import { tellElsewhere, tellLeftovers } from "./leftovers.js";

/** Give the saver what it needs where something is refused. */
export function give(editor) {
  editor.saver.refusals = new Refusals(editor);
}

/** The refusals on one input, and those that earlier pages left behind. */
export class Refusals {
  #editor;
  #disputes;
  #revs = new Set();
  // What waits without a row here: of other inputs, and what is no change of an annotation.
  #others = [];

  constructor(editor) {
    this.#editor = editor;
    this.#disputes = new Disputes(editor, (rows) => this.#letGo(rows));
  }

  /** How many changes here wait for an answer of the person. */
  get open() {
    return this.#disputes.size;
  }

  /** Go to the first one that waits for an answer, or tell again of what waits elsewhere. */
  show() {
    return this.#disputes.show() || this.#tellOthers();
  }

  /** A change as it is to be sent: see Disputes. */
  grounded(change) {
    return this.#disputes.grounded(change);
  }

  /** Take up what earlier pages left: `theirs` has, for each row that is disputed here, what is stored now. */
  async begin(aside, theirs) {
    this.#others = aside.filter((row) => !theirs.has(row));
    await this.#tellOthers();
    for (const [row, stored] of theirs) {
      const { verdict = {}, reason } = row;
      const operation = JSON.parse(row.text);
      if (reason === "conflict") this.#disputes.meet(row, verdict, stored);
      else if (this.#editor.store.revOf(operation.id) !== operation.rev) this.#letGo([row]);
      else this.#refused(operation, { message: reason, ...verdict }, row, stored);
    }
    this.#count();
  }

  #tellOthers() {
    const rows = this.#others;
    return tellLeftovers(this.#editor, rows, () => this.#letGo(rows));
  }

  /** An operation was refused, or met somebody else's change. */
  take(operation, verdict, row) {
    const { announcer, list, store } = this.#editor;
    const { id, kind, base } = operation;
    const { result, html, message } = verdict;
    if (kind === "submit") {
      this.#letGo([row]);
      this.#editor.saver.refresh(); // nothing has the revision that it would have given
      return announcer.alarm(message ?? "Something here changed meanwhile. Look again, then submit.");
    }
    // What was built on a refused change is not somebody else's doing.
    if (this.#revs.has(base)) return this.#letGo([row]);
    const stored = html ? list.read(html) : null;
    if (result === "conflict") return kind === "review" ? this.#overtaken(id, verdict, row) : this.#met(row, verdict, stored);
    if (kind === "put" || kind === "delete") return this.#refused(operation, verdict, row, stored);
    if (html) list.put(html);
    else if (kind !== "comment" && !store.get(id)?.saved) store.accept(id, null);
    this.#wait(row);
    announcer.ask(message ?? "This change was refused.", { "All right": () => this.#letGo([row]) });
  }

  #met(row, verdict, theirs) {
    this.#disputes.meet(row, verdict, theirs);
    this.#count();
  }

  // The person's own stays where it is, marked; what was done to it meanwhile is tried at once, on what is stored.
  #refused({ id, kind, rev, base }, { code, message = "The server does not take this." }, row, stored) {
    const { store } = this.#editor;
    const mine = store.get(id) ?? null;
    const under = stored?.rev ?? base;
    this.#revs.add(rev);
    this.#forget([row]);
    if (store.revOf(id) !== rev) return this.#again(id, mine, stored, under, row);
    if (kind === "delete" && stored) store.accept(id, stored);
    else if (kind === "delete") this.#editor.saver.refresh();
    this.#disputes.refuse(row, { code, message }, { mine, theirs: stored, base: under });
    this.#count();
  }

  #again(id, mine, stored, base, row) {
    const { store } = this.#editor;
    const chosen = [...store.selection];
    this.#letGo([row]);
    store.accept(id, stored, { rev: base });
    if (!mine && !stored) return;
    store.commit("try again", [{ id, after: mine }], { origin: "undo" });
    store.select(chosen.filter((one) => store.get(one)));
  }

  // What was decided on has changed: the decision does not hold, and what is there now is looked at again.
  #overtaken(id, { by, base, html }, row) {
    const { announcer, list, store } = this.#editor;
    this.#letGo([row]);
    if (html) list.put(html);
    else store.accept(id, null, { rev: base });
    announcer.alarm(`${by || "Somebody"} changed this meanwhile. Look again, then decide.`);
  }

  /** A change on another input was refused: it waits there. */
  elsewhere(row) {
    this.#wait(row);
    tellElsewhere(this.#editor.announcer, row);
  }

  #wait(row) {
    this.#forget([row]);
    this.#others.push(row);
    this.#count();
  }

  #forget(rows) {
    this.#editor.saver.forget(rows.map(({ text }) => text));
  }

  #letGo(rows) {
    this.#others = this.#others.filter((row) => !rows.includes(row));
    this.#forget(rows);
    letGo(this.#editor.outbox, rows.map(({ key }) => key));
    this.#count();
  }

  #count() {
    this.#editor.sender.ask(this.#disputes.size + this.#others.length);
  }
}
