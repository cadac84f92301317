// Who hears of what: the events that connect the parts of one editor.

import { keep, kept } from "./session.js";

/** Connect store, view, stage and buttons. */
export function wire(editor, signal) {
  const { element, store, viewport, render, stage } = editor;
  const redraw = ({ detail }) => render.sync(detail.ids);
  for (const type of ["change", "select", "hide"]) store.addEventListener(type, redraw);
  store.addEventListener("hover", ({ detail }) => render.sync([detail.before, detail.value].filter(Boolean)));
  store.addEventListener("sticky", () => render.view());
  store.addEventListener("tool", ({ detail }) => editor.tools[detail.before].cancel());
  store.addEventListener("answered", ({ detail }) => detail.next && editor.look.at(store.get(detail.next)));
  viewport.addEventListener("view", () => render.view());
  stage.addEventListener("pointerdown", () => editor.picker.close(), { capture: true });
  element.addEventListener("click", ({ target }) => clicked(editor, target.closest("[data-action], .pick, [data-answer]")));
  store.addEventListener("tool", ({ detail }) => keep("tool", detail.value));
  addEventListener("pagehide", () => editor.look.keep(), { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && editor.saver?.refresh(), { signal });
  element.addEventListener("click", (event) => backToStage(editor, event));
}

// A mouse that chose something goes on drawing: Space and Enter then belong to the stage, not to the button.
function backToStage({ stage, element }, { detail, target }) {
  const ours = target.closest("button")?.closest(".tools, [data-choices], [data-whole], [data-concepts-of], .row");
  if (detail && ours && ours.contains(document.activeElement) && element.isConnected) stage.focus({ preventScroll: true });
}

function clicked(editor, button) {
  if (!button) return;
  const id = button.closest(".row")?.dataset.id;
  if (button.dataset.answer) editor.suggestions[button.dataset.answer]([editor.store.get(id)]);
  else if (button.dataset.action) editor.do(button.dataset.action);
  else {
    editor.store.select([id]);
    editor.look.at(editor.store.get(id));
  }
}
