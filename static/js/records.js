// How operations lie on disk: one by itself, or up to 128 of one intention in one record.

const MOST = 128;

/** The records for the operations of one intention of a person, in their order; `of`: each one's input, where they name it. */
export function recordsOf(user, address, texts, of) {
  const common = { user: [user], address, at: Date.now() };
  if (texts.length === 1 && !of) return [{ ...common, user, text: texts[0] }];
  return texts.flatMap((_, from) => (from % MOST ? [] : many({ ...common, texts: texts.slice(from, from + MOST), of: of?.slice(from, from + MOST) })));
}

// An array, so that a page from before there were such records does not take them for its own, and neither sends nor drops them.
function many({ user: [user], ...record }) {
  return { ...record, user: [user, record.texts.filter(Boolean).length] };
}

/** The operations of records as rows {key, user, address, to, at, text}: the input's address, and where it is sent; what was answered is left out. */
export function rowsOf(records) {
  return records.flatMap(({ texts, of, ...record }) => {
    record.to = record.address;
    if (!texts) return record;
    return texts.map((text, part) => ({ ...record, address: of?.[part] ?? record.to, key: [record.key, part], user: record.user[0], text })).filter(({ text }) => text);
  });
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
  index.openKeyCursor(IDBKeyRange.bound([user], [user, []])).onsuccess = ({ target: { result: at } }) => {
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
  const answered = new Map();
  for (const key of keys) {
    if (!Array.isArray(key)) store.delete(key);
    else answered.set(key[0], (answered.get(key[0]) ?? new Set()).add(key[1]));
  }
  for (const [key, parts] of answered) {
    store.get(key).onsuccess = ({ target: { result } }) => {
      if (!result) return;
      const left = many({ ...result, texts: result.texts.map((text, part) => (parts.has(part) ? null : text)) });
      if (left.user[1]) store.put(left);
      else store.delete(key);
    };
  }
}
