// Which part of the picture the stage shows, and how large.

import { clamp } from "./geometry.js";

const LEAST = 0.02;
const MOST = 32;
const MARGIN = 24;
const NOTCH = 80;

/** Say what a turn of the wheel means: {zoom: factor} about the pointer, or {pan: {x, y}}; `scrolls` where a person wants the wheel to. */
export function wheelMeans({ deltaX, deltaY, deltaMode, ctrlKey, shiftKey }, scrolls = false) {
  if (ctrlKey) return { zoom: Math.exp(-deltaY / 100) };
  const trackpad = deltaMode === 0 && (deltaX !== 0 || !Number.isInteger(deltaY) || Math.abs(deltaY) < 20);
  if (scrolls && !trackpad) return { pan: shiftKey ? { x: -Math.sign(deltaY) * NOTCH, y: 0 } : { x: 0, y: -Math.sign(deltaY) * NOTCH } };
  if (trackpad) return { pan: { x: -deltaX, y: -deltaY } };
  return { zoom: deltaY < 0 ? 1.25 : 0.8 };
}

/** A view knows the sizes of picture and stage; a stage pixel is a picture pixel times scale plus offset. */
export class Viewport extends EventTarget {
  scale = 1;
  x = 0;
  y = 0;
  /** Whether the whole picture is shown as large as it fits. */
  fitted = false;
  #stage = { width: 1, height: 1 };

  constructor(size) {
    super();
    this.size = size;
  }

  /** The stage has another size: a fitted picture is fitted again, another keeps its middle in the middle. */
  resize(width, height) {
    const before = this.#stage;
    this.#stage = { width: Math.max(1, width), height: Math.max(1, height) };
    if (this.fitted) return this.fit();
    this.panBy((this.#stage.width - before.width) / 2, (this.#stage.height - before.height) / 2);
  }

  /** Show the whole picture. */
  fit() {
    const { width, height } = this.#stage;
    const room = Math.min((width - 2 * MARGIN) / this.size.width, (height - 2 * MARGIN) / this.size.height);
    this.#centre(clamp(room, LEAST, MOST), { x: 0.5, y: 0.5 });
    this.fitted = true;
  }

  /** Show one pixel of the picture as one of the stage; again: the whole picture. */
  toggleFit() {
    if (this.fitted) this.zoomAt(1 / this.scale, this.middle);
    else this.fit();
  }

  /** What is shown: the scale, and which point of the picture is in the middle. */
  get look() {
    return { scale: this.scale, at: this.toPicture(this.middle) };
  }

  /** Show that again, perhaps of another picture. */
  set look({ scale, at }) {
    this.#centre(clamp(scale, LEAST, MOST), at);
  }

  /** The middle of the stage. */
  get middle() {
    return { x: this.#stage.width / 2, y: this.#stage.height / 2 };
  }

  /** Zoom by a factor about a point of the stage. */
  zoomAt(factor, point) {
    const scale = clamp(this.scale * factor, LEAST, MOST);
    this.x = point.x - ((point.x - this.x) * scale) / this.scale;
    this.y = point.y - ((point.y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.#moved();
  }

  /** Move the picture by pixels of the stage. */
  panBy(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.#moved();
  }

  /** Move the picture by a share of the stage. */
  panByShare(across, down) {
    this.panBy(across * this.#stage.width, down * this.#stage.height);
  }

  /** The point of the picture, in ratios, at a point of the stage. */
  toPicture({ x, y }) {
    return { x: (x - this.x) / this.scale / this.size.width, y: (y - this.y) / this.scale / this.size.height };
  }

  /** The point of the stage at a point of the picture. */
  toStage({ x, y }) {
    return { x: x * this.size.width * this.scale + this.x, y: y * this.size.height * this.scale + this.y };
  }

  /** So many pixels of the stage, in ratios of the picture. */
  reach(pixels) {
    return { x: pixels / this.scale / this.size.width, y: pixels / this.scale / this.size.height };
  }

  #centre(scale, { x, y }) {
    this.scale = scale;
    this.x = this.middle.x - x * this.size.width * scale;
    this.y = this.middle.y - y * this.size.height * scale;
    this.#moved();
  }

  // A picture that is pushed off the stage is lost to the person: some of it always stays.
  #moved() {
    const { width, height } = this.#stage;
    this.x = clamp(this.x, MARGIN * 2 - this.size.width * this.scale, width - MARGIN * 2);
    this.y = clamp(this.y, MARGIN * 2 - this.size.height * this.scale, height - MARGIN * 2);
    this.fitted = false;
    this.dispatchEvent(new CustomEvent("view"));
  }
}
