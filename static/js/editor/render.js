// The picture with its boxes: SVG over a plain <img>, drawn from the store.

import { handleSpots } from "./handles.js";

const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes, className) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (className) element.setAttribute("class", className);
  return element;
}

/** Two layers: the base holds all boxes and is touched only for those that change; the top holds what moves now. */
export class Renderer {
  #base;
  #top;
  #over;
  #image;
  #groups = new Map();
  #moving = new Map();
  #rubber = null;
  #ghosts = [];
  #frame = 0;

  constructor(stage, store, viewport, concepts, chips) {
    this.store = store;
    this.viewport = viewport;
    this.concepts = concepts;
    this.chips = chips;
    this.#image = stage.querySelector(".picture");
    const base = stage.querySelector(".boxes");
    this.#base = base.querySelector("g") ?? base.appendChild(shape("g", {}));
    const top = stage.querySelector(".top-layer");
    top.replaceChildren();
    this.#top = top.appendChild(shape("g", {}));
    this.#over = top.appendChild(shape("g", {}));
  }

  /** Draw these annotations again, as the store has them now. */
  sync(ids) {
    for (const id of ids) {
      const annotation = this.store.get(id);
      const drawn = annotation && annotation.shape !== "none" && !this.store.isSpent(annotation);
      if (!drawn || this.store.hidden.has(id)) this.#groups.get(id)?.remove();
      if (!drawn || this.store.hidden.has(id)) this.#groups.delete(id);
      else this.#draw(annotation);
    }
    this.#later();
  }

  /** The view has changed. */
  view() {
    this.#later();
  }

  /** Show the box that is being drawn, or none. */
  rubber(box) {
    this.#rubber = box;
    this.#later();
  }

  /** Show boxes, by id, where the hand holds them now; the base layer waits. */
  moving(boxes) {
    for (const id of new Set([...this.#moving.keys(), ...boxes.keys()]))
      this.#groups.get(id)?.classList.toggle("held", boxes.has(id));
    this.#moving = boxes;
    this.#later();
  }

  /** Show what others made of boxes that this person changed too, until it is settled. */
  ghosts(annotations) {
    this.#ghosts = annotations;
    this.#later();
  }

  #draw(annotation) {
    const { id, box, outline } = annotation;
    let group = this.#groups.get(id);
    if (!group || group.dataset.shape !== annotation.shape) {
      group?.remove();
      const name = outline ? "path" : "rect";
      group = shape("g", { "data-id": id, "data-shape": annotation.shape });
      group.append(shape(name, {}, "casing"), shape(name, {}, "line"));
      this.#base.append(group);
      this.#groups.set(id, group);
    }
    group.setAttribute("class", this.#classes(annotation));
    for (const part of group.children) this.#place(part, box, outline);
  }

  #classes(annotation) {
    const { id, status } = annotation;
    const names = ["box", `c${this.concepts.colour(annotation)}`];
    if (this.store.asks(annotation)) names.push("asks");
    if (status === "REVIEW_DENIED") names.push("sent-back");
    if (this.store.selection.has(id)) names.push("selected");
    if (this.store.setting("hover") === id) names.push("hovered");
    if (this.#moving.has(id)) names.push("held");
    return names.join(" ");
  }

  #place(element, box, outline) {
    const { width, height } = this.viewport.size;
    if (outline) return element.setAttribute("d", outline.map(([y, x], at) => `${at ? "L" : "M"}${x * width} ${y * height}`).join("") + "Z");
    const facts = { x: box.left * width, y: box.top * height, width: (box.right - box.left) * width, height: (box.bottom - box.top) * height };
    for (const [key, value] of Object.entries(facts)) element.setAttribute(key, value);
  }

  // One drawing a frame, however many events asked for it.
  #later() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#transform();
      this.#drawTop();
      this.chips.draw(this.#moving);
    });
  }

  #transform() {
    const { x, y, scale } = this.viewport;
    const place = `translate(${x} ${y}) scale(${scale})`;
    this.#base.setAttribute("transform", place);
    this.#top.setAttribute("transform", place);
    this.#image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    this.#image.classList.toggle("square", scale >= 3);
  }

  #drawTop() {
    this.#top.replaceChildren();
    this.#over.replaceChildren();
    const sticky = this.store.setting("sticky");
    for (const theirs of this.#ghosts) this.#hold(theirs.box, `box theirs c${this.concepts.colour(theirs)}`);
    if (this.#rubber) this.#hold(this.#rubber, `box c${sticky === null ? 0 : this.concepts.get(sticky).c} selected`);
    for (const [id, box] of this.#moving) if (this.store.get(id)) this.#hold(box, this.#classes(this.store.get(id)).replace("held", ""));
    const [only, ...more] = this.store.selected();
    if (only?.box && !more.length && !this.#rubber && this.store.mayPlace(only)) this.#drawHandles(this.#moving.get(only.id) ?? only.box);
  }

  #hold(box, className) {
    const group = this.#top.appendChild(shape("g", {}, className));
    for (const name of ["casing", "line"]) this.#place(group.appendChild(shape("rect", {}, name)), box);
  }

  #drawHandles(box) {
    for (const { x, y } of handleSpots(box, this.viewport))
      this.#over.append(shape("rect", { x: x - 4, y: y - 4, width: 8, height: 8 }, "handle"));
  }
}
