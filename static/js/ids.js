// Ids that the page makes by itself.

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const SIZE = 16;
// Chance is fetched for many ids at once.
const pool = new Uint8Array(256 * SIZE);
let left = 0;

/** Make an id of 32 hex characters; works on plain HTTP, where crypto.randomUUID is missing. */
export function newId() {
  if (!left) left = crypto.getRandomValues(pool).length;
  left -= SIZE;
  let id = "";
  for (let at = left; at < left + SIZE; at += 1) id += HEX[pool[at]];
  return id;
}
