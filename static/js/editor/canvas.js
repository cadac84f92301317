// The boxes that nobody holds, on one canvas: a thousand of them cost no more than their strokes.

import { linesOf } from "./outline.js";

const AROUND = 10;
const MEASURED = 5000;
const EDGE = 2;

/** Draws annotations as they are looked at; it is sharp at any number of device pixels. */
export class Canvas {
  #element;
  #context;
  #font = "";
  #last = null;
  #grounds = true;
  #widths = new Map();

  constructor(element) {
    this.#element = element;
    this.#context = element.getContext("2d");
  }

  /** Draw these, each {annotation, look}, in the view of now; with their grounds, or lines only, as many grounds would veil the picture. */
  draw(boxes, viewport, grounds) {
    this.#grounds = grounds;
    const ratio = this.#fit(viewport.middle);
    this.#last = null;
    // Lines between pixels of the screen would be blurred, and take twice the time.
    const snap = (value) => Math.round(value * ratio) / ratio;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#context.clearRect(0, 0, 2 * viewport.middle.x, 2 * viewport.middle.y);
    const [width, height] = [viewport.size.width * viewport.scale, viewport.size.height * viewport.scale];
    const [right, bottom] = [2 * viewport.middle.x + AROUND, 2 * viewport.middle.y + AROUND];
    const view = { x: viewport.x, y: viewport.y, width, height };
    for (const { annotation, look } of boxes) {
      const { box } = annotation;
      const [x, y] = [snap(view.x + box.left * width), snap(view.y + box.top * height)];
      const [across, down] = [snap(view.x + box.right * width) - x, snap(view.y + box.bottom * height) - y];
      if (x > right || y > bottom || x + across < -AROUND || y + down < -AROUND) continue;
      if (annotation.outline) this.#trace(annotation, view);
      for (const stroke of look) annotation.outline ? this.#path(stroke) : this.#box(stroke, x, y, across, down);
    }
  }

  /** How wide the ground of a name is. */
  width(text, { font, padding, most }) {
    this.#letter(font);
    return this.#short(text, most - 2 * padding, font).width + 2 * padding;
  }

  /** Write a name with its upper left corner here; too long a one ends in dots. */
  write(text, { x, y }, { font, ink, ground, edge, height, padding, radius, most }) {
    const context = this.#context;
    this.#letter(font);
    Object.assign(context, { globalAlpha: 1, textBaseline: "middle" });
    const short = this.#short(text, most - 2 * padding, font);
    this.#last = null;
    // To fill twice is a tenth of the work of one stroke around.
    for (const [colour, more] of edge ? [[edge, EDGE], [ground, 0]] : [[ground, 0]]) {
      context.fillStyle = colour;
      context.beginPath();
      context.roundRect(x - more, y - more, short.width + 2 * (padding + more), height + 2 * more, radius + more);
      context.fill();
    }
    context.fillStyle = ink;
    context.fillText(short.text, x + padding, y + height / 2 + 0.5);
  }

  // To set a font makes the browser look at the styles of the whole page.
  #letter(font) {
    if (this.#font !== font) this.#font = this.#context.font = font;
  }

  #short(text, most, font) {
    let part = text;
    while (this.#measured(part, font) > most) part = `${part.slice(0, -2).trimEnd()}…`;
    return { text: part, width: Math.round(this.#measured(part, font)) };
  }

  // The number digit by digit: many boxes have one concept, and each has a number of its own.
  #measured(text, font) {
    const [digits] = /^\d*/.exec(text);
    return [...digits, text.slice(digits.length)].reduce((sum, part) => sum + this.#width(part, font), 0);
  }

  // To measure costs as much as to write, so it is done once.
  #width(part, font) {
    if (this.#widths.size > MEASURED) this.#widths.clear();
    if (!this.#widths.has(font + part)) this.#widths.set(font + part, this.#context.measureText(part).width);
    return this.#widths.get(font + part);
  }

  // One pixel of the canvas is one of the screen.
  #fit({ x, y }) {
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(2 * x * ratio), Math.round(2 * y * ratio)];
    if (this.#element.width !== width || this.#element.height !== height) {
      Object.assign(this.#element, { width, height });
      this.#font = "";
    }
    return ratio;
  }

  #box(stroke, x, y, across, down) {
    this.#take(stroke);
    if (stroke.fill && this.#grounds) this.#context.fillRect(x, y, across, down);
    this.#context.strokeRect(x, y, across, down);
  }

  #path(stroke) {
    this.#take(stroke);
    if (stroke.fill && this.#grounds) this.#context.fill("evenodd");
    this.#context.stroke();
  }

  // Each property that is set costs, even to what it was.
  #take(stroke) {
    const [context, last] = [this.#context, this.#last];
    this.#last = stroke;
    if (stroke.stroke !== last?.stroke) context.strokeStyle = stroke.stroke;
    if (stroke.width !== last?.width) context.lineWidth = stroke.width;
    if (stroke.cap !== last?.cap) context.lineCap = stroke.cap;
    if (stroke.alpha !== last?.alpha) context.globalAlpha = stroke.alpha;
    if (stroke.dash !== last?.dash) context.setLineDash(stroke.dash);
    if (stroke.fill) context.fillStyle = stroke.fill;
  }

  #trace(annotation, { x, y, width, height }) {
    this.#context.beginPath();
    for (const line of linesOf(annotation)) {
      line.forEach(([row, column], at) => this.#context[at ? "lineTo" : "moveTo"](x + column * width, y + row * height));
      // A point goes a hair's breadth, or browsers would draw no dot.
      if (line.length > 1) this.#context.closePath();
      else this.#context.lineTo(x + line[0][1] * width + 0.01, y + line[0][0] * height);
    }
  }
}
