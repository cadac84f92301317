// What an outbox holds beside what waits to be sent: what was set aside, and what other people left here.

import { rowsOf } from "./records.js";

/** The rows of a person that were set aside. */
export async function aside(outbox, user) {
  let rows = [];
  await outbox.do("readonly", ["aside"], (kept) => {
    kept.index("user").getAll(user).onsuccess = ({ target }) => (rows = target.result);
  });
  return rows;
}

/** The person has read why, and lets these go. */
export async function letGo(outbox, keys) {
  await outbox.do("readwrite", ["aside"], (kept) => keys.forEach((key) => kept.delete(key)));
}

/** How many operations other people have left here. */
export async function others(outbox, user) {
  let all = 0;
  await outbox.do("readonly", ["rows"], (rows) => {
    rows.getAll().onsuccess = ({ target }) => (all = rowsOf(target.result).filter((row) => row.user !== user).length);
  });
  return all;
}
