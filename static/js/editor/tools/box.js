// Draw: a drag or two clicks make a box; the tool stays on.

import { boxBetween, onPicture, slid, squared } from "../geometry.js";
import { Reshape } from "./reshape.js";

const LEAST = 3;

/** States: idle, down, drag (held), second (waits for the second click), and a handle that is dragged. */
export class BoxTool {
  #state = "idle";
  #start = null;
  #before = null;
  #since = 0;
  #handle = null;
  // How far the corner stays behind the pointer, once the band was held back by the border.
  #slip = { x: 0, y: 0 };

  constructor(editor) {
    this.editor = editor;
  }

  /** Whether a box is being drawn or reshaped. */
  get busy() {
    return this.#state !== "idle";
  }

  /** Whether a new box is being drawn. */
  get draws() {
    return this.busy && !this.#handle;
  }

  /** A button or finger goes down. */
  down(point) {
    this.#before = point;
    if (this.#state === "second") return;
    this.#handle = Reshape.at(point, this.editor);
    this.#start = { ...point, at: onPicture(point.at) };
    this.#since = performance.now();
    this.#state = this.#handle ? "handle" : "down";
  }

  /** The pointer moves, held or not. */
  move(point) {
    if (this.#handle) return this.#handle.move(point);
    if (!this.busy) return Reshape.point(point, this.editor);
    if (this.#state === "down" && Math.hypot(point.x - this.#start.x, point.y - this.#start.y) > point.threshold) this.#state = "drag";
    if (this.#state !== "drag" && this.#state !== "second") return;
    if (point.space) this.#shift(point);
    this.#before = point;
    this.editor.render.rubber(this.#between(point));
  }

  /** The button or finger goes up. */
  up(point) {
    if (this.#handle) {
      this.#handle.up();
      this.#reset();
    } else if (this.#state === "down") this.#state = "second";
    else if (this.#state !== "idle") this.#finish(point);
  }

  /** Leave everything as it was. */
  cancel() {
    this.#handle?.cancel();
    this.#reset();
  }

  /** Take the first corner back. */
  back() {
    const busy = this.busy;
    if (this.#state === "second") this.cancel();
    return busy;
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

  #finish(point) {
    const box = this.#between(point);
    const facts = { tool: this.#state === "drag" ? "drag" : "two-click", ms: performance.now() - this.#since };
    this.#reset();
    const { size, scale } = this.editor.viewport;
    const [width, height] = box ? [(box.right - box.left) * size.width, (box.bottom - box.top) * size.height] : [0, 0];
    const visible = point.alt || Math.min(width, height) * scale >= LEAST;
    if (width >= 1 && height >= 1 && visible) this.editor.naming.drawn(box, facts);
    else this.editor.hint("Too small; hold Alt to allow it");
  }

  #reset() {
    this.#state = "idle";
    this.#handle = null;
    this.#slip = { x: 0, y: 0 };
    this.editor.render.rubber(null);
  }
}
