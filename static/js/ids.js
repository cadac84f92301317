// Ids that the page makes by itself.

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Make an id of 32 hex characters; works on plain HTTP, where crypto.randomUUID is missing. */
export function newId() {
  let id = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) id += HEX[byte];
  return id;
}
