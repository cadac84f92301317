// Ids that the page makes by itself.

const page = random(10);
let [gestures, gesture, made] = [0, "", 0];

/**
 * Make an id of 32 hex characters; works on plain HTTP, where crypto.randomUUID is missing. It begins with its place among
 * those made in one go, at most 128, and ends as all of this page do, so that lists of them pack well. From the ids of one
 * gesture nobody can tell those of the next.
 */
export function newId() {
  if (!gesture || made > 127) begin();
  return hex(made++, 2) + gesture;
}

function begin() {
  if (!gesture) queueMicrotask(() => (gesture = ""));
  gesture = hex(gestures++ % 65536, 4) + random(3) + page;
  made = 0;
}

function random(bytes) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => hex(byte, 2)).join("");
}

function hex(number, digits) {
  return number.toString(16).padStart(digits, "0");
}
