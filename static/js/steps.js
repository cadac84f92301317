// Steps of undo on disk: each is kept with its operations, and all of an input's together now and then.

import { newId } from "./ids.js";

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** What one page, as long as it lives, writes and reads of them; each method gets the object store of a transaction. */
export class Steps {
  // So that the steps of two tabs are not taken for one's.
  #page = newId();
  #number = 0;

  /** Keep one step. */
  one(store, user, address, step) {
    const at = Date.now();
    store.put({ ...step, at, page: this.#page }, [nameOf(user, address), at, (this.#number += 1), this.#page]);
  }

  /** Keep them all, in place of those that were kept one by one; what is older than a week goes. */
  all(store, user, address, steps) {
    const at = Date.now();
    store.delete(eachOf(user, address));
    store.put({ ...steps, at, page: this.#page }, nameOf(user, address));
    store.index("at").openKeyCursor(IDBKeyRange.upperBound(at - WEEK)).onsuccess = ({ target }) => {
      if (!target.result) return;
      store.delete(target.result.primaryKey);
      target.result.continue();
    };
  }

  /** Read what an earlier page kept: `found` is told all steps with the `later` ones, or null. */
  read(store, user, address, found) {
    let last = null;
    store.get(nameOf(user, address)).onsuccess = ({ target }) => (last = target.result ?? null);
    store.getAll(eachOf(user, address)).onsuccess = ({ target }) => {
      const each = target.result.filter(({ page }) => page !== this.#page);
      const page = last?.page ?? each.at(-1)?.page;
      const later = each.filter((step) => step.page === page);
      found(last || later.length ? { done: [], undone: [], revs: [], ...last, later } : null);
    };
  }
}

function nameOf(user, address) {
  return `${user} ${address}`;
}

// Those that were kept one by one, in their order.
function eachOf(user, address) {
  return IDBKeyRange.bound([nameOf(user, address)], [nameOf(user, address), []]);
}
