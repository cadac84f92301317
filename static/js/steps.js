// Steps of undo on disk: each is kept with its operations, and all of an input's together now and then.

import { newId } from "./ids.js";

const WEEK = 7 * 24 * 60 * 60 * 1000;
const packs = new WeakMap();

/** What one page, as long as it lives, writes and reads of them; each method gets the object store of a transaction. */
export class Steps {
  // So that the steps of two tabs are not taken for one's.
  #page = newId();
  #number = 0;

  /** Keep one step. */
  one(store, user, address, step) {
    const at = Date.now();
    const { way, revs } = step;
    store.put({ way, step: packed(step.step), revs: JSON.stringify(revs), at, page: this.#page }, [nameOf(user, address), at, (this.#number += 1), this.#page]);
  }

  /** Keep them all, in place of those that were kept one by one; what is older than a week goes. */
  all(store, user, address, steps) {
    const at = Date.now();
    for (const name of [nameOf(user, address), formerNameOf(user, address)]) {
      store.delete(eachOf(name));
      store.delete(name);
    }
    const { done, undone, revs } = steps;
    store.put({ done: done.map(packed), undone: undone.map(packed), revs: JSON.stringify(revs), at, page: this.#page }, nameOf(user, address));
    store.index("at").openKeyCursor(IDBKeyRange.upperBound(at - WEEK)).onsuccess = ({ target }) => {
      if (!target.result) return;
      store.delete(target.result.primaryKey);
      target.result.continue();
    };
  }

  /** Read what an earlier page kept, packed as it is: `found` is told all steps with the `later` ones, or null. */
  read(store, user, address, found) {
    this.#read(store, nameOf(user, address), (kept) => (kept ? found(kept) : this.#read(store, formerNameOf(user, address), found)));
  }

  #read(store, name, found) {
    let last = null;
    store.get(name).onsuccess = ({ target }) => (last = target.result ?? null);
    store.getAll(eachOf(name)).onsuccess = ({ target }) => {
      const each = target.result.filter(({ page }) => page !== this.#page);
      const page = last?.page ?? each.at(-1)?.page;
      const later = each.filter((step) => step.page === page);
      found(last || later.length ? { done: [], undone: [], revs: [], ...last, later } : null);
    };
  }
}

/** A step as a text, which costs a page far less to keep than its objects; what stays as it was is not said twice. */
export function packed(step) {
  if (!step) return null;
  if (!packs.has(step)) packs.set(step, JSON.stringify({ ...step, parts: step.parts.map(packedPart) }));
  return packs.get(step);
}

// A Map says nothing of itself in JSON, so concepts stand beside their annotation.
function packedPart({ id, before, after, foreign }) {
  const changes = before && after ? changed(before, after) : undefined;
  const [was, is] = [before, changes ?? after].map((one) => one?.concepts && [...one.concepts]);
  return { id, before, after: changes ? undefined : after, changes, was, is, foreign };
}

function changed(before, after) {
  const changes = {};
  for (const name in after) if (before[name] !== after[name]) changes[name] = after[name] ?? null;
  for (const name in before) if (!(name in after)) changes[name] = null;
  return changes;
}

function nameOf(user, address) {
  return `${user} ${address} packed`;
}

// Pages from before steps were packed go on reading what they wrote themselves.
function formerNameOf(user, address) {
  return `${user} ${address}`;
}

// Those that were kept one by one, in their order.
function eachOf(name) {
  return IDBKeyRange.bound([name], [name, []]);
}
