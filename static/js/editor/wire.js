// Who hears of what: the events that connect an editor.

import { Pointer } from "./pointer.js";
import { keep, veil } from "./session.js";
import { BoxTool } from "./tools/box.js";
import { wheelMeans } from "./viewport.js";

// What other parts than the editor's own take up: until they are here it waits, and is done again when they are.
const EARLY = { "form[data-submit]": "rest", "[data-opens], [data-closes], [data-sign-out], [data-theme-switch]": "page", "[data-answer]": "suggestions", ".pick": "select" };

/** Connect store, view, stage and buttons. */
export function wire(editor, signal) {
  const { element, store, viewport, render } = editor;
  giveHands(editor);
  veil(store, editor.address);
  const redraw = ({ detail }) => render.sync(detail.ids);
  for (const type of ["change", "select", "hide"]) store.addEventListener(type, redraw);
  store.addEventListener("hover", () => render.hover());
  store.addEventListener("sticky", () => render.view());
  store.addEventListener("tool", ({ detail }) => editor.tools[detail.before].cancel());
  viewport.addEventListener("view", () => render.view());
  element.addEventListener("toggle", ({ target }) => target.matches("[data-talk]") && target.open && editor.do("comment"), { capture: true });
  element.addEventListener("pointerdown", ({ target }) => closeOthers(editor, target), { capture: true });
  element.addEventListener("click", ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    if (action) editor.do(action);
  });
  store.addEventListener("tool", ({ detail }) => keep("tool", detail.value));
  addEventListener("pagehide", () => editor.look.keep(), { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && editor.saver?.refresh(), { signal });
  element.addEventListener("click", (event) => backToStage(editor, event));
  for (const type of ["click", "submit"]) document.addEventListener(type, (event) => wait(editor, event), { capture: true, signal });
}

// The tools and the pointer that leads them; crosshair, loupe and menu join them later.
function giveHands(editor) {
  const { stage, viewport } = editor;
  editor.tools = { draw: new BoxTool(editor) };
  const heard = (point, held) => {
    if (point) editor.crosshair?.follow(point);
    else editor.crosshair?.leave();
    if (point?.touch && held && editor.tool.busy) editor.loupe?.show(point);
    else editor.loupe?.hide();
  };
  const menu = (point) => editor.later.when("rest", () => editor.menu.open(point));
  editor.pointer = new Pointer(stage, viewport, () => editor.tool, { heard, menu });
  stage.addEventListener("wheel", (event) => turn(editor, event), { passive: false });
  stage.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    if (event.pointerType !== "touch" && !editor.tool.back()) menu(editor.pointer.point(event));
  });
}

function turn({ viewport, pointer, element }, event) {
  event.preventDefault();
  const { zoom, pan } = wheelMeans(event, element.dataset.wheel === "scroll");
  if (zoom) viewport.zoomAt(zoom, pointer.point(event));
  else viewport.panBy(pan.x, pan.y);
}

function wait(editor, event) {
  const { later } = editor;
  for (const [what, part] of Object.entries(EARLY)) {
    const target = event.target.closest(what);
    if (!target || later.has(part) || (event.type === "submit") !== (target.localName === "form")) continue;
    event.preventDefault();
    event.stopImmediatePropagation();
    // The server's answer may have put another row in place of the one that was clicked.
    const { id } = target.closest(".row")?.dataset ?? {};
    const there = () => (target.isConnected ? target : editor.list.row(id)?.querySelector(what));
    later.when(part, () => (event.type === "click" ? there()?.dispatchEvent(new MouseEvent("click", event)) : target.requestSubmit(event.submitter)));
  }
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
