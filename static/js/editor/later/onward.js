// To the next image without the server: its page was fetched before.

import { pageAhead } from "./prefetch.js";
import { fragment } from "../rows.js";

/** Put the next page that is here in place of this one; false where none is here. */
export function goWithout(element) {
  const ahead = pageAhead();
  const next = ahead && fragment(ahead.html).querySelector("box-editor");
  if (!next) return false;
  element.replaceWith(next);
  globalThis.htmx?.process(next);
  history.pushState({}, "", ahead.address);
  document.title = `${next.querySelector("h1").textContent} · Labeller`;
  return true;
}

/** Whether there is no server to ask. */
export function isCut(sender) {
  return !navigator.onLine || sender.problem === "offline";
}

/** Resolves when it is plain that the server will not answer soon. */
export function silence(sender, patience = 5000) {
  const stops = new AbortController();
  return new Promise((resolve) => {
    const later = () => {
      stops.abort();
      resolve({ result: "later" });
    };
    const told = () => isCut(sender) && later();
    sender.addEventListener("sync", told, { signal: stops.signal });
    setTimeout(later, patience);
    told();
  });
}
