// Dragging the selected boxes.

import { moved } from "./box-maths.js";

/** One move of all selected boxes, from where they were taken to where they are let go. */
export class Move {
  #boxes = new Map();
  #since = performance.now();

  /** Take hold of what is under a point; the selected box is meant, if it is among it. Null where nothing may be moved. */
  static grab(start, under, editor) {
    const { store } = editor;
    if (!under.some((id) => store.selection.has(id))) store.select([under[0]]);
    const held = store.selected().filter((one) => store.mayPlace(one) && !store.locked.has(one.id));
    return held.length ? new Move(start, held, editor) : null;
  }

  constructor(start, held, { viewport, deeds, render }) {
    Object.assign(this, { start, held, size: viewport.size, deeds, render });
    const most = (side, choose) => choose(...held.map(({ box }) => box[side]));
    this.around = {
      top: most("top", Math.min), left: most("left", Math.min), bottom: most("bottom", Math.max), right: most("right", Math.max),
    };
  }

  /** Follow the pointer; Ctrl keeps to straight and diagonal ways. All boxes together slide along the border. */
  move({ at, ctrl }) {
    let [dx, dy] = [at.x - this.start.at.x, at.y - this.start.at.y];
    if (ctrl) [dx, dy] = this.#straight(dx, dy);
    const to = moved(this.around, dx, dy);
    const [across, down] = [to.left - this.around.left, to.top - this.around.top];
    this.#boxes = new Map(this.held.map(({ id, box }) => [id, moved(box, across, down)]));
    this.render.moving(this.#boxes);
  }

  /** Keep the boxes where they are now. */
  up() {
    this.render.moving(new Map());
    const name = this.#boxes.size > 1 ? `move ${this.#boxes.size} boxes` : "move box";
    this.deeds.place(name, this.#boxes, { facts: { tool: "move", ms: performance.now() - this.#since } });
  }

  #straight(dx, dy) {
    const [x, y] = [dx * this.size.width, dy * this.size.height];
    const turn = (Math.round(Math.atan2(y, x) / (Math.PI / 4)) * Math.PI) / 4;
    const length = x * Math.cos(turn) + y * Math.sin(turn);
    return [(length * Math.cos(turn)) / this.size.width, (length * Math.sin(turn)) / this.size.height];
  }
}
