// The corners of the polygon or point that is selected: dragged, added and removed, by pointer and by keys.

import { onPicture } from "../geometry.js";
import { outlined } from "../outline.js";
import { shape } from "../shapes.js";
import { nearestCorner, nearestEdge, withCorner, withMore, withoutCorner } from "./corner-maths.js";
import { CornerDrag } from "./drag.js";
import { nounOf } from "./nouns.js";

const LEAST = 3;
const MOST_SHOWN = 400;

/** One corner can be chosen; then the arrows move it and Del removes it. */
export class Corners {
  #editor;

  constructor(editor) {
    this.#editor = editor;
    const { store, render } = editor;
    store.addEventListener("select", () => store.set("corner", null));
    store.addEventListener("change", () => this.chosen === null && store.set("corner", null));
    store.addEventListener("corner", () => render.view());
    render.overlay.paintWith((layers) => this.#paint(layers));
  }

  /** The one annotation whose corners can be changed now, or undefined. */
  get only() {
    const { store } = this.#editor;
    const { only } = store;
    const free = only?.outline && store.mayPlace(only) && !store.isHidden(only) && !store.locked.has(only.id);
    return free ? only : undefined;
  }

  /** The index of the corner that is chosen, or null. */
  get chosen() {
    const at = this.#editor.store.setting("corner") ?? null;
    return at !== null && at < (this.only?.outline.length ?? 0) ? at : null;
  }

  /** Take hold of a corner at a point; with Alt of a new one on an edge. Null where there is none. */
  at(point, only) {
    if (!point.handle) return null;
    const { viewport } = this.#editor;
    const corner = nearestCorner(only.outline, point.at, viewport.reach(point.handle));
    if (corner >= 0) return new CornerDrag(this.#editor, only, corner, point);
    const edge = point.alt && only.shape === "polygon" ? nearestEdge(only.outline, point.at, viewport.reach(point.handle)) : -1;
    return edge < 0 ? null : new CornerDrag(this.#editor, only, edge + 1, point, true);
  }

  /** Choose the next corner, or the one before; after the last comes none. False where there are no corners. */
  step(by) {
    const { only } = this;
    if (!only) return false;
    if (only.shape === "point") return true;
    const places = only.outline.length + 1;
    const next = ((this.chosen ?? -1) + 1 + by + places) % places;
    this.choose(next - 1);
    return true;
  }

  /** Choose a corner by its index, and say where it is; -1 is none. */
  choose(at) {
    const { store, viewport, announcer, hint } = this.#editor;
    store.set("corner", at < 0 ? null : at);
    if (at < 0) return hint.call(this.#editor, "Arrows move: whole");
    const [row, column] = this.only.outline[at];
    const { width, height } = viewport.size;
    announcer.say(`Corner ${at + 1} of ${this.only.outline.length}, at left ${Math.round(column * width)}, top ${Math.round(row * height)}`);
  }

  /** No corner is chosen any more; false where none was. */
  leave() {
    const was = this.chosen !== null;
    this.#editor.store.set("corner", null);
    return was;
  }

  /** Move the chosen corner by pixels of the picture; false where none is chosen. */
  nudge(dx, dy) {
    const { only, chosen } = this;
    if (chosen === null) return false;
    const { width, height } = this.#editor.viewport.size;
    const [row, column] = only.outline[chosen];
    const { x, y } = onPicture({ x: column + dx / width, y: row + dy / height });
    this.put("move corner", only, withCorner(only.outline, chosen, [y, x]), { tool: "keys", merge: `corner ${only.id} ${chosen}` });
    return true;
  }

  /** Remove the chosen corner; false where none is chosen. */
  remove() {
    const { only, chosen } = this;
    if (chosen === null || only.shape === "point") return false;
    if (only.outline.length <= LEAST) this.#editor.hint("A polygon has at least three corners");
    else {
      this.put("remove corner", only, withoutCorner(only.outline, chosen), { tool: "keys" });
      // One stays chosen: Del once more must not take the whole polygon.
      this.#editor.store.set("corner", Math.min(chosen, only.outline.length - 2));
    }
    return true;
  }

  /** Add a corner in the middle of the edge after a corner, the chosen one unless told. */
  add(after = this.chosen) {
    const { only } = this;
    if (only?.shape !== "polygon") return this.#editor.hint("Select a polygon to add a corner");
    const from = after ?? only.outline.length - 1;
    const [one, other] = [only.outline[from], only.outline[(from + 1) % only.outline.length]];
    const middle = one.map((value, axis) => (value + other[axis]) / 2);
    this.put("add corner", only, withMore(only.outline, from + 1, middle), { tool: "keys" });
    this.choose(from + 1);
  }

  /** Store another outline, unless it is too small. */
  put(name, only, outline, { tool, ms, merge = null }) {
    const place = outlined(outline);
    const { width, height } = this.#editor.viewport.size;
    const { top, left, bottom, right } = place.box;
    const large = only.shape === "point" || ((right - left) * width > 0.99 && (bottom - top) * height > 0.99);
    if (large) this.#editor.deeds.put(name, new Map([[only.id, place]]), { facts: { tool, ms }, merge });
    else this.#editor.hint(`Too small: a ${nounOf(only).toLowerCase()} is at least one pixel wide and high`);
  }

  #paint({ stage, moving }) {
    const { only, chosen } = this;
    if (!only || this.#editor.tool.draws) return;
    const { viewport } = this.#editor;
    const box = moving.get(only.id);
    if (box && !box.outline) return;
    const { x: across, y: down } = viewport.middle;
    const seen = (box?.outline ?? only.outline)
      .map(([row, column], at) => ({ at, ...viewport.toStage({ x: column, y: row }) }))
      .filter(({ x, y }) => x >= 0 && y >= 0 && x <= 2 * across && y <= 2 * down);
    if (seen.length > MOST_SHOWN) return;
    for (const { at, x, y } of seen) {
      const half = at === chosen ? 6 : 4;
      stage.append(shape("rect", { x: x - half, y: y - half, width: 2 * half, height: 2 * half }, at === chosen ? "handle chosen" : "handle"));
    }
  }
}
