// How operations lie on disk: one by itself, or up to 128 of one intention in one record.

const MOST = 128;

/** The records for the operations of one intention of a person, in their order. */
export function recordsOf(user, address, texts) {
  const at = Date.now();
  if (texts.length === 1) return [{ user, address, text: texts[0], at }];
  const records = [];
  for (let from = 0; from < texts.length; from += MOST) records.push(many(user, { address, at, texts: texts.slice(from, from + MOST) }));
  return records;
}

// An array, so that a page from before there were such records does not take them for its own, and neither sends nor drops them.
function many(user, record) {
  return { ...record, user: [user, record.texts.filter((text) => text !== null).length] };
}

function manyOf(user) {
  return IDBKeyRange.bound([user], [user, []]);
}

/** The operations of records as rows {key, user, address, text, at}, oldest first; what was answered is left out. */
export function rowsOf(records) {
  const sorted = [...records].sort((one, other) => one.key - other.key);
  return sorted.flatMap(({ texts, ...record }) => {
    if (!texts) return record;
    const { key, user: [user] } = record;
    return texts.map((text, part) => ({ ...record, key: [key, part], user, text })).filter(({ text }) => text !== null);
  });
}

/** Whose a record is. */
export function ownerOf({ user }) {
  return Array.isArray(user) ? user[0] : user;
}

/** Read all records of a person: `found` is told them in two lots. */
export function readAll(store, user, found) {
  for (const whose of [user, manyOf(user)]) store.index("user").getAll(whose).onsuccess = ({ target }) => found(target.result);
}

/**
 * Read a person's oldest: at most `most` single ones, or, where that is the oldest, one record of many. `found` is told
 * these records, and how many operations there are in all.
 */
export function readOldest(store, user, most, found) {
  const index = store.index("user");
  let [single, oldest, all] = [[], Infinity, 0];
  index.getAll(user, most).onsuccess = ({ target }) => (single = target.result);
  index.count(user).onsuccess = ({ target }) => (all = target.result);
  index.openKeyCursor(manyOf(user)).onsuccess = ({ target: { result: at } }) => {
    if (at) {
      all += at.key[1];
      oldest = Math.min(oldest, at.primaryKey);
      return at.continue();
    }
    const before = single.filter(({ key }) => key < oldest);
    if (before.length || oldest === Infinity) return found(before, all);
    store.get(oldest).onsuccess = ({ target }) => found([target.result], all);
  };
}

/** Take answered operations out, by the keys of their rows; a record of many goes with its last one. */
export function takeOut(store, keys) {
  const parts = new Map();
  for (const key of keys) {
    if (!Array.isArray(key)) store.delete(key);
    else if (parts.has(key[0])) parts.get(key[0]).push(key[1]);
    else parts.set(key[0], [key[1]]);
  }
  for (const [key, answered] of parts) {
    store.get(key).onsuccess = ({ target: { result } }) => {
      if (!result) return;
      const texts = result.texts.map((text, part) => (answered.includes(part) ? null : text));
      const left = many(result.user[0], { ...result, texts });
      if (left.user[1]) store.put(left);
      else store.delete(key);
    };
  }
}
