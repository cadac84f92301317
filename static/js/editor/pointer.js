// From the browser's pointer events to gestures: panning and pinching are done here, the rest is the tool's.

import { wheelMeans } from "./viewport.js";

const FINE = { threshold: 4, handle: 8, edge: 6, fine: true };
const COARSE = { threshold: 8, handle: 22, edge: 12 };

/** One machine for mouse, pen and fingers; a tool hears down, move, up, cancel and back, with the point it is about. */
export class Pointer {
  #stage;
  #viewport;
  #tool;
  #heard;
  #held = new Map();
  #panning = null;
  #waiting = null;
  #frame = 0;
  #space = false;
  /** Whether the pointer is over the stage. */
  inside = false;
  /** Where the pointer was last, in pixels of the stage. */
  last = { x: 0, y: 0 };

  /** `tool` gives the tool of the moment; `heard` is told where the pointer is, null where it is not. */
  constructor(stage, viewport, tool, heard) {
    this.#stage = stage;
    this.#viewport = viewport;
    this.#tool = tool;
    this.#heard = heard;
    const listen = (type, react, options) => stage.addEventListener(type, react.bind(this), options);
    listen("pointerdown", this.#down);
    listen("pointermove", this.#move);
    listen("pointerup", this.#up);
    listen("pointercancel", this.#cancel);
    listen("lostpointercapture", this.#lost);
    listen("wheel", this.#wheel, { passive: false });
    listen("contextmenu", this.#menu);
    listen("dragstart", (event) => event.preventDefault());
    listen("pointerleave", () => this.#leave());
  }

  /** Space is held: a drag moves the picture, or the band that is being drawn. */
  set space(held) {
    this.#space = held;
    this.#stage.classList.toggle("grab", held && !this.#tool().busy);
  }

  #point(event) {
    const frame = this.#stage.getBoundingClientRect();
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
    const { shiftKey: shift, altKey: alt, ctrlKey, metaKey } = event;
    const reach = event.pointerType === "mouse" ? FINE : COARSE;
    return { x, y, at: this.#viewport.toPicture({ x, y }), shift, alt, ctrl: ctrlKey || metaKey, space: this.#space, ...reach };
  }

  #down(event) {
    if (event.target.closest("button, a, input")) return;
    this.#stage.focus({ preventScroll: true });
    this.#flush();
    const point = this.#point(event);
    this.last = point;
    this.#held.set(event.pointerId, point);
    const fingers = this.#held.size > 1;
    const pans = fingers || event.button === 1 || (event.button === 0 && this.#space && !this.#tool().busy);
    if (!pans && event.button !== 0) return void this.#held.delete(event.pointerId);
    event.preventDefault();
    this.#stage.setPointerCapture(event.pointerId);
    if (fingers) this.#tool().cancel();
    if (pans) this.#panning = this.#grip();
    else this.#tool().down(point);
  }

  #move(event) {
    this.last = this.#point(event);
    this.inside = true;
    if (this.#held.has(event.pointerId)) this.#held.set(event.pointerId, this.last);
    this.#waiting = this.last;
    this.#frame ||= requestAnimationFrame(() => this.#flush());
  }

  // One step a frame: what came between does not matter for boxes.
  #flush() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const point = this.#waiting;
    this.#waiting = null;
    if (!point) return;
    if (this.#panning) this.#pan();
    else this.#tool().move(point);
    this.#heard(this.#panning ? null : point);
  }

  #up(event) {
    if (!this.#held.has(event.pointerId)) return;
    this.#flush();
    this.#held.delete(event.pointerId);
    const panned = this.#panning;
    if (!panned) this.#tool().up(this.#point(event));
    // After a pinch the finger that stays must not begin to draw.
    else if (!this.#held.size) this.#panning = null;
    else this.#panning = this.#grip();
  }

  #leave() {
    this.inside = false;
    this.#tool().leave?.();
    this.#heard(null);
  }

  #cancel(event) {
    this.#held.delete(event.pointerId);
    this.#panning = null;
    this.#tool().cancel();
  }

  #lost(event) {
    if (this.#held.has(event.pointerId)) this.#cancel(event);
  }

  #grip() {
    const points = [...this.#held.values()];
    const middle = { x: points.reduce((sum, { x }) => sum + x, 0) / points.length, y: points.reduce((sum, { y }) => sum + y, 0) / points.length };
    const apart = points.length > 1 ? Math.hypot(points[0].x - points[1].x, points[0].y - points[1].y) : 0;
    return { middle, apart };
  }

  #pan() {
    const [before, now] = [this.#panning, this.#grip()];
    this.#viewport.panBy(now.middle.x - before.middle.x, now.middle.y - before.middle.y);
    if (before.apart && now.apart) this.#viewport.zoomAt(now.apart / before.apart, now.middle);
    this.#panning = now;
  }

  #wheel(event) {
    event.preventDefault();
    const { zoom, pan } = wheelMeans(event);
    if (zoom) this.#viewport.zoomAt(zoom, this.#point(event));
    else this.#viewport.panBy(pan.x, pan.y);
  }

  #menu(event) {
    event.preventDefault();
    this.#tool().back();
  }
}
