// The concept picker: type, choose with arrows, Enter; Shift+Enter says absent.

import { matching } from "./matching.js";

const MOST = 12;

/** A combobox in a popover; it says what was chosen to whoever opened it. */
export class Picker {
  #popover;
  #field;
  #choices;
  #shown = [];
  #at = 0;
  #chosen = null;
  #armed = false;

  /** `key` is the one that brings the focus here, where there is one. */
  constructor(popover, concepts, { mayAdd, key }) {
    this.#popover = popover;
    this.concepts = concepts;
    this.mayAdd = mayAdd;
    this.#field = popover.querySelector("input");
    this.#choices = popover.querySelector("[role=listbox]");
    // Open beside a new box it leaves the keys to the stage, and must not look as if they came here.
    const invites = { focus: "Type a concept", blur: key ? `A digit, or ${key} to type` : "A digit" };
    for (const type of ["blur", "focus"]) this.#field.addEventListener(type, () => (this.#field.placeholder = invites[type]));
    this.#field.placeholder = invites.blur;
    this.#field.addEventListener("input", () => this.#list());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#choices.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#choices.addEventListener("click", (event) => this.#click(event));
  }

  /** Whether it is open. */
  get isOpen() {
    return this.#popover.matches(":popover-open");
  }

  /** Whether keys go to it. */
  get hasFocus() {
    return this.#popover.contains(document.activeElement);
  }

  /** Open beside an element or a point; `chosen` is told the id and the value. Without `takeFocus` keys stay where they are. */
  open(chosen, beside, takeFocus = true) {
    this.#chosen = chosen;
    this.back = document.activeElement;
    if (!this.isOpen) this.#popover.showPopover();
    this.#field.value = "";
    this.#list();
    this.#place(beside);
    if (takeFocus) this.#field.focus();
  }

  /** Close, and give the focus back. */
  close() {
    if (!this.isOpen) return;
    const within = this.#popover.contains(document.activeElement);
    this.#popover.hidePopover();
    if (within) this.back?.focus({ preventScroll: true });
  }

  #place(beside) {
    const at = beside.getBoundingClientRect?.() ?? { left: beside.x, right: beside.x, top: beside.y, bottom: beside.y };
    const { offsetWidth: width, offsetHeight: height } = this.#popover;
    const left = Math.max(8, Math.min(at.right + 8, innerWidth - width - 8));
    this.#popover.style.left = `${left}px`;
    this.#popover.style.top = `${Math.max(8, Math.min(at.top, innerHeight - height - 8))}px`;
  }

  #list() {
    const text = this.#field.value.trim();
    this.#shown = matching(this.concepts, text).slice(0, MOST).map(({ id, name, c }) => ({ id, text: name, c, digit: this.concepts.digitOf(id) }));
    const known = this.concepts.offered().some(({ id, name }) => id === text || name === text);
    if (text && !known && this.mayAdd) this.#shown.push({ id: text, text: `Create concept “${text}”`, fresh: true, c: 0 });
    this.#at = 0;
    this.#armed = false;
    this.#draw();
  }

  #draw() {
    this.#choices.replaceChildren(...this.#shown.map(({ text, c, digit }, at) => {
      const choice = document.createElement("li");
      choice.setAttribute("role", "option");
      choice.id = `choice-${at}`;
      choice.setAttribute("aria-selected", at === this.#at);
      const swatch = choice.appendChild(document.createElement("span"));
      swatch.className = "sw";
      swatch.dataset.c = c;
      choice.appendChild(document.createElement("span")).textContent = text;
      if (digit) choice.appendChild(document.createElement("kbd")).textContent = digit;
      return choice;
    }));
    if (!this.#shown.length) this.#choices.append(Object.assign(document.createElement("li"), { className: "none", textContent: "No such concept" }));
    this.#field.setAttribute("aria-activedescendant", this.#shown.length ? `choice-${this.#at}` : "");
  }

  #key(event) {
    const { key, shiftKey } = event;
    event.stopPropagation();
    if (key === "Escape" || key === "Tab") this.close();
    else if (key === "ArrowDown" || key === "ArrowUp") {
      const step = key === "ArrowDown" ? 1 : -1;
      this.#at = (this.#at + step + this.#shown.length) % Math.max(1, this.#shown.length);
      this.#armed = false;
      this.#draw();
    } else if (key === "Enter") this.#take(this.#at, shiftKey ? 0 : 1);
    else return;
    event.preventDefault();
  }

  #click(event) {
    const choice = event.target.closest("[role=option]");
    if (choice) this.#take([...this.#choices.children].indexOf(choice), event.shiftKey ? 0 : 1, true);
  }

  // A new concept asks for a second Enter: a slip of the finger must not make one.
  #take(at, value, sure = false) {
    const choice = this.#shown[at];
    if (!choice) return;
    if (choice.fresh && !sure && !this.#armed) {
      this.#armed = true;
      this.#choices.children[at].append(" — Enter again");
      return;
    }
    const { id } = choice.fresh ? this.concepts.add(choice.id) : choice;
    this.close();
    this.#chosen?.(id, value);
  }
}
