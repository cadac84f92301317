// Key presses on the labelling page, and the overlay that lists them.

import { actionFor, keyTable } from "./keys.js";

const FIELDS = "input, textarea, select, [contenteditable]";
const OWN_KEYS = ["Enter", " "];
const IN_FIELDS = ["submit", "save", "keys"];

/** Listens while its editor lives. */
export class Keyboard {
  #editor;
  #overlay;

  constructor(editor, signal) {
    this.#editor = editor;
    this.#overlay = editor.element.querySelector("[data-keys]");
    document.addEventListener("keydown", (event) => this.#down(event), { signal });
    document.addEventListener("keyup", ({ key }) => key === " " && (editor.pointer.space = false), { signal });
    addEventListener("blur", () => (editor.pointer.space = false), { signal });
  }

  /** Open the overlay, those of the present tool first. */
  showOverlay() {
    const open = this.#editor.suggestions.open().length;
    this.#overlay.querySelector("[data-table]").replaceChildren(keyTable(document, open ? "Suggestions" : "Tools"));
    this.#overlay.showModal();
  }

  #down(event) {
    const { target, key } = event;
    if (document.querySelector("dialog[open]") || this.#editor.menu.isOpen) return;
    const field = target.closest?.(FIELDS);
    if (field && key === "Escape") return this.#editor.stage.focus();
    if (OWN_KEYS.includes(key) && !event.ctrlKey && !event.metaKey && target.closest?.("button, a, summary")) return;
    const wanted = actionFor(event, this.#contexts());
    if (!wanted || (field && !(IN_FIELDS.includes(wanted.action) && (event.ctrlKey || event.metaKey || key === "F1")))) return;
    event.preventDefault();
    this.#editor.do(wanted.action, wanted);
  }

  #contexts() {
    const { store, tool } = this.#editor;
    if (tool.draws || (tool.draw && !store.selection.size)) return ["drawing"];
    return store.selected().some((one) => store.asks(one)) ? ["suggestion"] : [];
  }
}
