// What part of the picture is looked at: over a reload, from image to image, and when a box is to be judged.

import { keep, kept } from "./session.js";

const LEAST_TO_JUDGE = 48;

/** Decides where the viewport goes by itself; it does so as seldom as it can. */
export class Look {
  constructor(viewport, address) {
    Object.assign(this, { viewport, address });
  }

  /** Show the whole picture; after a reload, or where the view is kept, what was shown before. */
  begin() {
    const { address, ...look } = kept("look", {});
    if (look.at && (kept("keepView", false) || address === this.address)) this.viewport.look = look;
    else this.viewport.fit();
  }

  /** Remember what is shown; a fitted picture is fitted again. */
  keep() {
    keep("previous", this.address);
    keep("look", this.viewport.fitted ? {} : { address: this.address, ...this.viewport.look });
  }

  /** Move the view only if the box cannot be judged where it is. */
  at({ box }) {
    if (!box) return;
    const isPoint = box.right === box.left && box.bottom === box.top;
    if (this.viewport.shows(box, isPoint ? 0 : LEAST_TO_JUDGE)) return;
    if (isPoint) this.viewport.look = { scale: this.viewport.scale, at: { x: box.left, y: box.top } };
    else this.viewport.show(box, 0.3);
  }
}
