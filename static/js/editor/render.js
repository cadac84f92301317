// The picture with its boxes: a canvas and what moves over a plain <img>, drawn from the store.

import { Canvas } from "./canvas.js";
import { Chips } from "./chips.js";
import { Looks } from "./looks.js";
import { Overlay } from "./overlay.js";

const CROWD = 200;
const REST = 80;

/** Two layers: the base holds all boxes and is drawn anew where they or the view change; the overlay holds what moves now. */
export class Renderer {
  #base;
  #canvas;
  #image;
  #looks;
  #boxes = new Map();
  #shown = "";
  #drawn = null;
  #resting = 0;
  #all = false;
  #stale = false;
  #moving = new Map();
  #frame = 0;

  constructor(stage, { store, viewport, concepts, signal }) {
    Object.assign(this, { store, viewport, concepts });
    this.#image = stage.querySelector(".picture");
    this.#base = stage.querySelector(".boxes");
    this.#canvas = new Canvas(this.#base);
    const top = stage.querySelector(".top-layer");
    this.overlay = new Overlay(top, this, () => this.#later(false));
    const layer = stage.querySelector(".chips");
    this.#looks = new Looks({ boxes: top, chips: layer });
    this.chips = new Chips(layer, this, this.#canvas, this.#looks);
    const anew = () => {
      this.#looks.forget();
      this.sync(this.#boxes.keys());
    };
    matchMedia("(forced-colors: active)").addEventListener("change", anew, { signal });
    addEventListener("resize", anew, { signal });
  }

  /** Draw these annotations again, as the store has them now. */
  sync(ids) {
    for (const id of ids) {
      const annotation = this.store.get(id);
      if (annotation?.box) this.#boxes.set(id, { annotation, look: null });
      else this.#boxes.delete(id);
    }
    this.#stale = true;
    this.#later();
  }

  /** The view has changed. */
  view() {
    this.#later();
  }

  /** Another box is under the pointer: it is drawn over the others. */
  hover() {
    this.#later();
  }

  /** Show boxes, by id, where the hand holds them now; the base layer waits. */
  moving(boxes) {
    this.#stale ||= boxes.size !== this.#moving.size || [...boxes.keys()].some((id) => !this.#moving.has(id));
    this.#moving = boxes;
    this.#later();
  }

  /** How a box looks when it rests, or would look if it were selected: see Looks. */
  look(annotation, selected = this.store.selection.has(annotation.id)) {
    return this.#looks.of(this.classes(annotation, selected), this.concepts.colour(annotation), annotation.shape);
  }

  /** How a box looks, as class names. */
  classes(annotation, selected = this.store.selection.has(annotation.id)) {
    const { status } = annotation;
    let names = "box";
    if (this.store.asks(annotation)) names += " asks";
    if (!this.concepts.isAsked(annotation)) names += " aside";
    if (status === "REVIEW_DENIED") names += " sent-back";
    if (annotation.hint) names += " hint-box";
    if (this.store.setting("mode") === "review" && status !== "AWAITING_REVIEW") names += " decided";
    if (selected) names += " selected";
    return names;
  }

  // One drawing a frame, however many events asked for it; what only the overlay shows leaves the rest alone.
  #later(all = true) {
    this.#all ||= all;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#transform();
      if (this.#stale) this.#draw();
      this.overlay.draw(this.#moving);
      if (this.#all) this.chips.show(this.#moving, !this.#base.style.transform);
      this.#all = false;
    });
  }

  #transform() {
    const { x, y, scale } = this.viewport;
    if (this.#shown === `${x} ${y} ${scale}`) return;
    this.#shown = `${x} ${y} ${scale}`;
    this.#image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    this.#image.classList.toggle("square", scale >= 3);
    this.#stale ||= !this.#stretch(x, y, scale);
  }

  // While one zooms, the drawing of a crowd is stretched with the picture; it is drawn anew when the view rests, or is too coarse.
  #stretch(x, y, scale) {
    const ratio = scale / this.#drawn?.scale;
    if (this.#boxes.size <= CROWD || ratio === 1 || !(ratio > 0.5 && ratio < 2)) return false;
    this.#base.style.transform = `translate(${x - this.#drawn.x * ratio}px, ${y - this.#drawn.y * ratio}px) scale(${ratio})`;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#stale = true;
      this.#later();
    }, REST);
    return true;
  }

  #draw() {
    const { x, y, scale } = this.viewport;
    clearTimeout(this.#resting);
    [this.#stale, this.#drawn, this.#base.style.transform] = [false, { x, y, scale }, ""];
    const drawn = [];
    for (const [id, one] of this.#boxes) {
      const { annotation } = one;
      if (this.#moving.has(id) || this.store.isSpent(annotation) || this.store.isHidden(annotation)) continue;
      one.look ??= this.look(annotation);
      drawn.push(one);
    }
    this.#canvas.draw(drawn, this.viewport, this.store.selection.size <= CROWD);
    Object.assign(this.#base.dataset, { drawn: drawn.length, named: this.chips.write(this.#moving) });
  }
}
