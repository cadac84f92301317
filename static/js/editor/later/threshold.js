// From which confidence on suggestions are shown; the others are neither accepted nor rejected.

import { keep, kept } from "../session.js";

/** Connect the slider with the store; it is there only where a suggestion says how sure it is. */
export function threshold(root, store, app) {
  const slider = root.querySelector("[data-threshold]");
  const label = slider.closest("label");
  const sure = () => store.all().filter(({ confidence }) => confidence !== null);
  const show = () => {
    label.hidden = !sure().some((one) => store.asks(one));
    slider.value = store.setting("threshold");
    label.querySelector("output").textContent = store.setting("threshold").toFixed(2);
  };
  slider.addEventListener("input", () => {
    store.set("threshold", Number(slider.value));
    keep(`threshold ${app}`, Number(slider.value));
  });
  store.addEventListener("threshold", () => {
    store.hide(sure().map(({ id }) => id));
    show();
  });
  store.addEventListener("change", show);
  store.set("threshold", kept(`threshold ${app}`, 0));
  show();
}
