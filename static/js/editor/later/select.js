// Select: click, move, resize, choose several, and move the picture on empty ground.

import { boxBetween } from "../geometry.js";
import { isReshapable } from "../outline.js";
import { show } from "./look-at.js";
import { Move } from "./move.js";
import { nounOf } from "./nouns.js";
import { giveHandles } from "./reshape.js";
import { giveRows } from "./rows.js";
import { under } from "./under.js";

/** Give an editor the tool, the handles of boxes and rows that can be chosen; with it a double click zooms to a box. */
export function give(editor) {
  giveHandles(editor);
  giveRows(editor);
  editor.tools.select = new SelectTool(editor);
  editor.stage.addEventListener("dblclick", (event) => {
    if (editor.tool.draw) return;
    const [id] = under(editor, editor.pointer.point(event));
    if (id) show(editor.viewport, editor.store.get(id).box);
  });
}

/** States: idle, press (on a box), move, handle, marquee, pan. */
class SelectTool {
  #state = "idle";
  #start = null;
  #before = null;
  #handle = null;
  #under = [];
  #moving = null;
  #lastClick = null;

  constructor(editor) {
    this.editor = editor;
  }

  /** Whether something is held. */
  get busy() {
    return this.#state !== "idle";
  }

  /** A button or finger goes down. */
  down(point) {
    this.#start = this.#before = point;
    this.#handle = this.editor.handles.at(point);
    this.#under = under(this.editor, point);
    if (this.#handle) this.#state = "handle";
    else if (this.#under.length) this.#state = "press";
    else this.#state = point.shift ? "marquee" : "pan";
  }

  /** The pointer moves, held or not. */
  move(point) {
    const { store, viewport, render } = this.editor;
    if (this.#state === "idle") return this.#hover(point);
    const far = Math.hypot(point.x - this.#start.x, point.y - this.#start.y) > point.threshold;
    if (this.#state === "handle") this.#handle.move(point);
    else if (this.#state === "pan") viewport.panBy(point.x - this.#before.x, point.y - this.#before.y);
    else if (this.#state === "marquee") render.overlay.rubber(boxBetween(this.#start.at, point.at));
    else if (this.#state === "press" && far && !this.#start.shift) this.#grab();
    if (this.#state === "move") this.#moving.move(point);
    this.#before = point;
  }

  /** The button or finger goes up. */
  up(point) {
    const still = Math.hypot(point.x - this.#start.x, point.y - this.#start.y) <= point.threshold;
    const state = this.#state;
    const [handle, moving] = [this.#handle, this.#moving];
    this.#reset();
    if (state === "handle") handle.up();
    else if (state === "move") moving.up();
    else if (state === "marquee") this.#choose(boxBetween(this.#start.at, point.at));
    else if (state === "press" && still) this.#click(point);
    else if (state === "pan" && still) this.editor.store.select([]);
  }

  /** Leave everything as it was. */
  cancel() {
    this.#handle?.cancel();
    this.#reset();
    this.editor.render.moving(new Map());
  }

  /** Something else begins, such as two fingers that zoom. */
  interrupt() {
    this.cancel();
  }

  /** Nothing to take back here. */
  back() {
    return false;
  }

  /** The pointer has left the stage. */
  leave() {
    if (!this.busy) this.editor.store.set("hover", null);
  }

  #hover(point) {
    const { store } = this.editor;
    const [top] = under(this.editor, point);
    this.editor.handles.point(point, top && store.mayPlace(store.get(top)) ? "box" : top ? "fixed" : "");
    store.set("hover", top ?? null);
  }

  #grab() {
    this.#moving = Move.grab(this.#start, this.#under, this.editor);
    this.#state = this.#moving ? "move" : "pan";
    if (!this.#moving) this.editor.hint(whyNot(this.editor.store.get(this.#under[0])));
  }

  #click(point) {
    const { store } = this.editor;
    const [top] = this.#under;
    if (point.shift) {
      const chosen = new Set(store.selection);
      if (!chosen.delete(top)) chosen.add(top);
      return store.select(chosen);
    }
    const again = this.#lastClick && Math.hypot(point.x - this.#lastClick.x, point.y - this.#lastClick.y) <= point.threshold;
    const present = again ? this.#under.findIndex((id) => store.selection.has(id)) : -1;
    this.#lastClick = point;
    store.select([this.#under[(present + 1) % this.#under.length]]);
  }

  #choose(area) {
    const within = (box) =>
      area && box && box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;
    const { store } = this.editor;
    const seen = store.shown().filter((one) => within(one.box) && store.wanted(one) && !store.isHidden(one) && !store.locked.has(one.id));
    if (seen.length) store.select([...store.selection, ...seen.map(({ id }) => id)]);
  }

  #reset() {
    this.#state = "idle";
    this.#handle = null;
    this.#moving = null;
    this.editor.render.overlay.rubber(null);
  }
}

function whyNot(one) {
  const noun = nounOf(one).toLowerCase();
  return isReshapable(one) ? `This ${noun} is somebody else's` : `A ${noun} is named, reviewed and deleted here, not moved`;
}
