// Skipping with a reason: a digit in the empty field gives one of the list, and what is kept is saved before.

import { settled } from "../review/settled.js";
import { isCut } from "./onward.js";

/** Give an editor the ways of its dialog; without them the form works all the same. */
export function give({ element }) {
  const dialog = element.querySelector("[data-skip-why]");
  const form = dialog?.querySelector("form");
  if (!form) return;
  const { reason } = form.elements;
  const skip = (words) => {
    reason.value = words;
    form.requestSubmit();
  };
  dialog.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey } = event;
    const chosen = /^[1-9]$/.test(key) && !reason.value && dialog.querySelectorAll("[data-reason]")[key - 1];
    const again = key === " " && (ctrlKey || metaKey);
    if (!chosen && !again) return;
    event.preventDefault();
    skip(chosen ? chosen.dataset.reason : reason.value);
  });
  dialog.addEventListener("click", ({ target }) => {
    const wanted = target.closest("[data-reason]");
    if (wanted) skip(wanted.dataset.reason);
  });
  // Whatever is said about it, why it was refused for instance, stands in the page behind the dialog.
  const told = new MutationObserver(() => dialog.close());
  told.observe(document.getElementById("messages"), { childList: true });
  element.addEventListener("editor:leave", () => told.disconnect());
  // A box that is saved after the skip would bring the image back to the front.
  form.addEventListener("submit", (event) => hold(event, element, form), { capture: true });
}

async function hold(event, element, form) {
  if (element.dataset.kept === "0" && element.dataset.writing === "0") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { editor } = element;
  if (!isCut(editor.sender)) await settled(element);
  if (element.dataset.kept === "0") return form.requestSubmit();
  form.closest("dialog").close();
  editor.hint("Skipping needs the server; what you drew is kept on this device");
}
