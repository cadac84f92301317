// From changes of the store to kept operations, and from the server's verdicts back to the store.

import { revOf } from "../batch.js";
import { stepOf, textsOf } from "./operations.js";

const PAUSE = 200;

/** What connects a store with the outbox of its person; it says how saving stands by `editor:sync`. */
export class Saver {
  #writing = 0;
  #stops = new AbortController();
  #asked = new Map();
  #refreshing;
  // What the server has not taken yet, by revision; after any reading of the list it is put on top again.
  #open = new Map();
  refusals = null;

  constructor(editor) {
    const { element, store, list, sender, outbox, user, address, deeds, announcer, later } = editor;
    Object.assign(this, { editor, element, store, list, sender, outbox, user, address, deeds, announcer, later, marker: list.marker?.id });
    const { signal } = this.#stops;
    store.addEventListener("change", ({ detail }) => this.#heard(detail), { signal });
    sender.addEventListener("verdicts", ({ detail }) => this.#take(detail), { signal });
    sender.addEventListener("sync", () => this.#show(), { signal });
  }

  /** Begin: fetch the list where the page is older than what is known to be stored, then put kept rows on top. */
  async start() {
    const before = await this.outbox.recall(this.user, this.address);
    const { rows, seen, left } = await this.outbox.read(this.user, this.address);
    this.sender.kept = Math.max(this.sender.kept, rows.length);
    if (seen > this.list.seq) await this.list.renew(seen);
    if (rows.length || left || before) await this.later.need("kept").then(() => this.editor.kept.begin(this, rows, left, before));
    this.sender.wake();
    this.#show();
  }

  /** Read the list again, for instance because another tab has saved something; what is not saved yet stays on top. */
  async refresh(seq = 0) {
    if (await this.later.bring("kept", true)) await this.editor.kept.refresh(this, seq);
  }

  /** These are not saved yet. */
  open(texts) {
    for (const text of texts) this.#open.set(revOf(text), text);
  }

  /** Put what is not saved yet on top of what the page shows. */
  replay() {
    this.editor.kept?.painted.now();
    if (this.#open.size) this.editor.kept.replay(this.#open.values(), this.store, () => this.deeds.blank());
  }

  /** These operations are settled: they are not put on top any more. */
  forget(texts) {
    texts.forEach((text) => this.#open.delete(revOf(text)));
  }

  /** Most pages never see trouble, so what deals with it comes when it is wanted; what is refused stays kept until then. */
  async trouble(act) {
    if (await this.later.bring("refusals", true)) await act(this.refusals);
    else this.sender.ask(this.sender.needs + 1);
  }

  /** The page goes; what is kept is sent by the next one. */
  stop() {
    this.editor.kept?.painted.now();
    this.#stops.abort();
  }

  /** What the server will say to an operation, by its revision. */
  verdict(rev) {
    return new Promise((told) => this.#asked.set(rev, told));
  }

  #heard({ origin, changes }) {
    if (origin !== "user" && origin !== "undo") return;
    this.#writing += 1;
    const work = this.#work(changes, this.editor.undo.takeLatest());
    // What many boxes need to be kept is written once they are painted; until then the page says that it is writing.
    if (!this.editor.kept) [...work];
    else if (this.editor.kept.painted.put(changes.length, work)) this.#show();
  }

  *#work(changes, latest) {
    const texts = yield* textsOf(changes, (change) => this.refusals?.grounded(change) ?? change);
    this.keep(texts, stepOf(latest, changes, this.editor.kept));
    this.#writing -= 1;
  }

  /** Keep operations until the server has them, with their step of undo; resolves when they are kept. */
  async keep(texts, step = null) {
    this.editor.kept?.painted.now();
    this.#writing += 1;
    this.open(texts);
    await this.sender.add(this.address, texts, step);
    this.#writing -= 1;
    this.#show();
  }

  // The rows of one answer come into the list in one go.
  #take(verdicts) {
    this.editor.kept?.painted.now();
    const saved = verdicts.map((verdict) => this.#judge(verdict)).filter((one) => one?.rev);
    this.list.put(...saved.map(({ html }) => html));
    if (saved.length) this.#say("annotation:saved", { ...saved.at(-1), html: undefined, ids: saved.map(({ id }) => id) });
  }

  // Gives what was saved here, with the row that is to be put.
  #judge({ row, result, seq, gone, elsewhere }) {
    const operation = JSON.parse(row.text);
    const { id, rev, kind } = operation;
    if (row.address !== this.address) return result.result === "saved" || elsewhere || this.trouble((refusals) => refusals.elsewhere(row));
    if (gone) this.later.bring("refusals", true).then(() => import("./later/gone.js")).then(({ tell }) => tell(this, gone));
    if (!this.#open.has(rev)) return result.result === "saved" && this.#refreshLater(seq);
    this.list.seq = Math.max(this.list.seq, seq);
    this.#asked.get(rev)?.(result);
    this.#asked.delete(rev);
    if (result.result !== "saved") return this.trouble((refusals) => refusals.take(operation, result, row));
    this.#open.delete(rev);
    for (const item of result.items ?? []) if (!row.text.includes(item.rev)) this.#submitted(item);
    // A comment leaves the annotation's revision as it is.
    const stored = kind === "comment" && result.html ? this.list.read(result.html).rev : rev;
    return { id, rev, html: result.html && this.store.revOf(id) === stored ? result.html : "" };
  }

  // Another tab has saved what this page does not show yet.
  #refreshLater(seq) {
    clearTimeout(this.#refreshing);
    if (seq > this.list.seq) this.#refreshing = setTimeout(() => this.refresh(seq), PAUSE);
  }

  #submitted({ id, rev }) {
    if (this.store.get(id)) this.store.accept(id, Object.freeze({ ...this.store.get(id), rev }), { origin: "local-replay" });
    if (this.list.marker?.id === id) this.list.marker.rev = rev;
  }

  #show() {
    const { kept, needs, problem: trouble } = this.sender;
    const problem = trouble ?? (needs ? "conflict" : null);
    Object.assign(this.element.dataset, { kept, writing: this.#writing, problem: problem ?? "" });
    this.#say("editor:sync", { kept, problem });
  }

  #say(type, detail) {
    this.element.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }
}
