// Dragging one corner of a polygon, or a point.

import { onPicture } from "../geometry.js";
import { around } from "../outline.js";
import { withCorner, withMore } from "./corner-maths.js";

/** From where a corner was taken to where it is let go; a new one stands where it was pressed. */
export class CornerDrag {
  constructor(editor, annotation, corner, start, added = false) {
    Object.assign(this, { editor, annotation, corner, start, added, since: performance.now() });
    const { x, y } = onPicture(start.at);
    this.outline = added ? withMore(annotation.outline, corner, [y, x]) : annotation.outline;
    // A corner is seldom taken in its very middle: it must not jump there.
    const [row, column] = this.outline[corner];
    this.slip = { x: start.at.x - column, y: start.at.y - row };
  }

  /** How the pointer shows it. */
  get handle() {
    return this.added ? "edge" : "corner";
  }

  /** Follow the pointer. */
  move({ x, y, at }) {
    if (!this.moved && Math.hypot(x - this.start.x, y - this.start.y) < 1) return;
    const point = onPicture({ x: at.x - this.slip.x, y: at.y - this.slip.y });
    this.outline = withCorner(this.outline, this.corner, [point.y, point.x]);
    this.editor.render.moving(new Map([[this.annotation.id, { ...around(this.outline), outline: this.outline }]]));
  }

  /** Whether the outline is another than before. */
  get moved() {
    return this.outline !== this.annotation.outline;
  }

  /** Keep the corner where it is now; a mere click chooses it. */
  up() {
    const { corners, render } = this.editor;
    render.moving(new Map());
    const name = this.added ? "add corner" : this.annotation.shape === "point" ? "move point" : "move corner";
    if (this.moved) corners.put(name, this.annotation, this.outline, { tool: "resize", ms: performance.now() - this.since });
    if (this.annotation.shape === "polygon") corners.choose(this.corner);
  }

  /** Leave everything as it was. */
  cancel() {
    this.editor.render.moving(new Map());
  }
}
