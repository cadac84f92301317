// The menu of a box: right click, or a finger that stays.

import { under } from "./under.js";

/** A popover of buttons; each is an action that the keys have too. */
export class Menu {
  #popover;

  constructor(editor) {
    this.editor = editor;
    this.#popover = editor.element.querySelector("[data-box-menu]");
    this.#popover.addEventListener("click", () => this.close());
    this.#popover.addEventListener("keydown", (event) => this.#key(event));
    this.#popover.addEventListener("toggle", ({ newState }) => newState === "closed" && this.#back());
  }

  /** Whether it is open. */
  get isOpen() {
    return this.#popover.matches(":popover-open");
  }

  /** Open it for the box under a point; the selection is meant, if it is among those there. */
  open(point) {
    const { store, stage } = this.editor;
    const here = under(this.editor, point);
    if (!here.length) return;
    if (!here.some((id) => store.selection.has(id))) store.select([here[0]]);
    const [chosen] = store.selected();
    for (const part of this.#popover.querySelectorAll("[data-for]")) part.hidden = (part.dataset.for === "asks") !== store.asks(chosen);
    this.#popover.showPopover();
    const frame = stage.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.#popover;
    this.#popover.style.left = `${Math.max(8, Math.min(frame.left + point.x, innerWidth - width - 8))}px`;
    this.#popover.style.top = `${Math.max(8, Math.min(frame.top + point.y, innerHeight - height - 8))}px`;
    this.#popover.querySelector("button:not([hidden])").focus();
  }

  /** Close it; its own word that it is closed comes after the next key. */
  close() {
    if (!this.isOpen) return;
    this.#popover.hidePopover();
    this.#back();
  }

  // What was chosen may have taken the keys, for a concept or a comment: they stay there.
  #back() {
    const { activeElement, body } = document;
    if (activeElement === body || this.#popover.contains(activeElement)) this.editor.stage.focus({ preventScroll: true });
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    event.stopPropagation();
    if (["Escape", "Tab"].includes(event.key)) this.close();
    if (!step) return;
    event.preventDefault();
    const buttons = [...this.#popover.querySelectorAll("button:not([hidden])")];
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length].focus();
  }
}
