// Key presses on the labelling page.

import { actionFor, keysWith } from "./keys.js";

const FIELDS = "input, textarea, select, [contenteditable]";
const OWN_KEYS = ["Enter", " "];
const IN_FIELDS = ["submit", "save", "keys"];

/** Listens while its editor lives. */
export class Keyboard {
  #editor;
  #single;
  /** The keys with the person's own. */
  table;

  constructor(editor, signal) {
    this.#editor = editor;
    const own = [...editor.element.querySelectorAll("[data-own-keys] option")];
    this.table = keysWith(Object.fromEntries(own.map(({ value, label }) => [value, label.split(" ").filter(Boolean)])));
    this.#single = editor.element.dataset.singleKeys;
    document.addEventListener("keydown", (event) => this.#down(event), { signal });
    document.addEventListener("keyup", ({ key }) => key === " " && (editor.pointer.space = false), { signal });
    addEventListener("blur", () => (editor.pointer.space = false), { signal });
  }

  #down(event) {
    const { target, key } = event;
    if (document.querySelector("dialog[open]") || this.#editor.menu?.isOpen) return;
    const field = target.closest?.(FIELDS);
    if (field && key === "Escape") return this.#editor.stage.focus();
    if (OWN_KEYS.includes(key) && !event.ctrlKey && !event.metaKey && target.closest?.("button, a, summary")) return;
    if (!this.#hears(event)) return;
    const wanted = actionFor(event, this.#contexts(), this.table);
    if (!wanted || (field && !(IN_FIELDS.includes(wanted.action) && (event.ctrlKey || event.metaKey || key === "F1")))) return;
    if (wanted.action === "copy" && getSelection().toString()) return;
    event.preventDefault();
    this.#editor.do(wanted.action, wanted);
  }

  // Single characters are heard everywhere, only on the picture, or not at all, as the person wants it.
  #hears({ key, ctrlKey, metaKey }) {
    if (ctrlKey || metaKey || [...key].length > 1 || key === " " || key === "?") return true;
    return this.#single === "everywhere" || (this.#single === "picture" && document.activeElement === this.#editor.stage);
  }

  #contexts() {
    const { store, tool } = this.#editor;
    if (tool.draws || (tool.draw && !store.selection.size)) return ["drawing", store.setting("mode")];
    return [...(store.selected().some((one) => store.asks(one)) ? ["suggestion"] : []), store.setting("mode")];
  }
}
