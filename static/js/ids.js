// Ids that the page makes by itself.

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

// To ask for chance costs more than to write it down, so much of it is taken at once.
const CHANCE = new Uint8Array(4096);
let used = CHANCE.length;

/** Make an id of 32 hex characters; works on plain HTTP, where crypto.randomUUID is missing. */
export function newId() {
  if (used === CHANCE.length) used = crypto.getRandomValues(CHANCE) && 0;
  let id = "";
  for (const end = used + 16; used < end; used += 1) id += HEX[CHANCE[used]];
  return id;
}
