// The second wave: parts that an editor can begin without, fetched once it is ready, or as soon as they are wanted.

import { kept } from "./session.js";

const PARTS = {
  select: () => import("./later/select.js"),
  suggestions: () => import("./later/suggesting.js"),
  details: () => import("./later/details.js"),
  rest: () => import("./later/rest.js"),
  htmx: () => import("./later/htmx.js"),
  shapes: () => import("./later/shapes.js"),
  adjust: () => import("./later/adjust.js"),
  tiles: () => import("./later/tiles.js"),
  skip: () => import("./later/skip.js"),
  stamp: () => import("./later/stamp.js"),
  toolbar: () => import("./later/toolbar.js"),
  numbers: () => import("./later/numbers.js"),
  refusals: () => import("./later/refusals.js"),
  kept: () => import("./later/kept.js"),
  page: () => import("./later/page.js"),
};
const TOOLS = { select: "select", points: "rest", polygon: "shapes", point: "shapes" };
const ANSWERS = ["accept", "reject", "first-suggestion", "accept-all"];

const AGAIN = 2000;

/** The tool that a page begins with; those that draw other things than boxes come in `begin`. */
export function firstTool() {
  return kept("tool", "draw") === "select" ? "select" : "draw";
}

/** Whether an action takes up a tool that a page begins without. */
export const takesTool = (action) => action in TOOLS;

/** The part that an action needs which is not here at once. */
export function partOf(action) {
  return TOOLS[action] ?? (ANSWERS.includes(action) ? "suggestions" : "rest");
}

/** Each part is fetched once, and given to the editor by its `give`. */
export class Later {
  #editor;
  #parts = new Map();
  #here = new Set();
  #line = Promise.resolve();
  #waiting = 0;
  #turn = false;
  #taking = null;
  #tool = kept("tool", "draw");

  constructor(editor) {
    this.#editor = editor;
  }

  /** Fetch what this page needs before it takes work. */
  async begin() {
    const { element, store } = this.#editor;
    const parts = [];
    if (element.querySelector(".row.asks")) parts.push("suggestions");
    // Who judges boxes sees at once what they say.
    if (parts.length || store.setting("mode") === "review") parts.push("details");
    if (element.querySelector("[data-shape^=po]")) parts.push("shapes"); // polygon, point
    await Promise.all(parts.map((part) => this.bring(part, true)));
    if (kept(`adjust ${element.dataset.app}`, null)) await this.bring("adjust");
    if (store.setting("tool") === "draw" && TOOLS[this.#tool] && (await this.bring(TOOLS[this.#tool]))) store.set("tool", this.#tool);
  }

  /** Fetch everything while nothing else is to do, so that it is there when the network is not; then the page is complete. */
  all() {
    const { element } = this.#editor;
    const useful = Object.keys(PARTS).filter((name) => name !== "tiles" || element.dataset.tiles);
    const idle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 200));
    idle(async () => {
      const came = await Promise.all(useful.map((name) => this.bring(name, true)));
      if (came.every(Boolean)) element.dataset.complete = "";
    }, { timeout: 500 });
  }

  /**
   * Do what needs a part (or none): at once, unless it or something before it is still to come; then in the order of
   * asking. What cannot come is told. Gives what `act` gives, or a promise of it.
   */
  when(part, act) {
    if ((this.#turn || !this.#waiting) && (!part || this.#here.has(part))) return act();
    this.#waiting += 1;
    this.#line = this.#line.then(() => this.#take(part, act)).catch(reportError).finally(() => (this.#waiting -= 1));
    return this.#line;
  }

  // What is done in its turn may ask for more that is here: that belongs to the same turn.
  async #take(part, act) {
    if ((part && !(await this.bring(part))) || !this.#editor.element.isConnected) return;
    await this.#now(act);
  }

  #now(act) {
    this.#turn = true;
    try {
      return act();
    } finally {
      this.#turn = false;
    }
  }

  /** As `when`, for what takes up a tool: until it is there no gesture begins, for it would be another tool's. */
  take(part, act) {
    const { style } = this.#editor.stage;
    const taken = this.when(part, act);
    if (!taken?.finally) return;
    style.pointerEvents = "none";
    const mine = (this.#taking = taken.finally(() => mine === this.#taking && style.removeProperty("pointer-events")));
  }

  /** Fetch one part; gives false where it did not come, which is told unless `quietly`. */
  bring(name, quietly = false) {
    if (!this.#parts.has(name)) this.#parts.set(name, this.#get(name));
    return this.#parts.get(name).then((came) => {
      if (!came && !quietly) this.#editor.hint("This could not be loaded; try again when you are online");
      return came;
    });
  }

  /** Fetch a part without which the page must not go on, until it comes. */
  async need(name) {
    while (this.#editor.element.isConnected && !(await this.bring(name))) await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }

  /** Whether a part is here. */
  has(name) {
    return this.#here.has(name);
  }

  async #get(name) {
    try {
      await (await PARTS[name]()).give(this.#editor);
      this.#here.add(name);
      return true;
    } catch {
      this.#parts.delete(name);
      return false;
    }
  }
}
