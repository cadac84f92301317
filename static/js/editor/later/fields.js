// The corners of the selected polygon or point as number fields, which work without a pointer.

import { withCorner } from "./corner-maths.js";
import { button, fill } from "../elements.js";
import { kept } from "../session.js";
import { ratioOf, shownIn } from "./units.js";

const MOST = 200;

/** One line for each corner: left and top in the person's unit, a button that adds one after it and one that removes it. */
export class Fields {
  #editor;
  #list;
  #drawn = null;

  constructor(editor) {
    this.#editor = editor;
    const { store, element } = editor;
    const form = element.querySelector("[data-details]");
    this.#list = form.querySelector("[data-corners]");
    for (const type of ["select", "change", "hide"]) store.addEventListener(type, () => this.#draw());
    store.addEventListener("corner", () => this.#mark());
    store.addEventListener("unit", () => this.#draw(true));
    this.#list.addEventListener("change", ({ target }) => this.#write(target));
    this.#list.addEventListener("focusin", ({ target }) => this.#enter(target));
    this.#draw();
  }

  get #only() {
    const { only } = this.#editor.store;
    return only?.outline && ["polygon", "point"].includes(only.shape) ? only : undefined;
  }

  #draw(anyway = false) {
    const only = this.#only;
    this.#list.hidden = !only;
    if (!only || (this.#drawn === only.outline && !anyway)) return;
    this.#drawn = only.outline;
    const shown = only.outline.slice(0, MOST);
    while (this.#list.children.length > shown.length) this.#list.lastChild.remove();
    while (this.#list.children.length < shown.length) this.#list.append(this.#line(this.#list.children.length));
    const { width, height } = this.#editor.viewport.size;
    const free = !!this.#editor.corners.only;
    shown.forEach(([row, column], at) => {
      const [left, top] = this.#list.children[at].querySelectorAll("input");
      this.#fill(left, column, width, free);
      this.#fill(top, row, height, free);
      for (const one of this.#list.children[at].querySelectorAll("button")) Object.assign(one, { hidden: only.shape === "point", disabled: !free });
    });
    this.#mark();
  }

  get #unit() {
    return kept("unit", "px");
  }

  #fill(field, ratio, length, free) {
    const cent = this.#unit === "%";
    Object.assign(field, { max: cent ? 100 : length, step: cent ? 0.1 : 1, inputMode: cent ? "decimal" : "numeric", disabled: !free });
    fill(field, shownIn(this.#unit, ratio, length));
  }

  #line(at) {
    const line = document.createElement("li");
    line.append(String(at + 1));
    for (const side of ["left", "top"]) {
      const label = line.appendChild(document.createElement("label"));
      const field = document.createElement("input");
      Object.assign(field, { type: "number", min: 0, name: side });
      label.append(side, field);
      field.setAttribute("aria-label", `Corner ${at + 1}, ${side}`);
    }
    const act = (deed) => () => deed(this.#editor.corners);
    line.append(
      button({ text: "+", label: `Add a corner after ${at + 1}`, className: "button quiet dense", act: act((corners) => corners.add(at)) }),
      button({ text: "×", label: `Remove corner ${at + 1}`, className: "button quiet dense", act: act((corners) => (corners.choose(at), corners.remove())) }),
    );
    return line;
  }

  #mark() {
    const { chosen } = this.#editor.corners;
    [...this.#list.children].forEach((line, at) => line.classList.toggle("chosen", at === chosen));
    this.#list.children[chosen ?? -1]?.scrollIntoView({ block: "nearest" });
  }

  #enter(target) {
    const at = [...this.#list.children].indexOf(target.closest("li"));
    if (target.matches("input") && this.#only?.shape === "polygon") this.#editor.store.set("corner", at);
  }

  #write(field) {
    const only = this.#only;
    const value = field.value === "" ? NaN : Number(field.value);
    if (!only || !Number.isFinite(value)) return this.#draw(true);
    const at = [...this.#list.children].indexOf(field.closest("li"));
    const axis = field.name === "top" ? 0 : 1;
    const { width, height } = this.#editor.viewport.size;
    const length = [height, width][axis];
    field.filled = undefined;
    // What is shown already is no change: it keeps its fraction of a pixel, as the other side does.
    if (shownIn(this.#unit, only.outline[at][axis], length) === value) return this.#draw(true);
    const corner = only.outline[at].with(axis, ratioOf(this.#unit, value, length));
    this.#editor.corners.put(only.shape === "point" ? "set place" : "move corner", only, withCorner(only.outline, at, corner), { tool: "numbers" });
    this.#draw(true);
  }
}
