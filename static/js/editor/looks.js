// How boxes look: what the style sheets say, as the canvas needs it.

import { lined, shape } from "./shapes.js";

const SOLID = [];

/** Reads each look once, from a sample that is never shown, so that colours, dashes and forced colours are CSS's alone. */
export class Looks {
  #boxes;
  #chip;
  #known = new Map();

  /** The samples stand in the layers {boxes, chips}, where the rules for what is shown there reach them. */
  constructor({ boxes, chips }) {
    this.#boxes = boxes.appendChild(shape("g", { display: "none" }));
    this.#chip = chips.appendChild(document.createElement("span"));
    this.#chip.hidden = true;
  }

  /** Two strokes, casing and line: {stroke, width, dash, cap, fill, alpha}; widths and dashes in pixels of the stage. */
  of(className, colour, kind) {
    return this.#once(`${className} ${colour} ${kind}`, () => this.#read(className, colour, kind));
  }

  /** A name's ground: {font, ink, ground, edge, height, padding, radius, most}, lengths in pixels of the stage. */
  chip(colour, picked) {
    const className = picked ? "chip picked" : "chip";
    return this.#once(`${className} ${colour}`, () => {
      this.#chip.className = className;
      this.#chip.dataset.c = colour;
      const { font, color: ink, backgroundColor: ground, outlineStyle, outlineColor, lineHeight, paddingLeft, borderTopLeftRadius, maxWidth } = getComputedStyle(this.#chip);
      const [height, padding, radius, most] = [lineHeight, paddingLeft, borderTopLeftRadius, maxWidth].map(parseFloat);
      return { font, ink, ground, edge: outlineStyle === "none" ? null : outlineColor, height, padding, radius, most };
    });
  }

  /** The style sheets say something else now. */
  forget() {
    this.#known.clear();
  }

  #once(name, read) {
    if (!this.#known.has(name)) this.#known.set(name, read());
    return this.#known.get(name);
  }

  #read(className, colour, kind) {
    const sample = lined("path", {}, className, colour);
    sample.dataset.shape = kind;
    this.#boxes.append(sample);
    const strokes = [...sample.children].map((part) => {
      const { stroke, strokeWidth, strokeDasharray, strokeLinecap, fill, opacity } = getComputedStyle(part);
      const dash = strokeDasharray === "none" ? SOLID : strokeDasharray.split(",").map(parseFloat);
      return { stroke, width: parseFloat(strokeWidth), dash, cap: strokeLinecap, fill: fill === "none" ? null : fill, alpha: Number(opacity) };
    });
    sample.remove();
    return strokes;
  }
}
