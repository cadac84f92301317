// What all tools that draw share: handles of the selected box come first, and a box that is too small is not stored.

const LEAST = 3;

/** A tool that draws; its own part begins where no handle was taken. */
export class Drawing {
  #handle = null;
  since = 0;

  constructor(editor) {
    this.editor = editor;
  }

  /** Whether something is drawn or reshaped. */
  get busy() {
    return this.draws || !!this.#handle;
  }

  /** A button or finger goes down. */
  down(point) {
    if (!this.draws) {
      this.#handle = this.editor.handles?.at(point) ?? null;
      this.since = performance.now();
    }
    if (!this.#handle) this.press(point);
  }

  /** The pointer moves, held or not. */
  move(point) {
    if (this.#handle) return this.#handle.move(point);
    if (!this.draws) return this.editor.handles?.point(point);
    this.draw(point);
  }

  /** The button or finger goes up. */
  up(point) {
    const handle = this.#handle;
    this.#handle = null;
    if (handle?.moved) return handle.up();
    // A click on a handle moved nothing: it was meant for what lies there.
    if (handle) this.press(point);
    if (this.draws) this.release(point);
  }

  /** Leave everything as it was. */
  cancel() {
    this.#handle?.cancel();
    this.#handle = null;
    this.reset();
  }

  /** Something else begins, such as two fingers that zoom: what is held ends, what waits goes on. */
  interrupt() {
    this.cancel();
  }

  /** Store a box that was drawn, unless it is too small to be meant. */
  finish(box, { alt }, tool) {
    const facts = { tool, ms: performance.now() - this.since };
    this.reset();
    const { size, scale } = this.editor.viewport;
    const [width, height] = box ? [(box.right - box.left) * size.width, (box.bottom - box.top) * size.height] : [0, 0];
    const visible = alt || Math.min(width, height) * scale >= LEAST;
    if (Math.min(width, height) > 0.99 && visible) this.editor.naming.drawn(box, facts);
    else this.editor.hint("Too small; hold Alt to allow it");
  }
}
