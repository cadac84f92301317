// Where names go on the stage: at a corner of their box, none over another.

const CELL = 64;
const GAP = 4;
// Along the lower border goes the line that says what to do.
const HINT = 44;

/** Gives room to one name after the other, to the more important ones first. */
export class Room {
  #width;
  #height;
  #cells = new Map();

  /** `middle` is that of the stage. */
  constructor(middle) {
    this.#width = 2 * middle.x;
    this.#height = 2 * middle.y;
  }

  /** Take the first free place at a corner of a box, all in pixels of the stage, for a name so wide and high: {x, y}; null where none is free. */
  take({ left, top, right, bottom }, width, height) {
    const within = (x) => Math.round(Math.max(0, Math.min(x, this.#width - width)));
    const [above, below] = [Math.round(Math.max(0, top - height - GAP)), Math.round(bottom + GAP)];
    const rows = below + height <= this.#height - HINT ? [above, below] : [above];
    for (const y of rows)
      for (const x of [within(left), within(right - width)])
        if (this.#isFree(x, y, width, height)) return this.#fill(x, y, width, height);
    return null;
  }

  #isFree(x, y, width, height) {
    const meets = (one) => x < one.x + one.width && one.x < x + width && y < one.y + one.height && one.y < y + height;
    return this.#under(x, y, width, height).every((cell) => !this.#cells.get(cell)?.some(meets));
  }

  #fill(x, y, width, height) {
    const name = { x, y, width, height };
    for (const cell of this.#under(x, y, width, height)) this.#cells.set(cell, [...(this.#cells.get(cell) ?? []), name]);
    return name;
  }

  // A name lies in a few cells of a coarse net, so it is held against few others.
  #under(x, y, width, height) {
    const cells = [];
    for (let row = Math.floor(y / CELL); row * CELL < y + height; row += 1)
      for (let column = Math.floor(x / CELL); column * CELL < x + width; column += 1) cells.push(row * 1000 + column);
    return cells;
  }
}
