// The picture with its boxes: SVG over a plain <img>, drawn from the store.

import { isSamePlace, linesOf } from "./outline.js";
import { Overlay } from "./overlay.js";
import { lined, place, shape } from "./shapes.js";

/** Two layers: the base holds all boxes and is touched only for those that change; the overlay holds what moves now. */
export class Renderer {
  #base;
  #image;
  #groups = new Map();
  #placed = new Map();
  #shown = "";
  #all = false;
  #moving = new Map();
  #frame = 0;

  constructor(stage, store, viewport, concepts, chips) {
    this.store = store;
    this.viewport = viewport;
    this.concepts = concepts;
    this.chips = chips;
    this.#image = stage.querySelector(".picture");
    const base = stage.querySelector(".boxes");
    this.#base = base.querySelector("g") ?? base.appendChild(shape("g", {}));
    this.overlay = new Overlay(stage.querySelector(".top-layer"), this, () => this.#later(false));
  }

  /** Draw these annotations again, as the store has them now. */
  sync(ids) {
    for (const id of ids) {
      const annotation = this.store.get(id);
      const drawn = annotation?.box && !this.store.isSpent(annotation) && !this.store.isHidden(annotation);
      if (drawn) this.#draw(annotation);
      else this.#groups.get(id)?.remove();
      // What is only hidden comes back as it is.
      if (!annotation?.box) this.#groups.delete(id) && this.#placed.delete(id);
    }
    this.#later();
  }

  /** The view has changed. */
  view() {
    this.#later();
  }

  /** Show boxes, by id, where the hand holds them now; the base layer waits. */
  moving(boxes) {
    for (const id of new Set([...this.#moving.keys(), ...boxes.keys()]))
      this.#groups.get(id)?.classList.toggle("held", boxes.has(id));
    this.#moving = boxes;
    this.#later();
  }

  #draw(annotation) {
    const { id, box, outline } = annotation;
    let group = this.#groups.get(id);
    if (group?.dataset.shape !== annotation.shape) {
      group?.remove();
      group = lined(outline ? "path" : "rect", {}, "", 0);
      Object.assign(group.dataset, { id, shape: annotation.shape });
      this.#groups.set(id, group);
      this.#placed.delete(id);
    }
    if (!group.parentNode) this.#base.append(group);
    classify(group, this.classes(annotation));
    // The colour is the line's alone, so that nothing else is styled anew with it.
    classify(group.lastChild, `line c${this.concepts.colour(annotation)}`);
    if (isSamePlace(this.#placed.get(id), annotation)) return;
    this.#placed.set(id, annotation);
    const lines = outline && linesOf(annotation);
    for (const part of group.children) place(part, this.viewport.size, box, lines);
  }

  /** How a box looks, as class names. */
  classes(annotation) {
    const { id, status } = annotation;
    const names = ["box"];
    if (this.store.asks(annotation)) names.push("asks");
    if (!this.concepts.isAsked(annotation)) names.push("aside");
    if (status === "REVIEW_DENIED") names.push("sent-back");
    if (annotation.hint) names.push("hint-box");
    if (this.store.setting("mode") === "review" && status !== "AWAITING_REVIEW") names.push("decided");
    if (this.store.selection.has(id)) names.push("selected");
    if (this.store.setting("hover") === id) names.push("hovered");
    if (this.#moving.has(id)) names.push("held");
    return names.join(" ");
  }

  // One drawing a frame, however many events asked for it; what only the overlay shows leaves the rest alone.
  #later(all = true) {
    this.#all ||= all;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#transform();
      this.overlay.draw(this.#moving);
      if (this.#all) this.chips.draw(this.#moving);
      this.#all = false;
    });
  }

  #transform() {
    const { x, y, scale } = this.viewport;
    if (this.#shown === `${x} ${y} ${scale}`) return;
    this.#shown = `${x} ${y} ${scale}`;
    this.#base.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    this.#image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    this.#image.classList.toggle("square", scale >= 3);
  }
}

function classify(element, names) {
  if (element.getAttribute("class") !== names) element.setAttribute("class", names);
}
