// What the person has hidden or locked on an input: kept in this tab, over a reload and on the way to review and back.

import { keep, kept } from "./session.js";

const MOST = 20;

/** Take up what is hidden and locked here, and keep it. Hides end with the next image; locks wait for who comes back. */
export function veil(store, address) {
  const hides = kept("hides", {});
  if (hides.address === address) store.hidden = new Set(hides.ids);
  else if (hides.address) keep("hides", {});
  store.locked = new Set(new Map(kept("locks", [])).get(address));
  let told = "";
  store.addEventListener("hide", () => {
    const [hidden, locked] = [[...store.hidden], [...store.locked]];
    if (told === (told = JSON.stringify([hidden, locked]))) return;
    keep("hides", { address, ids: hidden });
    const others = kept("locks", []).filter(([other]) => other !== address);
    keep("locks", [...others, [address, locked]].filter(([, ids]) => ids.length).slice(-MOST));
  });
}
