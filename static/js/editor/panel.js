// The panel's concepts: those that new boxes get, and those of the whole image.

import { button } from "./elements.js";

const NEXT = new Map([[undefined, 1], [1, 0], [0, null]]);

/** Buttons for the sticky concept and three-state buttons for the whole image, drawn from the store. */
export class Panel {
  #choices;
  #whole;

  constructor(root, editor) {
    const { store, concepts, deeds } = editor;
    Object.assign(this, { editor, root, store, concepts, deeds });
    this.#choices = root.querySelector("[data-choices]");
    this.#whole = root.querySelector("[data-whole]");
    for (const type of ["sticky", "target", "change", "select"]) store.addEventListener(type, () => this.#later());
    this.draw();
  }

  #waiting = false;

  #later() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.draw();
    });
  }

  /** Draw both groups again. */
  draw() {
    const target = this.store.setting("target");
    this.root.querySelector("[data-for=box]").classList.toggle("target", target === "box");
    this.root.querySelector("[data-for=image]").classList.toggle("target", target === "image");
    const words = this.root.querySelector("[data-meant]");
    if (words) words.textContent = this.store.selection.size ? "Concept of the selection" : "Concept for new boxes";
    const { more } = this.concepts;
    const rest = { key: "more", label: `${more} more concepts`, text: `${more} more`, act: () => this.editor.choose((id, value) => this.deeds.nameBoxes(id, value), this.#choices) };
    const meant = this.#meant();
    this.#fill(this.#choices, [...this.concepts.choices().map((concept) => this.#choice(concept, meant)), ...(more ? [rest] : [])]);
    const named = this.deeds.whole()?.concepts ?? new Map();
    const add = { key: "+", label: "Name the whole image", text: "+", act: () => this.editor.choose((id) => this.deeds.turnWhole(id, 1), this.#whole) };
    this.#fill(this.#whole, [...[...named].map(([id, value]) => this.#state(id, value)), add]);
  }

  #choice({ id, name, c }, meant) {
    const digit = this.concepts.digitOf(id);
    return { key: id, text: name, c, digit, pressed: meant.has(id), act: () => this.deeds.nameBoxes(id, 1) };
  }

  // What the buttons stand for now: the selection, where there is one, else boxes to come.
  #meant() {
    const chosen = this.store.selected();
    return new Set(chosen.length ? chosen.map((one) => this.concepts.main(one)?.id) : [this.store.setting("sticky")]);
  }

  #state(id, value) {
    const { name, c } = this.concepts.get(id);
    const act = () => this.deeds.turnWhole(id, NEXT.get(this.deeds.whole()?.concepts.get(id)));
    return { key: id, text: name, c, sign: value > 0 ? "✓" : "✗", label: `${name}: ${value > 0 ? "there" : "not there"}`, act };
  }

  // Buttons are changed in place where they stay, so that focus stays too.
  #fill(group, wanted) {
    while (group.children.length > wanted.length) group.lastChild.remove();
    wanted.forEach((facts, at) => {
      const present = group.children[at];
      if (present?.facts && JSON.stringify(present.facts) === JSON.stringify(facts)) return;
      const focused = present === document.activeElement;
      const fresh = button(facts);
      fresh.facts = facts;
      if (present) present.replaceWith(fresh);
      else group.append(fresh);
      if (focused) fresh.focus();
    });
  }
}
