// Parts that an editor can begin without: fetched once it is ready, or as soon as they are wanted.

import { kept } from "./session.js";

const PARTS = {
  shapes: () => import("./later/shapes.js"),
  adjust: () => import("./later/adjust.js"),
  tiles: () => import("./later/tiles.js"),
  skip: () => import("./later/skip.js"),
  stamp: () => import("./later/stamp.js"),
  toolbar: () => import("./later/toolbar.js"),
  numbers: () => import("./later/numbers.js"),
  refusals: () => import("./later/refusals.js"),
};
const OF_SHAPES = ["polygon", "point"];

/** The tool that a page begins with; tools that are still to be fetched come in `begin`. */
export function firstTool() {
  const tool = kept("tool", "draw");
  return OF_SHAPES.includes(tool) ? "draw" : tool;
}

/** Each part is fetched once, and given to the editor by its `give`. */
export class Later {
  #editor;
  #parts = new Map();
  #tool = kept("tool", "draw");

  constructor(editor) {
    this.#editor = editor;
  }

  /** Fetch what this page needs before it takes work. */
  async begin() {
    if (kept(`adjust ${this.#editor.element.dataset.app}`, null)) await this.bring("adjust");
    if (this.#editor.element.querySelector("[data-shape^=po]")) await this.bring("shapes", true); // polygon, point
    if (this.#editor.store.setting("tool") !== "draw" || !OF_SHAPES.includes(this.#tool)) return;
    if (await this.bring("shapes")) this.#editor.store.set("tool", this.#tool);
  }

  /** Fetch the rest while nothing else is to do, so that it is there when the network is not. */
  rest() {
    const idle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 200));
    idle(() => Object.keys(PARTS).forEach((name) => this.#isOfUse(name) && this.bring(name, true)));
  }

  #isOfUse(name) {
    return name !== "tiles" || this.#editor.element.dataset.tiles;
  }

  /** Fetch one part; gives false where it did not come, which is told unless `quietly`. */
  bring(name, quietly = false) {
    if (!this.#parts.has(name)) this.#parts.set(name, this.#get(name));
    return this.#parts.get(name).then((came) => {
      if (!came && !quietly) this.#editor.hint("This could not be loaded; try again when you are online");
      return came;
    });
  }

  async #get(name) {
    try {
      (await PARTS[name]()).give(this.#editor);
      return true;
    } catch {
      this.#parts.delete(name);
      return false;
    }
  }
}
