// Draw: a drag or two clicks make a box; the tool stays on.

import { boxBetween, onPicture, slid, squared } from "../geometry.js";
import { Drawing } from "./drawing.js";

/** States: idle, down, drag (held), second (waits for the second click). */
export class BoxTool extends Drawing {
  #state = "idle";
  #start = null;
  #before = null;
  // How far the corner stays behind the pointer, once the band was held back by the border.
  #slip = { x: 0, y: 0 };

  /** Whether a new box is being drawn. */
  get draws() {
    return this.#state !== "idle";
  }

  /** The first corner, or the press of the second. */
  press(point) {
    this.#before = point;
    if (this.#state === "second") return;
    this.#start = { ...point, at: onPicture(point.at) };
    this.#state = "down";
  }

  /** The band follows the pointer. */
  draw(point) {
    if (this.#state === "down" && Math.hypot(point.x - this.#start.x, point.y - this.#start.y) > point.threshold) this.#state = "drag";
    if (this.#state === "down") return;
    if (point.space) this.#shift(point);
    this.#before = point;
    this.editor.render.overlay.rubber(this.#between(point));
  }

  /** A click waits for the second corner; a drag or the second click makes the box. */
  release(point) {
    if (this.#state === "down") this.#state = "second";
    else this.finish(this.#between(point), point, this.#state === "drag" ? "drag" : "two-click");
  }

  /** Take the first corner back. */
  back() {
    const { busy } = this;
    if (this.#state === "second") this.cancel();
    return busy;
  }

  /** The second corner can still be set afterwards. */
  interrupt() {
    if (this.#state !== "second") this.cancel();
  }

  /** Forget what was being drawn. */
  reset() {
    this.#state = "idle";
    this.#slip = { x: 0, y: 0 };
    this.editor.render.overlay.rubber(null);
  }

  #between(point) {
    const { at } = this.#start;
    const corner = this.#corner(point);
    return boxBetween(at, point.shift ? squared(at, corner, this.editor.viewport.size) : corner);
  }

  #corner({ at }) {
    return onPicture({ x: at.x - this.#slip.x, y: at.y - this.#slip.y });
  }

  // Space held: the whole band moves with the pointer, and slides along the border.
  #shift(point) {
    const [from, to] = [this.#corner(this.#before), this.#corner(point)];
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const at = slid(this.#start.at, from, dx, dy);
    const held = { x: dx - (at.x - this.#start.at.x), y: dy - (at.y - this.#start.at.y) };
    this.#slip = { x: this.#slip.x + held.x, y: this.#slip.y + held.y };
    this.#start = { ...this.#start, at };
  }
}
