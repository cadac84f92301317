// What is kept on this device until the server has it: operations, and how far each input is known to be stored.

import { readOldest, recordsOf, rowsOf, takeOut } from "./records.js";
import { Steps } from "./steps.js";

const NAME = "labeller";

/** The outbox of one browser, in IndexedDB; `safe` is false where there is none and rows live in memory only. */
export class Outbox {
  #database;
  #rows = new Map();
  #last = 0;
  #full = false;
  #steps = new Steps();

  /** Open it. Rows of all people share it; each reads their own. */
  static async open() {
    const outbox = new Outbox();
    outbox.#database = await new Promise((resolve) => {
      try {
        // Still the first version, because a page that was opened before an update would hold up another one.
        const request = indexedDB.open(NAME, 1);
        request.onupgradeneeded = () => {
          request.result.createObjectStore("rows", { keyPath: "key", autoIncrement: true }).createIndex("user", "user");
          request.result.createObjectStore("aside", { keyPath: "key" }).createIndex("user", "user");
          request.result.createObjectStore("seen");
          request.result.createObjectStore("steps").createIndex("at", "at");
        };
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => resolve(null);
      } catch {
        resolve(null);
      }
    });
    return outbox;
  }

  /** Whether what is added outlives the page. */
  get safe() {
    return !!this.#database && !this.#full;
  }

  /** Keep the operations of one intention, all or none, and its `step` of undo with them; resolves when they are on disk. `of`: see recordsOf. */
  async add(user, address, texts, step = null, of) {
    const records = recordsOf(user, address, texts, of);
    try {
      if (!this.safe) throw new Error("Nothing can be kept.");
      await this.do("readwrite", ["rows", "steps"], (rows, steps, transaction) => {
        for (const record of records) rows.add(record);
        if (step) this.#steps.one(steps, user, address, step);
        transaction.commit(); // nothing is asked, so nothing need be waited for
      });
    } catch {
      // From now on in memory, so that the order stays; what was kept before is still read.
      this.#full = true;
      for (const row of rowsOf(records)) this.#rows.set((this.#last -= 1), { ...row, key: this.#last });
    }
  }

  /** The rows of a person, oldest first, how far `address` was stored, and whether more is `left` (see left.js), all at the same moment. */
  async read(user, address = "") {
    const kept = { all: [], seen: 0, left: 0 };
    await this.do("readonly", ["rows", "seen", "aside"], (rows, seen, aside) => {
      rows.getAll().onsuccess = ({ target }) => (kept.all = rowsOf(target.result));
      seen.get(address).onsuccess = ({ target }) => (kept.seen = target.result ?? 0);
      aside.index("user").count(user).onsuccess = ({ target }) => (kept.left = target.result);
    });
    const rows = kept.all.filter((row) => row.user === user);
    return { rows: [...rows, ...this.#inMemory(user)], seen: kept.seen, left: kept.left || rows.length < kept.all.length };
  }

  /** The oldest rows of a person, at most so many, and how many there are of them in `all`. */
  async next(user, most) {
    const kept = { records: [], all: 0 };
    await this.do("readonly", ["rows"], (rows) => readOldest(rows, user, most, (records, all) => Object.assign(kept, { records, all })));
    const inMemory = this.#inMemory(user);
    // What is in memory came last, and waits for all that is on disk.
    return { rows: kept.all ? rowsOf(kept.records).slice(0, most) : inMemory.slice(0, most), all: kept.all + inMemory.length };
  }

  /** The server has these rows: forget them, and remember how far the inputs are stored (seq by address), in one transaction. */
  async acknowledge(keys, seqs) {
    for (const key of keys) this.#rows.delete(key);
    await this.do("readwrite", ["rows", "seen"], (rows, seen) => {
      takeOut(rows, keys);
      for (const [address, seq] of seqs) seen.get(address).onsuccess = ({ target }) => seen.put(Math.max(seq, target.result ?? 0), address);
    });
  }

  /** The server will not have these rows: they are listed apart, each with its `reason`, never dropped. */
  async setAside(rows) {
    for (const { key } of rows) this.#rows.delete(key);
    await this.do("readwrite", ["rows", "aside"], (waiting, aside) => {
      takeOut(waiting, rows.map(({ key }) => key));
      for (const row of rows) aside.put(row);
    });
  }

  /** Keep all that a person did on an input, for undo after a reload. */
  async remember(user, address, steps) {
    await this.do("readwrite", ["steps"], (kept) => this.#steps.all(kept, user, address, steps));
  }

  /** What the person did on an input before: {done, undone, revs} as they were last, and what came `later`; or null. */
  async recall(user, address) {
    let before = null;
    await this.do("readonly", ["steps"], (kept) => this.#steps.read(kept, user, address, (found) => (before = found)));
    return before;
  }

  #inMemory(user) {
    return [...this.#rows.values()].filter((row) => row.user === user);
  }

  /** Let `act` have stores in one transaction; those that only read need not wait for each other. */
  async do(mode, stores, act) {
    if (!this.#database) return;
    await new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(stores, mode, { durability: "relaxed" });
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      try {
        act(...stores.map((name) => transaction.objectStore(name)), transaction);
      } catch (error) {
        transaction.abort();
        throw error;
      }
    });
  }
}
