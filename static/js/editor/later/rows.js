// Clicks on the rows of the list choose their boxes.

import { lookAt } from "./look-at.js";

/** Let the rows of an editor be chosen. */
export function giveRows(editor) {
  editor.element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-action], .pick");
    if (button?.matches(".pick")) pick(editor, button.closest(".row").dataset.id, event);
  });
}

// Shift takes all rows from the one before to this, Ctrl one more or one less.
function pick(editor, id, { shiftKey, ctrlKey, metaKey }) {
  const { store } = editor;
  const order = store.shown().filter((one) => store.wanted(one) || store.selection.has(one.id)).map((one) => one.id);
  const from = order.findIndex((one) => store.selection.has(one));
  const to = order.indexOf(id);
  if (shiftKey && from >= 0) return store.select(order.slice(Math.min(from, to), Math.max(from, to) + 1));
  if (ctrlKey || metaKey) return store.select(store.selection.has(id) ? [...store.selection].filter((one) => one !== id) : [...store.selection, id]);
  store.select([id]);
  lookAt(editor, store.get(id));
}
