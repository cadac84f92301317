// Point: one click sets one.

import { onPicture } from "../geometry.js";
import { outlined } from "../outline.js";
import { Drawing } from "../tools/drawing.js";

/** The point is set where the button goes up, so that it can still be put right. */
export class PointTool extends Drawing {
  #held = false;

  /** Whether a button or finger is down. */
  get draws() {
    return this.#held;
  }

  /** A point will be set. */
  press() {
    this.#held = true;
  }

  /** Nothing is shown before. */
  draw() {}

  /** Set it. */
  release({ at }) {
    this.#held = false;
    const { x, y } = onPicture(at);
    const place = { shape: "point", ...outlined([[y, x]]) };
    this.editor.naming.drawn(place.box, { tool: "point", ms: performance.now() - this.since }, place);
  }

  /** Nothing to take back here. */
  back() {
    return false;
  }

  /** Forget it. */
  reset() {
    this.#held = false;
  }
}
