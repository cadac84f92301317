// What moves now, over all boxes: what is being drawn or held, handles, and what other parts paint there.

import { fitted, linesOf } from "./outline.js";
import { lined, place, shape } from "./shapes.js";

/** The top layer is drawn anew each time; it never holds much. */
export class Overlay {
  #picture;
  #stage;
  #later;
  #rubber = null;
  #painters = [];

  /** `later` asks for a drawing in the next frame. */
  constructor(svg, renderer, later) {
    svg.replaceChildren();
    this.#picture = svg.appendChild(shape("g", {}));
    this.#stage = svg.appendChild(shape("g", {}));
    this.#later = later;
    this.renderer = renderer;
  }

  /** Show the box that is being drawn, or none. */
  rubber(box) {
    this.#rubber = box;
    this.#later();
  }

  /** Let something else paint here each time: it is given the layers {picture, stage} and what moves; once more: paint again soon. */
  paintWith(painter) {
    if (!this.#painters.includes(painter)) this.#painters.push(painter);
    this.#later();
  }

  /** Draw it all; `moving` has the places of what the hand holds. */
  draw(moving) {
    const { store, viewport, concepts } = this.renderer;
    this.#picture.setAttribute("transform", `translate(${viewport.x} ${viewport.y}) scale(${viewport.scale})`);
    this.#picture.replaceChildren();
    this.#stage.replaceChildren();
    const sticky = store.setting("sticky");
    const colour = sticky === null ? 0 : concepts.get(sticky).c;
    if (this.#rubber) this.hold({ box: this.#rubber }, "box selected", colour);
    const hovered = store.get(store.setting("hover"));
    if (hovered?.box && !moving.has(hovered.id) && !store.isHidden(hovered)) this.#move(hovered, hovered.box, " hovered");
    for (const [id, box] of moving) this.#move(store.get(id), box);
    for (const paint of this.#painters) paint({ picture: this.#picture, stage: this.#stage, rubber: this.#rubber, moving, colour });
  }

  // A corner that is dragged brings the whole outline along.
  #move(one, box, more = "") {
    if (one) this.hold({ ...one, box, ...(one.outline && (box.outline ? { outline: box.outline } : fitted(one, box))) }, this.renderer.classes(one) + more, this.renderer.concepts.colour(one));
  }

  /** Draw a box, or another place, in the picture's layer; gives what was drawn. */
  hold(one, className, colour) {
    const { box, outline, shape: kind = "box" } = one;
    const group = this.#picture.appendChild(lined(outline ? "path" : "rect", {}, className, colour));
    group.dataset.shape = kind;
    for (const part of group.children) place(part, this.renderer.viewport.size, box, outline && linesOf(one));
    return group;
  }
}
