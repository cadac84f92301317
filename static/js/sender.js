// Brings what the outbox holds to the server: one request at a time, again and again until it is answered.

import { bodyOf, oldest, otherTabs, pauseAfter, revOf } from "./batch.js";
import { ask } from "./http.js";

const MOST_OPERATIONS = 128;

/** Tells `verdicts` [{row, result, seq}] of the operations that were judged, and `sync` when its state changes. */
export class Sender extends EventTarget {
  #outbox;
  #user;
  #sending = false;
  #again = false;
  #failures = 0;
  #timer = null;
  #limit = MOST_OPERATIONS;
  #adds = { open: 0, all: 0 };
  #tabs;
  /** What stands in the way: null, 'offline', 'server' or 'signin'. */
  problem = null;
  /** How many refusals and conflicts wait for the person; how many operations wait, and since when (ms since 1970). */
  needs = 0;
  kept = 0;
  oldest = 0;

  constructor(outbox, user) {
    super();
    [this.#outbox, this.#user] = [outbox, user];
    for (const type of ["online", "visibilitychange"]) addEventListener(type, () => this.wake());
    addEventListener("focus", () => this.problem === "signin" && this.wake());
    this.#tabs = otherTabs(`labeller ${user}`, (verdicts) => this.#heard(verdicts));
  }

  /** Whether what is kept outlives this page. */
  get safe() {
    return this.#outbox.safe;
  }

  /** Keep operations, with their step of undo, and send them as soon as nothing else is under way; `of`: see recordsOf. Resolves when they are kept. */
  async add(address, texts, step, of) {
    this.#adds.open += 1;
    this.#adds.all += 1;
    this.#tell({ kept: this.kept + texts.length, oldest: this.oldest || Date.now() });
    await this.#outbox.add(this.#user, address, texts, step, of);
    this.#adds.open -= 1;
    if (!this.#timer) this.wake();
  }

  /** Send now, whatever was waited for. */
  wake() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#sending) this.#again = true;
    else this.#run();
  }

  /** So many refusals and conflicts wait for the person. */
  ask(needs) {
    this.#tell({ needs });
  }

  async #run() {
    this.#sending = true;
    try {
      do this.#again = false;
      while ((await this.#round()) || this.#again);
    } catch {
      this.#retry({ status: 0, wait: null });
    } finally {
      this.#sending = false;
    }
  }

  // Gives whether to go on at once.
  async #round() {
    const before = this.#adds.open ? null : this.#adds.all;
    const { rows, all } = await this.#outbox.next(this.#user, this.#limit);
    // What was added while this was read is not among the rows: only a quiet reading says how many there are.
    if (before === this.#adds.all) this.#tell({ kept: all, oldest: rows[0]?.at ?? 0 });
    if (rows.length) return (await this.#send(oldest(rows, this.#limit))) || (this.#again = false);
    return this.#tell({ problem: null });
  }

  // Another tab of this person had these answered: perhaps they were made here, perhaps they are new here.
  #heard(verdicts) {
    this.#dispatch("verdicts", verdicts.map((one) => ({ ...one, elsewhere: true })));
    this.wake();
  }

  async #send(batch, mayRenew = true) {
    const answer = await ask(`${batch[0].to}changes/`, { body: bodyOf(this.#user, batch), keepalive: true });
    if (answer.ok && Array.isArray(answer.json?.results)) return this.#judge(batch, answer.json);
    if (answer.status === 401) return this.#tell({ problem: "signin" });
    if (answer.status === 403 && mayRenew && answer.json?.code !== "forbidden") {
      const { freshToken } = await import("./token.js"); // few pages ever need it
      return (await freshToken(this.#user)) === this.#user ? this.#send(batch, false) : this.#tell({ problem: "signin" });
    }
    if ([400, 413, 422].includes(answer.status) && batch.length > 1) return (this.#limit = answer.status === 413 ? Math.ceil(batch.length / 2) : 1);
    return [400, 403, 404, 410, 413, 422].includes(answer.status) ? this.#setAside(batch, answer) : this.#retry(answer);
  }

  async #judge(batch, { seq, results, gone }) {
    const judged = new Map(results.map((result) => [result.rev, result]));
    const verdicts = batch.map((row) => ({ row, seq, gone, result: judged.get(revOf(row.text)) })).filter(({ result }) => result);
    for (const one of verdicts) one.seq = one.result.seq ?? seq;
    if (!verdicts.length) return this.#retry({ status: 502, wait: null });
    this.#failures = 0;
    const refused = verdicts.filter(({ result }) => result.result !== "saved");
    const saved = verdicts.filter((one) => !refused.includes(one)).map(({ row }) => row.key);
    await this.#outbox.acknowledge(saved, new Map(verdicts.map(({ row, seq }) => [row.address, seq])));
    if (refused.length) await this.#outbox.setAside(refused.map(({ row, result }) => ({ ...row, reason: result.result, verdict: { ...result, html: undefined } })));
    this.#limit = MOST_OPERATIONS;
    this.#tell({ problem: null, kept: Math.max(0, this.kept - verdicts.length) });
    this.#dispatch("verdicts", verdicts);
    this.#tabs.postMessage(verdicts);
    return true;
  }

  async #setAside(batch, { status, json }) {
    const message = json?.message ?? `The server does not take this (${status}).`;
    await this.#outbox.setAside(batch.map((row) => ({ ...row, reason: message })));
    this.#tell({ problem: null });
    this.#dispatch("verdicts", batch.map((row) => ({ row, result: { result: "refused", code: "aside", message }, seq: 0 })));
    return true;
  }

  #retry({ status, wait }) {
    this.#timer = setTimeout(() => this.wake(), wait ?? pauseAfter(this.#failures));
    this.#failures += 1;
    return this.#tell({ problem: status === 0 && !navigator.onLine ? "offline" : "server" });
  }

  // Gives false: there is nothing to go on with at once.
  #tell(state) {
    Object.assign(this, state);
    this.#dispatch("sync", {});
    return false;
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
