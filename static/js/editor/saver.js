// From changes of the store to kept operations, and from the server's verdicts back to the store.

import { newId } from "../ids.js";
import { tellLeftovers } from "./leftovers.js";
import { operationText, replay, submitText } from "./operations.js";

/** What connects a store with the outbox of its person; it says how saving stands by `editor:sync`. */
export class Saver {
  #writing = 0;
  #stops = new AbortController();
  #submitting = null;

  constructor({ element, store, list, sender, outbox, user, address, deeds, announcer }) {
    Object.assign(this, { element, store, list, sender, outbox, user, address, deeds, announcer });
    const { signal } = this.#stops;
    store.addEventListener("change", ({ detail }) => this.#keep(detail), { signal });
    sender.addEventListener("result", ({ detail }) => this.#take(detail), { signal });
    sender.addEventListener("sync", () => this.#show(), { signal });
  }

  /** Begin: fetch the list where the page is older than what is known to be stored, then put kept rows on top. */
  async start() {
    let kept = await this.outbox.read(this.user, this.address);
    for (let tries = 0; kept.seen > this.list.seq && tries < 3; tries += 1) {
      await this.list.renew();
      kept = await this.outbox.read(this.user, this.address);
    }
    const rows = kept.rows.filter(({ address }) => address === this.address);
    for (const { text } of rows) replay(text, this.store, () => this.deeds.blank());
    if (rows.length) this.announcer.say(`${rows.length} changes from before are being saved`);
    await tellLeftovers(this);
    this.sender.wake();
    this.#show();
  }

  /** The page goes; what is kept is sent by the next one. */
  stop() {
    this.#stops.abort();
  }

  /** Submit what this person has on the input; resolves with the verdict when the server has given it. */
  async submit() {
    if (this.#submitting) return this.#submitting.verdict;
    const own = this.store.all().filter(({ by, status }) => by === this.store.me && ["PENDING", "REVIEW_DENIED"].includes(status));
    const items = own.map(({ id, rev }) => ({ id, base: rev, rev: newId() }));
    if (this.list.marker) items.push({ id: this.list.marker.id, base: this.list.marker.rev, rev: newId() });
    if (!items.length) return { result: "saved" };
    const rev = newId();
    let settle;
    const verdict = new Promise((resolve) => (settle = resolve));
    this.#submitting = { rev, settle, verdict };
    await this.#add(submitText(rev, items));
    return verdict;
  }

  /** Answer work that was sent back: no change, because … */
  reply(annotation, comment) {
    const { id } = annotation;
    const [rev, base] = [newId(), this.store.revOf(id)];
    this.store.accept(id, Object.freeze({ ...annotation, rev, status: "PENDING" }), { origin: "local-replay" });
    return this.#add(JSON.stringify({ rev, base, kind: "reply", id, comment }));
  }

  #keep({ origin, changes }) {
    if (origin !== "user" && origin !== "undo") return;
    for (const change of changes) this.#add(operationText(change));
  }

  async #add(text) {
    this.#writing += 1;
    const safe = await this.sender.add(this.address, text);
    this.#writing -= 1;
    if (!safe) this.sender.problem = "storage";
    this.#show();
  }

  #take({ row, result, seq }) {
    if (row.address !== this.address) return;
    this.list.seq = Math.max(this.list.seq, seq);
    const { id, rev, kind } = JSON.parse(row.text);
    if (this.#submitting?.rev === rev) {
      this.#submitting.settle(result);
      this.#submitting = null;
    }
    if (result.result !== "saved") return this.#explain(id, kind, result, row);
    if (["put", "reply"].includes(kind) && this.store.revOf(id) === rev && result.html) this.list.put(result.html);
    this.element.dispatchEvent(new CustomEvent("annotation:saved", { bubbles: true, detail: { id, rev } }));
  }

  #explain(id, kind, { result, html, by, at, message }, row) {
    if (kind === "submit") this.#letGo(row);
    if (kind === "submit") return this.announcer.alarm(message ?? "Something here changed meanwhile. Look again, then submit.");
    const mine = this.store.get(id);
    if (result === "conflict") {
      if (html) this.list.put(html);
      else if (mine) this.store.accept(id, null);
      const what = html ? "changed" : "deleted";
      return this.announcer.ask(`${by ?? "Somebody"} ${what} this box${at ? ` at ${at}` : ""}.`, mine && this.store.get(id) && {
        "Keep mine": () => {
          this.#letGo(row);
          this.store.commit("keep mine", [{ id, after: { ...this.store.get(id), box: mine.box, concepts: mine.concepts } }]);
        },
        "Take theirs": () => this.#letGo(row),
      });
    }
    if (html) this.list.put(html);
    else if (mine?.status === "" || !mine?.saved) this.store.accept(id, null);
    this.announcer.alarm(message ?? "This change was refused.");
  }

  // The person has answered: the row that was set aside is not needed any more.
  #letGo(row) {
    this.outbox.letGo([row.key]);
    this.sender.settle();
  }

  #show() {
    const { kept, problem } = this.sender;
    this.element.dataset.kept = kept;
    this.element.dataset.writing = this.#writing;
    this.element.dataset.problem = problem ?? "";
    this.element.dispatchEvent(new CustomEvent("editor:sync", { bubbles: true, detail: { kept, problem } }));
  }
}
