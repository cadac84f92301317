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
    if (box && !this.viewport.shows(box, LEAST_TO_JUDGE)) this.viewport.show(box, 0.3);
  }
}
