// What moves now, over all boxes: what is being drawn or held, handles, points, the crosshair, what others made.

import { handleSpots } from "./handles.js";
import { fitted, linesOf } from "./outline.js";
import { lined, pixelGrid, place, shape } from "./shapes.js";

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

  /** Let something else draw here each time: it is given the layers {picture, stage}; and draw soon. */
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
    if (viewport.scale >= PIXELS) this.#stage.append(shape("path", { d: pixelGrid(viewport) }, "pixel-grid"));
    for (const theirs of this.#ghosts) this.#hold(theirs, "box theirs", concepts.colour(theirs));
    if (this.#cross) this.#drawCross(this.#cross, colour);
    if (this.#rubber) this.#hold({ box: this.#rubber }, "box selected", colour);
    for (const point of this.#points) this.#drawPoint(viewport.toStage(point), colour);
    const hovered = store.get(store.setting("hover"));
    if (hovered?.box && !moving.has(hovered.id) && !store.isHidden(hovered)) this.#move(hovered, hovered.box, " hovered");
    for (const [id, box] of moving) this.#move(store.get(id), box);
    const { only } = store;
    if (only?.shape === "box" && !this.#rubber && store.mayPlace(only) && !store.isHidden(only) && !store.locked.has(only.id)) this.#drawHandles(moving.get(only.id) ?? only.box);
    for (const paint of this.#painters) paint({ picture: this.#picture, stage: this.#stage, moving, colour });
  }

  // A corner that is dragged brings the whole outline along.
  #move(one, box, more = "") {
    if (one) this.#hold({ ...one, box, ...(one.outline && (box.outline ? { outline: box.outline } : fitted(one, box))) }, this.renderer.classes(one) + more, this.renderer.concepts.colour(one));
  }

  #hold(one, className, colour) {
    const { box, outline, shape: kind = "box" } = one;
    const group = this.#picture.appendChild(lined(outline ? "path" : "rect", {}, className, colour));
    group.dataset.shape = kind;
    for (const part of group.children) place(part, this.renderer.viewport.size, box, outline && linesOf(one));
  }

  #drawHandles(box) {
    for (const { x, y } of handleSpots(box, this.renderer.viewport))
      this.#stage.append(shape("rect", { x: x - 4, y: y - 4, width: 8, height: 8 }, "handle"));
  }

  #drawPoint({ x, y }, colour) {
    this.#stage.append(lined("path", { d: `M${x - ARM} ${y}H${x + ARM}M${x} ${y - ARM}V${y + ARM}` }, "point", colour));
  }

  #drawCross({ x, y }, colour) {
    const [across, down] = [Math.round(x) + 0.5, Math.round(y) + 0.5];
    this.#stage.append(lined("path", { d: `M0 ${down}H9999M${across} 0V9999` }, "cross", colour));
  }
}
