// What moves now, over all boxes: what is being drawn or held, handles, points, the crosshair, what others made.

import { handleSpots } from "./handles.js";
import { pixelGrid, place, shape } from "./shapes.js";

const ARM = 6;
const PIXELS = 16;

/** The top layer is drawn anew each time; it never holds much. */
export class Overlay {
  #picture;
  #stage;
  #later;
  #rubber = null;
  #points = [];
  #cross = null;
  #ghosts = [];

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

  /** Show the points that are set, each {x, y} in ratios. */
  points(points) {
    this.#points = points;
    this.#later();
  }

  /** Show lines through a point of the stage, or none. */
  crosshair(point) {
    if (!point && !this.#cross) return;
    this.#cross = point;
    this.#later();
  }

  /** Show what others made of boxes that this person changed too, until it is settled. */
  ghosts(annotations) {
    this.#ghosts = annotations;
    this.#later();
  }

  /** Draw it all; `moving` has the places of what the hand holds. */
  draw(moving) {
    const { store, viewport, concepts } = this.renderer;
    this.#picture.setAttribute("transform", `translate(${viewport.x} ${viewport.y}) scale(${viewport.scale})`);
    this.#picture.replaceChildren();
    this.#stage.replaceChildren();
    const sticky = store.setting("sticky");
    const colour = `c${sticky === null ? 0 : concepts.get(sticky).c}`;
    if (viewport.scale >= PIXELS) this.#stage.append(shape("path", { d: pixelGrid(viewport) }, "pixel-grid"));
    for (const theirs of this.#ghosts) this.#hold(theirs.box, `box theirs c${concepts.colour(theirs)}`);
    if (this.#cross) this.#drawCross(this.#cross, colour);
    if (this.#rubber) this.#hold(this.#rubber, `box ${colour} selected`);
    for (const point of this.#points) this.#drawPoint(viewport.toStage(point), colour);
    for (const [id, box] of moving) if (store.get(id)) this.#hold(box, this.renderer.classes(store.get(id)).replace("held", ""));
    const [only, ...more] = store.selected();
    if (only?.box && !more.length && !this.#rubber && store.mayPlace(only) && !store.isHidden(only) && !store.locked.has(only.id)) this.#drawHandles(moving.get(only.id) ?? only.box);
  }

  #hold(box, className) {
    const group = this.#picture.appendChild(shape("g", {}, className));
    for (const name of ["casing", "line"]) place(group.appendChild(shape("rect", {}, name)), this.renderer.viewport.size, box);
  }

  #drawHandles(box) {
    for (const { x, y } of handleSpots(box, this.renderer.viewport))
      this.#stage.append(shape("rect", { x: x - 4, y: y - 4, width: 8, height: 8 }, "handle"));
  }

  #drawPoint({ x, y }, colour) {
    const d = `M${x - ARM} ${y}H${x + ARM}M${x} ${y - ARM}V${y + ARM}`;
    this.#cased(d, `point ${colour}`);
  }

  #drawCross({ x, y }, colour) {
    const [across, down] = [Math.round(x) + 0.5, Math.round(y) + 0.5];
    this.#cased(`M0 ${down}H9999M${across} 0V9999`, `cross ${colour}`);
  }

  #cased(d, className) {
    const group = this.#stage.appendChild(shape("g", {}, className));
    for (const name of ["casing", "line"]) group.append(shape("path", { d }, name));
  }
}
