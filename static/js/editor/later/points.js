// Four points: click the topmost, leftmost, bottommost and rightmost point of a thing, in any order.

import { onPicture } from "../geometry.js";
import { lined } from "../shapes.js";
import { Drawing } from "../tools/drawing.js";
import { boxAround } from "./box-maths.js";

const ALL = 4;
const ARM = 6;

/** The points so far; the fourth makes the box. */
export class PointsTool extends Drawing {
  #points = [];
  #held = null;

  #shown = [];

  /** Whether points are set. */
  get draws() {
    return this.#points.length > 0 || !!this.#held;
  }

  /** A point is set where the button goes up, so that it can still be put right. */
  press(point) {
    this.#held = point;
    this.draw(point);
  }

  /** The box that these points and the pointer make. */
  draw(point) {
    const at = onPicture(point.at);
    this.#show(this.#held ? [...this.#points, at] : this.#points);
    this.editor.render.overlay.rubber(this.#points.length ? boxAround([...this.#points, at]) : null);
  }

  /** Set the point; the fourth is the last. */
  release(point) {
    if (!this.#held) return;
    this.#held = null;
    this.#points.push(onPicture(point.at));
    if (this.#points.length === ALL) this.finish(boxAround(this.#points), point, "points");
    else this.draw(point);
  }

  /** Take one point back. */
  back() {
    const { busy } = this;
    this.#points.pop();
    if (!this.#points.length) this.reset();
    else this.draw({ at: this.#points.at(-1) });
    return busy;
  }

  /** The points that are set stay. */
  interrupt() {
    this.#held = null;
    if (!this.#points.length) this.cancel();
  }

  /** Forget all points. */
  reset() {
    this.#points = [];
    this.#held = null;
    this.#show([]);
    this.editor.render.overlay.rubber(null);
  }
  #show(points) {
    this.#shown = points;
    this.editor.render.overlay.paintWith(this.#paint);
  }

  #paint = ({ stage, colour }) => {
    for (const point of this.#shown) {
      const { x, y } = this.editor.viewport.toStage(point);
      stage.append(lined("path", { d: `M${x - ARM} ${y}H${x + ARM}M${x} ${y - ARM}V${y + ARM}` }, "point", colour));
    }
  };
}
