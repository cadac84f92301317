// What is kept on this device until the server has it: operations, and how far each input is known to be stored.

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

  /** Keep the operations of one intention, all or none, and its `step` of undo with them; resolves when they are on disk. */
  async add(user, address, texts, step = null) {
    const added = texts.map((text) => ({ user, address, text, at: Date.now() }));
    try {
      if (!this.safe) throw new Error("Nothing can be kept.");
      await this.#do(["rows", "steps"], (rows, steps) => {
        added.forEach((row) => rows.add(row));
        if (step) this.#steps.one(steps, user, address, step);
      });
    } catch {
      // From now on in memory, so that the order stays; what was kept before is still read.
      this.#full = true;
      for (const row of added) this.#rows.set((this.#last -= 1), { ...row, key: this.#last });
    }
  }

  /** The rows of a person, oldest first, and how far `address` was stored, both at the same moment. */
  async read(user, address = "") {
    const kept = { rows: [], seen: 0 };
    await this.#try(["rows", "seen"], (rows, seen) => {
      rows.index("user").getAll(user).onsuccess = ({ target }) => (kept.rows = target.result);
      seen.get(address).onsuccess = ({ target }) => (kept.seen = target.result ?? 0);
    });
    return { rows: [...kept.rows, ...this.#inMemory(user)], seen: kept.seen };
  }

  /** The oldest rows of a person, at most so many, and how many there are of them in `all`. */
  async next(user, most) {
    const kept = { rows: [], all: 0 };
    await this.#try(["rows"], (rows) => {
      rows.index("user").getAll(user, most).onsuccess = ({ target }) => (kept.rows = target.result);
      rows.index("user").count(user).onsuccess = ({ target }) => (kept.all = target.result);
    });
    const inMemory = this.#inMemory(user);
    return { rows: [...kept.rows, ...inMemory].slice(0, most), all: kept.all + inMemory.length };
  }

  /** How many rows other people have left here. */
  async others(user) {
    let all = 0;
    await this.#try(["rows"], (rows) => {
      rows.getAll().onsuccess = ({ target }) => (all = target.result.filter((row) => row.user !== user).length);
    });
    return all;
  }

  /** The server has these rows: forget them, and remember how far the input is stored, in one transaction. */
  async acknowledge(keys, address, seq) {
    for (const key of keys) this.#rows.delete(key);
    await this.#try(["rows", "seen"], (rows, seen) => {
      for (const key of keys) rows.delete(key);
      seen.get(address).onsuccess = ({ target }) => seen.put(Math.max(seq, target.result ?? 0), address);
    });
  }

  /** The server will not have these rows: they are listed apart with the reason, never dropped. `facts` has the reason. */
  async setAside(rows, facts) {
    for (const { key } of rows) this.#rows.delete(key);
    await this.#try(["rows", "aside"], (waiting, aside) => {
      for (const row of rows) {
        waiting.delete(row.key);
        aside.put({ ...row, ...facts(row) });
      }
    });
  }

  /** The rows of a person that were set aside. */
  async aside(user) {
    let rows = [];
    await this.#try(["aside"], (aside) => {
      aside.index("user").getAll(user).onsuccess = ({ target }) => (rows = target.result);
    });
    return rows;
  }

  /** The person has read why, and lets these go. */
  async letGo(keys) {
    await this.#try(["aside"], (aside) => keys.forEach((key) => aside.delete(key)));
  }

  /** Keep all that a person did on an input, for undo after a reload. */
  async remember(user, address, steps) {
    await this.#try(["steps"], (kept) => this.#steps.all(kept, user, address, steps));
  }

  /** What the person did on an input before: {done, undone, revs} as they were last, and what came `later`; or null. */
  async recall(user, address) {
    let before = null;
    await this.#try(["steps"], (kept) => this.#steps.read(kept, user, address, (found) => (before = found)));
    return before;
  }

  #inMemory(user) {
    return [...this.#rows.values()].filter((row) => row.user === user);
  }

  async #try(stores, act) {
    if (this.#database) await this.#do(stores, act);
  }

  #do(stores, act) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(stores, "readwrite", { durability: "relaxed" });
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      act(...stores.map((name) => transaction.objectStore(name)));
    });
  }
}
