// What comes next is fetched while a person works: the pictures, the very next one decoded, and the pages for when the line is cut.

import { ask } from "../../http.js";

const PART = { "HX-Request": "true", "HX-Target": "editor" };
const STAY = 1500;
const pictures = new Map();
const pages = new Map();
let waiting = null;

/**
 * Fetch these, each {page, picture}; not for people who save data. Pages are wanted only when the line is cut, and the
 * server makes each: who goes on before STAY is over has none made.
 */
export function fetchAhead(next) {
  clearTimeout(waiting);
  if (navigator.connection?.saveData) return;
  const later = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  later(() => {
    keepOnly(pictures, next.map(({ picture }) => picture));
    next.forEach(({ picture }, at) => hold(picture, at === 0));
  });
  if (!navigator.onLine) return;
  keepOnly(pages, next.map(({ page }) => page));
  waiting = setTimeout(async () => {
    for (const { page } of next) if (!pages.has(page)) await fetchPage(page);
  }, STAY);
}

/** The next page that is here already, {address, html}, or null; it is given once. */
export function pageAhead() {
  const [first] = pages;
  if (!first) return null;
  pages.delete(first[0]);
  return { address: first[0], html: first[1] };
}

function keepOnly(map, wanted) {
  for (const address of map.keys()) if (!wanted.includes(address)) map.delete(address);
}

// A picture that is held stays decoded; its element is never put into a page.
async function hold(address, decode) {
  const image = pictures.get(address) ?? new Image();
  if (!pictures.has(address)) {
    pictures.set(address, image);
    image.fetchPriority = "low";
    image.src = address;
  }
  if (decode) await image.decode().catch(() => pictures.delete(address));
}

async function fetchPage(address) {
  const { ok, text } = await ask(address, { accept: "text/html", headers: PART });
  if (ok) pages.set(address, text);
}
