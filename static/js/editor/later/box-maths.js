// Box maths that nobody needs in the first moment.

import { boxBetween, clamp, slid } from "../geometry.js";

/** The smallest box around points, or null where it has no area. */
export function boxAround(points) {
  const [across, down] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return boxBetween({ x: Math.min(...across), y: Math.min(...down) }, { x: Math.max(...across), y: Math.max(...down) });
}

/** Move a box; at the border of the picture it slides along. */
export function moved(box, dx, dy) {
  const { x, y } = slid({ x: box.left, y: box.top }, { x: box.right, y: box.bottom }, dx, dy);
  return { top: y, left: x, bottom: box.bottom + y - box.top, right: box.right + x - box.left };
}

/** Move a box, or one of its edges, by pixels; an edge stops one pixel before the other. */
export function nudged(box, edge, dx, dy, size) {
  const [across, down] = [dx / size.width, dy / size.height];
  if (edge === "whole") return moved(box, across, down);
  const [column, row] = [1 / size.width, 1 / size.height];
  if (edge === "left") return { ...box, left: clamp(box.left + across, 0, box.right - column) };
  if (edge === "right") return { ...box, right: clamp(box.right + across, box.left + column, 1) };
  if (edge === "top") return { ...box, top: clamp(box.top + down, 0, box.bottom - row) };
  return { ...box, bottom: clamp(box.bottom + down, box.top + row, 1) };
}
