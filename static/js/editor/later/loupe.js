// The loupe: what a finger covers is shown above it, three times as large.

const SIZE = 120;
const TIMES = 3;
const AWAY = 36;

/** A round piece of the picture; its middle is where the corner will be. */
export class Loupe {
  #glass;
  #image;

  constructor(stage, viewport) {
    Object.assign(this, { stage, viewport });
    this.#glass = stage.querySelector("[data-loupe]");
    this.#image = this.#glass.querySelector("img");
  }

  /** Show what is under a point of the stage, above the finger, or below it near the top. */
  show({ x, y, at }) {
    const picture = this.stage.querySelector(".picture");
    if (!this.#image.src) this.#image.src = picture.currentSrc || picture.src;
    const scale = this.viewport.scale * TIMES;
    const { width, height } = this.viewport.size;
    Object.assign(this.#image.style, { width: `${width * scale}px`, height: `${height * scale}px` });
    this.#image.style.transform = `translate(${SIZE / 2 - at.x * width * scale}px, ${SIZE / 2 - at.y * height * scale}px)`;
    const above = y - SIZE - AWAY;
    const left = Math.max(4, Math.min(x - SIZE / 2, this.stage.clientWidth - SIZE - 4));
    this.#glass.style.transform = `translate(${left}px, ${above >= 0 ? above : y + AWAY}px)`;
    this.#glass.hidden = false;
  }

  /** Put it away. */
  hide() {
    this.#glass.hidden = true;
  }
}
