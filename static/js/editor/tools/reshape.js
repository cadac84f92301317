// Dragging a handle of the selected box, in whichever tool.

import { handleAt, resized } from "../geometry.js";

/** One resize, from the handle that was taken to where it is let go. */
export class Reshape {
  /** Take a handle of the selected box at a point, or null where there is none. */
  static at(point, { store, viewport, deeds, render }) {
    const [only, ...more] = store.selected();
    if (!only?.box || more.length || !store.mayPlace(only) || store.hidden.has(only.id)) return null;
    const handle = handleAt(only.box, point.at, viewport.reach(point.handle));
    return handle && new Reshape(only, handle, { viewport, deeds, render });
  }

  constructor(annotation, handle, { viewport, deeds, render }) {
    this.annotation = annotation;
    this.handle = handle;
    this.viewport = viewport;
    this.deeds = deeds;
    this.render = render;
    this.box = annotation.box;
    this.since = performance.now();
  }

  /** Follow the pointer; Shift keeps the ratio, Alt the centre. */
  move({ at, shift, alt }) {
    const options = { keepRatio: shift, fromCentre: alt, size: this.viewport.size };
    this.box = resized(this.annotation.box, this.handle, at, options).box ?? this.box;
    this.render.moving(new Map([[this.annotation.id, this.box]]));
  }

  /** Keep the box as it is now. */
  up() {
    this.render.moving(new Map());
    if (this.box === this.annotation.box) return;
    const facts = { tool: "resize", ms: performance.now() - this.since };
    this.deeds.place("resize box", new Map([[this.annotation.id, this.box]]), { facts });
  }

  /** Leave the box as it was. */
  cancel() {
    this.render.moving(new Map());
  }
}
