// Select: click, move, resize, choose several, and move the picture on empty ground.

import { boxBetween, hits, moved } from "../geometry.js";
import { Reshape } from "./reshape.js";

/** States: idle, press (on a box), move, handle, marquee, pan. */
export class SelectTool {
  #state = "idle";
  #start = null;
  #before = null;
  #since = 0;
  #handle = null;
  #under = [];
  #boxes = new Map();
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
    this.#since = performance.now();
    this.#handle = Reshape.at(point, this.editor);
    this.#under = this.#hits(point);
    if (this.#handle) this.#state = "handle";
    else if (this.#under.length) this.#state = "press";
    else this.#state = point.shift ? "marquee" : "pan";
  }

  /** The pointer moves, held or not. */
  move(point) {
    const { store, viewport, render } = this.editor;
    if (this.#state === "idle") return store.set("hover", this.#hits(point)[0] ?? null);
    const far = Math.hypot(point.x - this.#start.x, point.y - this.#start.y) > point.threshold;
    if (this.#state === "handle") this.#handle.move(point);
    else if (this.#state === "pan") viewport.panBy(point.x - this.#before.x, point.y - this.#before.y);
    else if (this.#state === "marquee") render.rubber(boxBetween(this.#start.at, point.at));
    else if (this.#state === "press" && far && !this.#start.shift) this.#grab();
    if (this.#state === "move") this.#drag(point);
    this.#before = point;
  }

  /** The button or finger goes up. */
  up(point) {
    const still = Math.hypot(point.x - this.#start.x, point.y - this.#start.y) <= point.threshold;
    const state = this.#state;
    const [handle, boxes] = [this.#handle, this.#boxes];
    this.#reset();
    if (state === "handle") handle.up();
    else if (state === "move") this.#drop(boxes);
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

  /** Nothing to take back here. */
  back() {
    return false;
  }

  /** The pointer has left the stage. */
  leave() {
    if (!this.busy) this.editor.store.set("hover", null);
  }

  #hits(point) {
    const { store, viewport } = this.editor;
    const seen = store.all().filter((one) => !store.hidden.has(one.id) && !store.isSpent(one));
    return hits(seen, point.at, viewport.reach(point.edge));
  }

  // The selected box is meant, if it is among those under the pointer.
  #grab() {
    const { store } = this.editor;
    if (!this.#under.some((id) => store.selection.has(id))) store.select([this.#under[0]]);
    const movable = store.selected().filter((one) => store.mayPlace(one));
    this.#state = movable.length ? "move" : "pan";
    if (!movable.length) this.editor.hint("This box is somebody else's");
  }

  #drag(point) {
    const { store, render } = this.editor;
    let [dx, dy] = [point.at.x - this.#start.at.x, point.at.y - this.#start.at.y];
    if (point.ctrl) [dx, dy] = this.#straight(dx, dy);
    const held = store.selected().filter((one) => store.mayPlace(one));
    const around = {
      top: Math.min(...held.map(({ box }) => box.top)), left: Math.min(...held.map(({ box }) => box.left)),
      bottom: Math.max(...held.map(({ box }) => box.bottom)), right: Math.max(...held.map(({ box }) => box.right)),
    };
    const to = moved(around, dx, dy);
    this.#boxes = new Map(held.map(({ id, box }) => [id, moved(box, to.left - around.left, to.top - around.top)]));
    render.moving(this.#boxes);
  }

  #straight(dx, dy) {
    const { width, height } = this.editor.viewport.size;
    const [x, y] = [dx * width, dy * height];
    const turn = (Math.round(Math.atan2(y, x) / (Math.PI / 4)) * Math.PI) / 4;
    const length = x * Math.cos(turn) + y * Math.sin(turn);
    return [(length * Math.cos(turn)) / width, (length * Math.sin(turn)) / height];
  }

  #drop(boxes) {
    this.editor.render.moving(new Map());
    const name = boxes.size > 1 ? `move ${boxes.size} boxes` : "move box";
    this.editor.deeds.place(name, boxes, { facts: { tool: "move", ms: performance.now() - this.#since } });
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
    const inside = ({ box }) =>
      box && box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;
    if (area) this.editor.store.select(this.editor.store.all().filter((one) => inside(one) && !this.editor.store.isSpent(one)).map(({ id }) => id));
  }

  #reset() {
    this.#state = "idle";
    this.#handle = null;
    this.#boxes = new Map();
    this.editor.render.rubber(null);
  }
}
