// The details of the one box that is selected: what it says; its numbers come with later/numbers.js. All of it works without a pointer.

import { button } from "../elements.js";
import { reply } from "./deeds.js";
import { nounOf } from "./nouns.js";

const NEXT = new Map([[1, 0], [0, null]]);

/** Give an editor the details of what is selected. */
export function give(editor) {
  editor.details ??= new Details(editor.element.querySelector("[data-details]"), editor);
}

/** What the box is called, and a three-state button for each concept. */
class Details {
  #form;

  constructor(form, editor) {
    const { store, concepts, deeds, picker } = editor;
    Object.assign(this, { editor, store, concepts, deeds, picker });
    this.#form = form;
    form.querySelector("[data-reply] button").addEventListener("click", () => this.#reply());
    for (const type of ["select", "change"]) store.addEventListener(type, () => this.draw());
    form.addEventListener("submit", (event) => event.preventDefault());
    this.draw();
  }

  /** Show the one that is selected, or nothing. */
  draw() {
    const { only } = this.store;
    this.#form.hidden = !only;
    if (!only) return;
    const number = this.store.number(only.id);
    const place = only.shape === "none" ? nounOf(only) : `${nounOf(only)} ${number}`;
    const isMarker = only.shape === "none" && !only.concepts.size;
    this.#form.querySelector("[data-title]").textContent = isMarker ? place : `${place} · ${this.concepts.caption(only)}`;
    this.#form.querySelector("[data-reply]").hidden = only.status !== "REVIEW_DENIED" || only.by !== this.store.me;
    this.#drawConcepts(only);
  }

  #drawConcepts(only) {
    const { id, concepts, editable } = only;
    const chips = [...concepts].map(([concept, value]) => {
      const { name, c } = this.concepts.get(concept);
      const label = `${name}: ${value > 0 ? "there" : "not there"}`;
      const act = () => this.deeds.set(id, concept, NEXT.get(value > 0 ? 1 : 0));
      return button({ text: name, c, sign: value > 0 ? "✓" : "✗", label, act });
    });
    const group = this.#form.querySelector("[data-concepts-of]");
    const add = button({ text: "+", label: "Add a concept", act: () => this.picker.open((concept, value) => this.deeds.set(id, concept, value), group) });
    const focused = [...group.children].indexOf(document.activeElement);
    group.replaceChildren(...chips, ...(editable ? [add] : []));
    for (const chip of chips) chip.disabled = !editable;
    if (focused >= 0) group.children[Math.min(focused, group.children.length - 1)]?.focus();
  }

  // Sent back, and right as it is: the answer counts as done.
  #reply() {
    const words = this.#form.elements.reply;
    if (!words.value.trim()) return words.focus();
    const [one] = this.store.selected();
    reply(this.editor, one, words.value.trim());
    words.value = "";
    // The field is gone with its question.
    this.editor.list.row(one.id)?.querySelector(".pick").focus({ preventScroll: true });
  }
}
