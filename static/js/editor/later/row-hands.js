// An eye and a lock in each row of the list: one pair of buttons, which goes to the row that is pointed at or has the focus.
// Under a finger nothing may come up where it taps: there the pair stands with the details of what is selected.

import { nounOf } from "./nouns.js";

/** Let each row hide, show, lock and unlock its box without selecting it. */
export function rowHands({ element, store, announcer }) {
  const listed = element.querySelector(".listed");
  const pair = listed.querySelector("[data-hands]");
  const deeds = {
    hide: { holds: (id) => store.hidden.has(id), turn: (id, on) => store.hide([id], on), says: ["shown", "hidden"] },
    lock: { holds: (id) => store.locked.has(id), turn: (id, on) => store.lock([id], on), says: ["unlocked", "locked"] },
  };
  const head = element.querySelector("[data-details] .head h2");
  let byFinger = matchMedia("(hover: none)").matches;
  const idOf = () => (byFinger ? store.only?.id : pair.closest(".row")?.dataset.id);
  const called = (id) => `${nounOf(store.get(id))} ${store.number(id)}`;
  const show = () => {
    const id = idOf();
    if (!store.get(id)) return;
    for (const button of pair.children) {
      const { hand } = button.dataset;
      button.setAttribute("aria-pressed", deeds[hand].holds(id));
      button.querySelector(".vh").textContent = `${hand === "hide" ? "Hide" : "Lock"} ${called(id).toLowerCase()}`;
    }
  };
  const come = (row) => {
    if (byFinger) return;
    const one = store.get(row?.dataset.id);
    if (!one || one.shape === "none") return;
    if (!row.contains(pair)) row.querySelector(".pick").after(pair);
    pair.hidden = false;
    show();
  };
  const stand = () => {
    if (!byFinger) return;
    if (pair.previousElementSibling !== head) head.after(pair);
    pair.hidden = !store.only || store.only.shape === "none";
    show();
  };
  const go = () => {
    pair.hidden = true;
    if (listed.contains(document.activeElement)) come(document.activeElement.closest(".row"));
  };
  // Who is in a row by keys keeps the two there: a pointer that lies still is told of each row that moves under it.
  let lies = "";
  const moved = ({ clientX, clientY }) => lies !== (lies = `${clientX} ${clientY}`);
  listed.addEventListener("pointermove", moved);
  listed.addEventListener("pointerover", (event) => {
    const { activeElement } = document;
    if (event.pointerType === "touch") return;
    const isTaken = pair.contains(activeElement) || (!moved(event) && listed.contains(activeElement));
    if (!isTaken) come(event.target.closest(".row"));
  });
  listed.addEventListener("focusin", ({ target }) => come(target.closest(".row")));
  listed.addEventListener("pointerleave", () => !byFinger && go());
  element.addEventListener("pointerdown", ({ pointerType }) => (byFinger = pointerType === "touch"), { capture: true });
  store.addEventListener("select", stand);
  store.addEventListener("hide", show);
  stand();
  pair.addEventListener("click", ({ target }) => {
    const deed = deeds[target.closest("button").dataset.hand];
    const id = idOf();
    deed.turn(id, !deed.holds(id));
    announcer.say(`${called(id)} ${deed.says[Number(deed.holds(id))]}`);
  });
}
