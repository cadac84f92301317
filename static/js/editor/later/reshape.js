// The handles of the selected box: shown, and dragged in whichever tool.

import { shape } from "../shapes.js";
import { handleAt, handlePoint, handleSpots, resized } from "./handles.js";

/** Give an editor the handles; without them a press is always the tool's. */
export function giveHandles(editor) {
  const { render } = editor;
  editor.handles = { at: (point) => Reshape.at(point, editor), point: (point, under) => Reshape.point(point, editor, under) };
  render.overlay.paintWith((now) => paint(editor, now));
}

function paint({ store, viewport }, { stage, rubber, moving }) {
  const { only } = store;
  if (rubber || only?.shape !== "box" || !isFree(only, store)) return;
  for (const { x, y } of handleSpots(moving.get(only.id) ?? only.box, viewport))
    stage.append(shape("rect", { x: x - 4, y: y - 4, width: 8, height: 8 }, "handle"));
}

function isFree(one, store) {
  return store.mayPlace(one) && !store.isHidden(one) && !store.locked.has(one.id);
}

/** One resize, from the handle that was taken to where it is let go. */
class Reshape {
  /** Take a handle of the selected box at a point, or null where there is none. */
  static at(point, editor) {
    const { store, viewport, deeds, render } = editor;
    const { only } = store;
    if (!only?.box || !isFree(only, store)) return null;
    if (only.outline) return editor.corners?.at(point, only) ?? null;
    const handle = handleAt(only.box, point, point.handle, viewport);
    return handle && new Reshape(only, handle, point, { viewport, deeds, render });
  }

  /** Show by the pointer's form what a press at this point would do. */
  static point(point, editor, under = "") {
    editor.stage.dataset.over = Reshape.at(point, editor)?.handle ?? under;
  }

  constructor(annotation, handle, start, { viewport, deeds, render }) {
    this.annotation = annotation;
    this.handle = handle;
    this.viewport = viewport;
    this.deeds = deeds;
    this.render = render;
    this.box = annotation.box;
    this.since = performance.now();
    // A handle is seldom taken in its very middle: the box must not jump there.
    const middle = handlePoint(this.box, handle);
    this.slip = { x: start.at.x - middle.x, y: start.at.y - middle.y };
    this.start = start;
  }

  /** Follow the pointer; Shift keeps the ratio, Alt the centre. */
  move({ x, y, at, shift, alt }) {
    if (!this.moved && Math.hypot(x - this.start.x, y - this.start.y) < 1) return;
    const options = { keepRatio: shift, fromCentre: alt, size: this.viewport.size };
    const point = { x: at.x - this.slip.x, y: at.y - this.slip.y };
    const { box } = resized(this.annotation.box, this.handle, point, options);
    if (isLarge(box, this.viewport.size)) this.box = box;
    this.render.moving(new Map([[this.annotation.id, this.box]]));
  }

  /** Whether the box is another than before. */
  get moved() {
    return this.box !== this.annotation.box;
  }

  /** Keep the box as it is now. */
  up() {
    this.render.moving(new Map());
    if (!this.moved) return;
    const facts = { tool: "resize", ms: performance.now() - this.since };
    this.deeds.place("resize box", new Map([[this.annotation.id, this.box]]), { facts });
  }

  /** Leave the box as it was. */
  cancel() {
    this.render.moving(new Map());
  }
}

// A box is at least one pixel of the picture.
function isLarge(box, size) {
  return box && (box.right - box.left) * size.width > 0.99 && (box.bottom - box.top) * size.height > 0.99;
}
