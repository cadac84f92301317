// Same size again: the next click places a copy of what is selected, its middle under the pointer.

import { fitted, isReshapable } from "../outline.js";
import { Drawing } from "../tools/drawing.js";
import { moved } from "./box-maths.js";
import { copies } from "./copies.js";
import { nounOf } from "./nouns.js";

/** Let an editor place copies by a click. */
export function give(editor) {
  editor.stamp = () => begin(editor);
}

function begin(editor) {
  const [source] = editor.store.selected();
  if (!source?.box || !isReshapable(source)) return editor.hint("Select a box first: the next click then places one of the same size");
  editor.borrowed?.cancel();
  editor.borrowed = new Stamp(editor, source);
  editor.stage.focus({ preventScroll: true });
  editor.hint(`Click where the middle of a ${nounOf(source).toLowerCase()} of the same size goes; Esc ends`);
}

/** A tool for one click, in place of the one that is chosen; the crosshair's Enter is a click too. */
class Stamp extends Drawing {
  #source;
  #stops = new AbortController();

  constructor(editor, source) {
    super(editor);
    this.#source = source;
    this.since = performance.now();
    editor.stage.classList.add("drawing");
    editor.store.addEventListener("tool", () => this.cancel(), { signal: this.#stops.signal });
    if (editor.pointer.inside) this.draw({ at: editor.viewport.toPicture(editor.pointer.last) });
  }

  /** It is about to place something from the first moment on. */
  get draws() {
    return true;
  }

  /** It is placed where the button goes up, so that it can still be put right. */
  press(point) {
    this.draw(point);
  }

  /** Show where it would be. */
  draw(point) {
    this.editor.render.overlay.rubber(this.#at(point));
  }

  /** Place it. */
  release(point) {
    const { shape, outline, box, concepts } = this.#source;
    const place = fitted({ outline, box }, this.#at(point));
    this.reset();
    copies(this.editor, "same size", [{ shape, outline: place.outline ?? null, box: place.box, concepts }], performance.now() - this.since);
  }

  /** End it without placing anything. */
  back() {
    this.cancel();
    return true;
  }

  /** Two fingers that zoom, or the middle button, change nothing. */
  interrupt() {}

  /** The tool that is chosen goes on. */
  reset() {
    const { editor } = this;
    this.#stops.abort();
    if (editor.borrowed === this) editor.borrowed = null;
    editor.render.overlay.rubber(null);
    editor.stage.classList.toggle("drawing", editor.store.setting("tool") !== "select");
    editor.store.dispatchEvent(new CustomEvent("hint"));
  }

  // Its middle at a point, slid along the border where it would leave the picture.
  #at({ at }) {
    const { left, top, right, bottom } = this.#source.box;
    return moved(this.#source.box, at.x - (left + right) / 2, at.y - (top + bottom) / 2);
  }
}
