// The place of the one box that is selected, as four numbers; the unit is the person's choice, for corners too.

import { fill } from "../elements.js";
import { keep, kept } from "../session.js";
import { placed, sidesIn } from "./units.js";

/** Give an editor its number fields. */
export function give(editor) {
  editor.numbers = new Numbers(editor);
}

/** Four number fields; a field that is shown changes nothing, one that is changed is one operation. */
class Numbers {
  #editor;
  #form;
  #fields;
  #unit;

  constructor(editor) {
    this.#editor = editor;
    const { element, store } = editor;
    this.#form = element.querySelector("[data-details]");
    this.#fields = this.#form.querySelector("fieldset");
    this.#unit = this.#form.querySelector("[data-unit]");
    this.#unit.value = kept("unit", "px");
    this.#unit.addEventListener("change", () => this.#switch());
    for (const type of ["select", "change"]) store.addEventListener(type, () => this.draw());
    this.#fields.addEventListener("change", ({ target }) => this.#write(target));
    this.draw();
  }

  /** Show the place of the box that is selected. */
  draw() {
    const { store, viewport } = this.#editor;
    const one = store.only;
    this.#fields.hidden = one?.shape !== "box";
    this.#unit.hidden = !["box", "polygon", "point"].includes(one?.shape);
    if (this.#fields.hidden) return;
    this.#fields.disabled = !store.mayPlace(one);
    const unit = this.#unit.value;
    for (const [side, value] of Object.entries(sidesIn(unit, one.box, viewport.size))) {
      const field = this.#fields.elements[side]; // the corners of a polygon have these names too
      const length = viewport.size[side === "left" || side === "width" ? "width" : "height"];
      Object.assign(field, { max: unit === "%" ? 100 : length, step: unit === "%" ? 0.1 : 1, inputMode: unit === "%" ? "decimal" : "numeric" });
      fill(field, value);
    }
  }

  #switch() {
    keep("unit", this.#unit.value);
    this.#editor.store.set("unit", this.#unit.value);
    this.draw();
  }

  #write(field) {
    const { store, deeds, viewport } = this.#editor;
    const [only] = store.selected();
    const value = field.value === "" ? NaN : Number(field.value);
    const box = only?.shape === "box" && Number.isFinite(value) && placed(only.box, field.name, value, this.#unit.value, viewport.size);
    field.filled = undefined;
    if (box) deeds.place("set place", new Map([[only.id, box]]), { facts: { tool: "numbers" } });
    else this.draw();
  }
}
