// An eye and a lock in each row of the list: one pair of buttons, which goes to the row that is pointed at or has the focus.

import { nounOf } from "./nouns.js";

/** Let each row hide, show, lock and unlock its box without selecting it. */
export function rowHands({ element, store, announcer }) {
  const listed = element.querySelector(".listed");
  const pair = listed.querySelector("[data-hands]");
  const deeds = {
    hide: { holds: (id) => store.hidden.has(id), turn: (id, on) => store.hide([id], on), says: ["shown", "hidden"] },
    lock: { holds: (id) => store.locked.has(id), turn: (id, on) => store.lock([id], on), says: ["unlocked", "locked"] },
  };
  const idOf = () => pair.closest(".row")?.dataset.id;
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
    const one = store.get(row?.dataset.id);
    if (!one || one.shape === "none") return;
    if (!row.contains(pair)) row.querySelector(".pick").after(pair);
    pair.hidden = false;
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
    const isTaken = pair.contains(activeElement) || (!moved(event) && listed.contains(activeElement));
    if (!isTaken) come(event.target.closest(".row"));
  });
  listed.addEventListener("focusin", ({ target }) => come(target.closest(".row")));
  // A finger that is lifted leaves too, before it has clicked.
  listed.addEventListener("pointerleave", ({ pointerType }) => pointerType !== "touch" && go());
  store.addEventListener("hide", show);
  pair.addEventListener("click", ({ target }) => {
    const deed = deeds[target.closest("button").dataset.hand];
    const id = idOf();
    deed.turn(id, !deed.holds(id));
    announcer.say(`${called(id)} ${deed.says[Number(deed.holds(id))]}`);
  });
}
