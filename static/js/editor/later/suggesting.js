// What only pages with suggestions show and do; on others it waits for boxes of the previous image.

import { toggle } from "../actions.js";
import { lookAt } from "./look-at.js";
import { Suggestions } from "./suggestions.js";
import { threshold } from "./threshold.js";

/** Give an editor its suggestions, the keys and buttons that answer them, and the line that counts them. */
export function give(editor) {
  if (editor.suggestions) return;
  const { element, store, concepts } = editor;
  const { status, app } = element.dataset;
  editor.suggestions = new Suggestions(store, status, (one) => concepts.isAsked(one));
  Object.assign(editor.actions, ANSWERS);
  threshold(element, store, app);
  store.addEventListener("answered", ({ detail }) => detail.next && lookAt(editor, store.get(detail.next)));
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-answer]");
    if (button) answerRow(editor, button, event.detail);
  });
  tally(editor);
}

function answer({ store, suggestions }, say) {
  suggestions[say](store.selected().filter((one) => store.asks(one)));
}

const ANSWERS = {
  accept: (editor) => answer(editor, "accept"),
  reject: (editor) => answer(editor, "reject"),
  "first-suggestion": (editor, { key }) => showFirst(editor, key),
  "accept-all": ({ suggestions }) => suggestions.accept(suggestions.open()),
};

// What is not selected may not even be seen: it is shown before it is answered.
function showFirst(editor, key) {
  const [first] = editor.suggestions.open();
  if (!first) return key === "r" && toggle(editor, "draw");
  editor.store.select([first.id]);
  lookAt(editor, first);
}

// By keys one goes on from answer to answer: the button that was pressed is gone with its question.
function answerRow({ suggestions, store, list, stage }, button, byPointer) {
  const say = button.dataset.answer;
  suggestions[say]([store.get(button.closest(".row").dataset.id)]);
  if (byPointer) return;
  const next = list.row(store.selected()[0]?.id)?.querySelector(`[data-answer=${say}]`);
  (next?.checkVisibility() ? next : stage).focus({ preventScroll: true });
}

function tally({ element, store, suggestions }) {
  const find = (selector) => element.querySelector(selector);
  let waiting = 0;
  const count = () => {
    waiting = 0;
    const open = suggestions.open().length;
    find("[data-open]").textContent = `${open} ${open === 1 ? "suggestion" : "suggestions"}`;
    find("[data-suggestions]").hidden = !store.shown().some((one) => store.asks(one));
  };
  for (const type of ["change", "hide"]) store.addEventListener(type, () => (waiting ||= requestAnimationFrame(count)));
  count();
}
