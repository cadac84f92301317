// The lines between the pixels of a picture, where it is looked at from so near that they are squares.

import { shape } from "../shapes.js";

const NEAR = 16;

/** Have them drawn, under all that moves, as soon as a pixel of the picture is as wide as 16 of the stage. */
export function pixelGrid({ render, viewport }) {
  render.overlay.paintWith(({ stage }) => viewport.scale >= NEAR && stage.prepend(shape("path", { d: linesIn(viewport) }, "pixel-grid")));
}

// Those that are on the stage, as a path in pixels of the stage.
function linesIn({ x, y, scale, size, middle }) {
  const lines = (offset, length, count) => {
    const [first, last] = [Math.max(0, Math.ceil(-offset / scale)), Math.min(count, Math.floor((length - offset) / scale))];
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => Math.round(offset + (first + at) * scale) + 0.5);
  };
  const across = lines(x, 2 * middle.x, size.width).map((at) => `M${at} ${Math.max(0, y)}V${Math.min(2 * middle.y, y + size.height * scale)}`);
  const down = lines(y, 2 * middle.y, size.height).map((at) => `M${Math.max(0, x)} ${at}H${Math.min(2 * middle.x, x + size.width * scale)}`);
  return [...across, ...down].join("");
}
