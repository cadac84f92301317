// Draw: a drag or two clicks make a box; the tool stays on.

import { boxBetween, squared } from "../geometry.js";
import { Reshape } from "./reshape.js";

const LEAST = 3;

/** States: idle, down, drag (held), second (waits for the second click), and a handle that is dragged. */
export class BoxTool {
  #state = "idle";
  #start = null;
  #before = null;
  #since = 0;
  #handle = null;

  constructor(editor) {
    this.editor = editor;
  }

  /** Whether a box is being drawn or reshaped. */
  get busy() {
    return this.#state !== "idle";
  }

  /** A button or finger goes down. */
  down(point) {
    this.#before = point;
    if (this.#state === "second") return;
    this.#handle = Reshape.at(point, this.editor);
    this.#start = point;
    this.#since = performance.now();
    this.#state = this.#handle ? "handle" : "down";
  }

  /** The pointer moves, held or not. */
  move(point) {
    if (this.#handle) return this.#handle.move(point);
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
    const opposite = point.shift ? squared(this.#start.at, point.at, this.editor.viewport.size) : point.at;
    return boxBetween(this.#start.at, opposite);
  }

  // Space held: the whole band moves with the pointer.
  #shift(point) {
    const [dx, dy] = [point.at.x - this.#before.at.x, point.at.y - this.#before.at.y];
    this.#start = { ...this.#start, at: { x: this.#start.at.x + dx, y: this.#start.at.y + dy } };
  }

  #finish(point) {
    const box = this.#between(point);
    const facts = { tool: this.#state === "drag" ? "drag" : "two-click", ms: performance.now() - this.#since };
    this.#reset();
    const { size, scale } = this.editor.viewport;
    const [width, height] = box ? [(box.right - box.left) * size.width, (box.bottom - box.top) * size.height] : [0, 0];
    const visible = point.alt || Math.min(width, height) * scale >= LEAST;
    if (width >= 1 && height >= 1 && visible) this.editor.drawn(box, facts);
    else this.editor.hint("Too small; hold Alt to allow it");
  }

  #reset() {
    this.#state = "idle";
    this.#handle = null;
    this.editor.render.rubber(null);
  }
}
