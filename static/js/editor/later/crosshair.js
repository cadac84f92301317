// The crosshair of the drawing tools: it follows the pointer, and arrow keys move it for who draws without one.

import { onPicture } from "../geometry.js";
import { keep, kept } from "../session.js";
import { lined } from "../shapes.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FAR = 10;
const FASTEST = 16;
const HELD = 500;
const EDGE = 40;

/** Lines through the point where the next corner would be. */
export class Crosshair {
  #at = null;
  #since = 0;
  #shown = null;

  constructor(editor) {
    this.editor = editor;
    const { viewport, store } = editor;
    viewport.addEventListener("view", () => this.#at && this.#show(viewport.toStage(this.#at)));
    store.addEventListener("tool", () => this.leave());
  }

  /** Show the lines, or show them no more. */
  toggle() {
    keep("crosshair", !kept("crosshair", true));
    this.editor.hint(kept("crosshair", true) ? "Crosshair on" : "Crosshair off");
    if (!kept("crosshair", true)) this.leave();
  }

  /** Follow a mouse; fingers and pens see where they are. */
  follow(point) {
    this.#at = null;
    const wanted = point.fine && kept("crosshair", true) && this.editor.tool.draw && !this.editor.stage.dataset.over;
    this.#show(wanted ? point : null);
  }

  /** The pointer has left, or the tool has changed. */
  leave() {
    this.#at = null;
    this.#show(null);
  }

  /** Move by a pixel of the picture, or ten; held for a while it goes faster. */
  step(key, far, repeat) {
    const { size } = this.editor.viewport;
    if (!repeat) this.#since = performance.now();
    const held = performance.now() - this.#since - HELD;
    const pixels = far ? FAR : repeat && held > 0 ? Math.min(FASTEST, 1 + Math.floor(held / 60)) : 1;
    const { x, y } = this.#place();
    const [dx, dy] = STEPS[key];
    this.#at = onPicture({ x: x + (dx * pixels) / size.width, y: y + (dy * pixels) / size.height });
    this.#bring();
    const point = this.#point();
    this.#show(point);
    this.editor.tool.move(point);
    this.editor.announcer.say(this.#told());
  }

  /** Set a corner, or a point, where the lines cross. */
  set() {
    const point = this.#point();
    this.#show(point);
    const { tool, announcer } = this.editor;
    tool.down(point);
    tool.up(point);
    if (tool.draws) announcer.say(`Corner at ${this.#told()}`);
  }

  #place() {
    const { viewport, pointer } = this.editor;
    this.#at ??= onPicture(viewport.toPicture(pointer.inside ? pointer.last : viewport.middle));
    return this.#at;
  }

  // What the tools hear is as if a mouse had done it.
  #point() {
    const at = this.#place();
    return { ...this.editor.viewport.toStage(at), at, threshold: 0, handle: 0, edge: 0, alt: true };
  }

  #bring() {
    const { viewport } = this.editor;
    const { x, y } = viewport.toStage(this.#at);
    const { x: across, y: down } = viewport.middle;
    const into = (value, middle) => Math.max(0, EDGE - value) + Math.min(0, 2 * middle - EDGE - value);
    const [dx, dy] = [into(x, across), into(y, down)];
    if (dx || dy) viewport.panBy(dx, dy);
  }

  #told() {
    const { size } = this.editor.viewport;
    return `${Math.round(this.#at.x * size.width)}, ${Math.round(this.#at.y * size.height)}`;
  }

  #show(point) {
    this.editor.stage.classList.toggle("crossed", !!point && !this.#at);
    if (!point && !this.#shown) return;
    this.#shown = point;
    this.editor.render.overlay.paintWith(this.#paint);
  }
  #paint = ({ stage, colour }) => {
    if (!this.#shown) return;
    const [across, down] = [Math.round(this.#shown.x) + 0.5, Math.round(this.#shown.y) + 0.5];
    stage.append(lined("path", { d: `M0 ${down}H9999M${across} 0V9999` }, "cross", colour));
  };
}
