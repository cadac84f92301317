// Who hears of what: the events that connect an editor.

import { keep, kept } from "./session.js";

import { under } from "./tools/under.js";
import { veil } from "./veil.js";

/** Connect store, view, stage and buttons. */
export function wire(editor, signal) {
  const { element, store, viewport, render, stage } = editor;
  veil(store, editor.address);
  const redraw = ({ detail }) => render.sync(detail.ids);
  for (const type of ["change", "select", "hide"]) store.addEventListener(type, redraw);
  store.addEventListener("hover", () => render.hover());
  store.addEventListener("sticky", () => render.view());
  store.addEventListener("tool", ({ detail }) => editor.tools[detail.before].cancel());
  store.addEventListener("answered", ({ detail }) => detail.next && editor.look.at(store.get(detail.next)));
  viewport.addEventListener("view", () => render.view());
  element.addEventListener("toggle", ({ target }) => target.matches("[data-talk]") && target.open && editor.do("comment"), { capture: true });
  stage.addEventListener("dblclick", (event) => zoomTo(editor, event));
  element.addEventListener("pointerdown", ({ target }) => closeOthers(editor, target), { capture: true });
  element.addEventListener("click", (event) => clicked(editor, event.target.closest("[data-action], .pick, [data-answer]"), event));
  store.addEventListener("tool", ({ detail }) => keep("tool", detail.value));
  addEventListener("pagehide", () => editor.look.keep(), { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && editor.saver?.refresh(), { signal });
  element.addEventListener("click", (event) => backToStage(editor, event));
  element.querySelector("form[data-submit]")?.addEventListener("submit", (event) => submitted(editor, event), { capture: true, signal });
}

// Nothing is submitted before it is saved; an early wish waits for the part that sees to it.
function submitted(editor, event) {
  if (editor.submit) return editor.submit.hold(event);
  event.preventDefault();
  event.stopImmediatePropagation();
  editor.later.when("rest", () => event.target.requestSubmit());
}

// A mouse that chose something goes on drawing: Space and Enter then belong to the stage, not to the button.
function backToStage({ stage, element }, { detail, target }) {
  const ours = target.closest("button")?.closest(".tools, [data-choices], [data-whole], [data-concepts-of], .row");
  if (detail && ours && ours.contains(document.activeElement) && element.isConnected) stage.focus({ preventScroll: true });
}

function closeOthers({ picker, menu }, target) {
  if (!target.closest("[data-picker]")) picker?.close();
  if (!target.closest("[data-box-menu]")) menu?.close();
}

function zoomTo(editor, event) {
  if (editor.tool.draw) return;
  const [id] = under(editor, editor.pointer.point(event));
  if (id) editor.viewport.show(editor.store.get(id).box);
}

function clicked(editor, button, event) {
  if (!button) return;
  const id = button.closest(".row")?.dataset.id;
  if (button.dataset.answer) answer(editor, id, button, event);
  else if (button.dataset.action) editor.do(button.dataset.action);
  else pick(editor, id, event);
}

// By keys one goes on from answer to answer: the button that was pressed is gone with its question.
function answer({ suggestions, store, list, stage }, id, { dataset }, { detail }) {
  suggestions[dataset.answer]([store.get(id)]);
  if (detail) return;
  const next = list.row(store.selected()[0]?.id)?.querySelector(`[data-answer=${dataset.answer}]`);
  (next?.checkVisibility() ? next : stage).focus({ preventScroll: true });
}

// Shift takes all rows from the one before to this, Ctrl one more or one less.
function pick({ store, look }, id, { shiftKey, ctrlKey, metaKey }) {
  const order = store.shown().map((one) => one.id);
  const from = order.findIndex((one) => store.selection.has(one));
  const to = order.indexOf(id);
  if (shiftKey && from >= 0) return store.select(order.slice(Math.min(from, to), Math.max(from, to) + 1));
  if (ctrlKey || metaKey) return store.select(store.selection.has(id) ? [...store.selection].filter((one) => one !== id) : [...store.selection, id]);
  store.select([id]);
  look.at(store.get(id));
}
