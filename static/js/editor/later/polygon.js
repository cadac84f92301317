// Polygon: each click sets a corner; a double click, or one on the first corner, closes it.

import { onPicture } from "../geometry.js";
import { outlined } from "../outline.js";
import { lined, shape, trace } from "../shapes.js";
import { Drawing } from "../tools/drawing.js";

const LEAST = 3;
const BIG = 6;

/** The corners so far, as [row, column]; a corner is set where the button goes up. */
export class PolygonTool extends Drawing {
  #corners = [];
  #held = false;
  #pointer = null;

  constructor(editor) {
    super(editor);
    editor.render.overlay.paintWith((layers) => this.#paint(layers));
  }

  /** Whether corners are set. */
  get draws() {
    return this.#corners.length > 0 || this.#held;
  }

  /** A corner will be set. */
  press(point) {
    this.#held = true;
    this.draw(point);
  }

  /** The line follows the pointer. */
  draw(point) {
    this.#pointer = point;
    this.editor.render.view();
  }

  /** Set the corner, or close where the first or last one was meant again. */
  release(point) {
    if (!this.#held) return;
    this.#held = false;
    const again = this.#corners.length > 0 && this.#isAt(this.#corners.at(-1), point, point.threshold);
    if (this.#closes(point) || (again && this.#corners.length >= LEAST)) return this.#close();
    if (!again) this.#corners.push(cornerOf(point));
    this.draw(point);
  }

  /** Take one corner back. */
  back() {
    const { busy } = this;
    this.#corners.pop();
    if (this.#corners.length) this.editor.render.view();
    else this.reset();
    return busy;
  }

  /** The corners that are set stay. */
  interrupt() {
    this.#held = false;
    if (!this.#corners.length) this.cancel();
  }

  /** Forget all corners. */
  reset() {
    this.#corners = [];
    this.#held = false;
    this.#pointer = null;
    this.editor.render.view();
  }

  #close() {
    const place = { shape: "polygon", ...outlined(this.#corners) };
    const facts = { tool: "polygon", ms: performance.now() - this.since };
    const { width, height } = this.editor.viewport.size;
    const { top, left, bottom, right } = place.box;
    this.reset();
    if ((right - left) * width > 0.99 && (bottom - top) * height > 0.99) this.editor.naming.drawn(place.box, facts, place);
    else this.editor.hint("Too small: a polygon is at least one pixel wide and high");
  }

  #closes(point) {
    return this.#corners.length >= LEAST && this.#isAt(this.#corners[0], point, point.handle);
  }

  // The crosshair moves by whole pixels of the picture: it has no reach of its own.
  #isAt([row, column], { x, y }, reach) {
    const { viewport } = this.editor;
    const corner = viewport.toStage({ x: column, y: row });
    return Math.hypot(corner.x - x, corner.y - y) <= (reach || 0.6 * viewport.scale);
  }

  #paint({ picture, stage, colour }) {
    if (!this.#corners.length) return;
    const { viewport } = this.editor;
    const closes = this.#pointer && this.#closes(this.#pointer);
    const line = this.#pointer && !closes ? [...this.#corners, cornerOf(this.#pointer)] : this.#corners;
    picture.append(lined("path", { d: trace(line, viewport.size, closes ? "Z" : "") }, "box selected", colour));
    this.#corners.forEach(([row, column], at) => {
      const { x, y } = viewport.toStage({ x: column, y: row });
      const half = at === 0 && this.#corners.length >= LEAST ? BIG : 3;
      stage.append(shape("rect", { x: x - half, y: y - half, width: 2 * half, height: 2 * half }, at === 0 && closes ? "handle chosen" : "handle"));
    });
  }
}

function cornerOf({ at }) {
  const { x, y } = onPicture(at);
  return [y, x];
}
