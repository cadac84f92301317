// Tiles over a picture that is too large to be fetched whole: what is seen is sharp, the rest stays away.

import { placeOf, tilesFor } from "./grid.js";

const MOST = 40;
const LINGERS = 2000;

/** A layer over the picture; it holds at most 40 tiles, and each leaves 2 seconds after it was last seen. */
class Tiles {
  #layer;
  #held = new Map();
  #frame = 0;
  #sweep = null;

  constructor({ element, stage, viewport }) {
    Object.assign(this, { viewport, address: element.dataset.tiles });
    this.picture = stage.querySelector(".picture");
    this.#layer = stage.querySelector(".tiles");
    viewport.addEventListener("view", () => this.#later());
    this.picture.addEventListener("load", () => this.#later());
    this.#later();
  }

  #later() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw() {
    if (!this.#layer.isConnected) return;
    const { x, y, scale } = this.viewport;
    this.#layer.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    this.#layer.classList.toggle("square", scale >= 3);
    const now = performance.now();
    for (const tile of tilesFor(this.viewport, this.picture.naturalWidth, devicePixelRatio)) {
      const key = Object.values(tile).join("/");
      if (!this.#held.has(key)) this.#bring(key, tile);
      this.#held.get(key).seen = now;
    }
    this.#drop(now);
  }

  #bring(key, tile) {
    const image = new Image();
    const held = { image, scale: tile.scale, seen: 0 };
    this.#held.set(key, held);
    image.alt = "";
    image.draggable = false;
    for (const [side, value] of Object.entries(placeOf(tile, this.viewport.size))) image.style[side] = `${value}px`;
    image.src = this.address.replace("/0/0/0/", `/${key}/`);
    // It appears when it is decoded; finer ones lie over coarser ones.
    image.decode().then(() => this.#held.get(key) === held && this.#show(held), () => this.#held.delete(key));
  }

  #show({ image, scale }) {
    image.style.zIndex = 8 - scale;
    this.#layer.append(image);
  }

  // What is seen stays; of the rest the longest unseen go first.
  #drop(now) {
    clearTimeout(this.#sweep);
    const old = [...this.#held].filter(([, { seen }]) => seen < now).sort(([, one], [, other]) => one.seen - other.seen);
    for (const [key, { image, seen }] of old) {
      if (now - seen < LINGERS && this.#held.size <= MOST) continue;
      image.remove();
      this.#held.delete(key);
    }
    if ([...this.#held.values()].some(({ seen }) => seen < now)) this.#sweep = setTimeout(() => this.#later(), LINGERS);
  }
}

/** Give an editor its tiles, if its picture has any. */
export function give(editor) {
  if (editor.element.dataset.tiles) editor.tiles = new Tiles(editor);
}
