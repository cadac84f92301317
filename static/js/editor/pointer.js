// From the browser's pointer events to gestures: panning and pinching are done here, the rest is the tool's.

import { Grip, Stay } from "./grip.js";
import { keep, kept } from "./session.js";

const FINE = { threshold: 4, handle: 8, edge: 6, fine: true };
const COARSE = { threshold: 8, handle: 22, edge: 12 };

/** One machine for mouse, pen and fingers; a tool hears down, move, up, cancel and back, with the point it is about. */
export class Pointer {
  #stage;
  #viewport;
  #tool;
  #heard;
  #menu;
  #stay = new Stay();
  #held = new Map();
  #panning = null;
  #waiting = null;
  #frame = 0;
  #space = false;
  /** Whether the pointer is over the stage. */
  inside = false;
  /** Where the pointer was last, in pixels of the stage. */
  last = { x: 0, y: 0 };

  /** `tool` gives the tool of the moment; `heard` is told where the pointer is, null where it is not; `menu` opens one. */
  constructor(stage, viewport, tool, { heard, menu }) {
    this.#stage = stage;
    this.#viewport = viewport;
    this.#tool = tool;
    this.#heard = heard;
    this.#menu = menu;
    const listen = (type, react) => stage.addEventListener(type, react.bind(this));
    listen("pointerdown", this.#down);
    listen("pointermove", this.#move);
    listen("pointerup", this.#up);
    for (const type of ["pointercancel", "lostpointercapture"]) listen(type, this.#cancel);
    listen("dragstart", (event) => event.preventDefault());
    listen("pointerleave", () => this.#leave());
  }

  /** Space is held: a drag moves the picture, or the band that is being drawn. */
  set space(held) {
    this.#space = held;
    this.#stage.classList.toggle("grab", held && !this.#tool().busy);
  }

  /** Where an event is: on the stage, on the picture, with the keys that are held. */
  point(event) {
    const frame = this.#stage.getBoundingClientRect();
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
    const { shiftKey: shift, altKey: alt, ctrlKey, metaKey } = event;
    const reach = event.pointerType === "mouse" ? FINE : COARSE;
    return { x, y, at: this.#viewport.toPicture({ x, y }), shift, alt, ctrl: ctrlKey || metaKey, space: this.#space, touch: event.pointerType === "touch", ...reach };
  }

  #down(event) {
    if (event.target.closest("button, a, input")) return;
    this.#stage.focus({ preventScroll: true });
    this.#flush();
    const point = this.point(event);
    if (this.#isPalm(point)) return;
    this.last = point;
    this.#held.set(event.pointerId, point);
    const fingers = this.#held.size > 1;
    if (event.pointerType === "pen") keep("pen", true);
    // Where a pen draws, a hand that lies on the screen must not.
    const palm = event.pointerType === "touch" && kept("pen", false);
    const pans = fingers || palm || event.button === 1 || (event.button === 0 && this.#space && !this.#tool().busy);
    if (!pans && event.button !== 0) return void this.#held.delete(event.pointerId);
    event.preventDefault();
    this.#stage.setPointerCapture(event.pointerId);
    if (fingers) this.#tool().interrupt();
    if (fingers || event.pointerType === "mouse") this.#stay.end();
    else if (!this.#tool().draw) this.#wait(point);
    if (pans) this.#panning = new Grip(this.#held.values());
    else this.#tool().down(point);
    this.#heard(pans ? null : point, true);
  }

  // While a pen or a mouse is held, a hand that lies on the screen does nothing; one that lay there before lets go.
  #isPalm({ touch }) {
    const others = [...this.#held.values()].filter((held) => held.touch !== touch);
    if (touch || !others.length) return others.length > 0;
    this.#tool().interrupt();
    this.#held.clear();
    this.#panning = null;
    return false;
  }

  #wait(point) {
    const stays = () => Math.hypot(this.last.x - point.x, this.last.y - point.y) <= point.threshold;
    this.#stay.begin(stays, () => {
      this.#tool().interrupt();
      this.#held.clear();
      this.#panning = null;
      this.#heard(null);
      this.#menu(point);
    });
  }

  #move(event) {
    if (event.pointerType === "touch" && !this.#held.has(event.pointerId)) return;
    this.last = this.point(event);
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
    if (this.#panning) this.#panning.move(this.#held.values(), this.#viewport);
    else this.#tool().move(point);
    this.#heard(this.#panning ? null : point, this.#held.size > 0);
  }

  #up(event) {
    if (!this.#held.has(event.pointerId)) return;
    this.#flush();
    this.#held.delete(event.pointerId);
    this.#stay.end();
    if (event.pointerType !== "mouse") this.#heard(null);
    const panned = this.#panning;
    if (!panned) this.#tool().up(this.point(event));
    // After a pinch the finger that stays must not begin to draw.
    else if (!this.#held.size) this.#panning = null;
    else this.#panning = new Grip(this.#held.values());
  }

  #leave() {
    this.inside = false;
    this.#tool().leave?.();
    this.#heard(null);
  }

  #cancel(event) {
    if (!this.#held.delete(event.pointerId)) return;
    this.#panning = null;
    this.#tool().cancel();
    this.#heard(null);
  }
}
