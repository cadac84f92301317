// The corners of the selected polygon or point as number fields, which work without a pointer.

import { withCorner } from "../outline.js";
import { button, fill } from "../elements.js";

const MOST = 200;

/** One line for each corner: left and top in pixels, a button that adds one after it and one that removes it. */
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
    this.#list.addEventListener("change", ({ target }) => this.#write(target));
    this.#list.addEventListener("focusin", ({ target }) => this.#enter(target));
    this.#draw();
  }

  get #only() {
    const [only, ...more] = this.#editor.store.selected();
    return only?.outline && !more.length && ["polygon", "point"].includes(only.shape) ? only : undefined;
  }

  #draw() {
    const only = this.#only;
    this.#list.hidden = !only;
    if (!only || this.#drawn === only.outline) return;
    this.#drawn = only.outline;
    const shown = only.outline.slice(0, MOST);
    while (this.#list.children.length > shown.length) this.#list.lastChild.remove();
    while (this.#list.children.length < shown.length) this.#list.append(this.#line(this.#list.children.length));
    const { width, height } = this.#editor.viewport.size;
    const free = !!this.#editor.corners.only;
    shown.forEach(([row, column], at) => {
      const [left, top] = this.#list.children[at].querySelectorAll("input");
      this.#fill(left, Math.round(column * width), width, free);
      this.#fill(top, Math.round(row * height), height, free);
      for (const one of this.#list.children[at].querySelectorAll("button")) Object.assign(one, { hidden: only.shape === "point", disabled: !free });
    });
    this.#mark();
  }

  #fill(field, value, most, free) {
    Object.assign(field, { max: most, disabled: !free });
    fill(field, value);
  }

  #line(at) {
    const line = document.createElement("li");
    line.append(String(at + 1));
    for (const side of ["left", "top"]) {
      const label = line.appendChild(document.createElement("label"));
      const field = document.createElement("input");
      Object.assign(field, { type: "number", min: 0, step: 1, inputMode: "numeric" });
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
    const line = field.closest("li");
    const numbers = [...line.querySelectorAll("input")].map(({ value }) => Number(value));
    const only = this.#only;
    if (!only || numbers.some((number) => !Number.isFinite(number))) return;
    const at = [...this.#list.children].indexOf(line);
    const { width, height } = this.#editor.viewport.size;
    const [row, column] = only.outline[at];
    // The side that was not written keeps its fraction of a pixel.
    const left = Math.round(column * width) === numbers[0] ? column : numbers[0] / width;
    const top = Math.round(row * height) === numbers[1] ? row : numbers[1] / height;
    this.#editor.corners.put(only.shape === "point" ? "set place" : "move corner", only, withCorner(only.outline, at, [top, left]), { tool: "numbers" });
  }
}
