// Maths of the eight handles of a box: where they are, and what the box becomes when one is dragged.

import { boxBetween, onPicture } from "../geometry.js";

const OPPOSITE = { n: "s", s: "n", e: "w", w: "e" };
// Boxes of less than this many pixels of the stage carry their handles so far outside.
const SMALL = 40;
const AWAY = 6;

/** The eight handles of a box, clockwise from the top left corner. */
export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];

/** Where a handle of a box is. */
export function handlePoint(box, handle) {
  const x = handle.includes("w") ? box.left : handle.includes("e") ? box.right : (box.left + box.right) / 2;
  const y = handle.includes("n") ? box.top : handle.includes("s") ? box.bottom : (box.top + box.bottom) / 2;
  return { x, y };
}

/** The handles of a box in pixels of the stage. Small boxes carry them outside, so that their inside can be held. */
export function handleSpots(box, viewport) {
  const [corner, opposite] = [viewport.toStage({ x: box.left, y: box.top }), viewport.toStage({ x: box.right, y: box.bottom })];
  const away = Math.min(opposite.x - corner.x, opposite.y - corner.y) < SMALL ? AWAY : 0;
  return HANDLES.map((handle) => {
    const { x, y } = viewport.toStage(handlePoint(box, handle));
    const across = handle.includes("w") ? -away : handle.includes("e") ? away : 0;
    const down = handle.includes("n") ? -away : handle.includes("s") ? away : 0;
    return { handle, x: x + across, y: y + down };
  });
}

/** The handle nearest to a point of the stage, none farther than `reach` pixels, or null. */
export function handleAt(box, point, reach, viewport) {
  const far = ({ x, y }) => Math.max(Math.abs(x - point.x), Math.abs(y - point.y));
  const near = handleSpots(box, viewport).filter((spot) => far(spot) <= reach);
  return near.sort((one, other) => far(one) - far(other))[0]?.handle ?? null;
}

/** The opposite of a handle, along the axes that are named. */
export function flipped(handle, axes) {
  return [...handle].map((side) => (axes.includes(side) ? OPPOSITE[side] : side)).join("");
}

/** Drag a handle of a box to a point; past the opposite edge the handle flips. Gives {box, handle}, box null if flat. */
export function resized(box, handle, point, { keepRatio = false, fromCentre = false, size } = {}) {
  const anchor = fromCentre
    ? { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }
    : handlePoint(box, flipped(handle, "nesw"));
  let corner = onPicture(point);
  if (keepRatio && handle.length === 2) corner = alongRatio(box, handle, anchor, corner, size);
  const reach = fromCentre ? mirrored(anchor, corner) : anchor;
  const across = /[ew]/.test(handle) ? [reach.x, corner.x] : [box.left, box.right];
  const down = /[ns]/.test(handle) ? [reach.y, corner.y] : [box.top, box.bottom];
  const turned =
    (handle.includes("e") && corner.x < anchor.x) || (handle.includes("w") && corner.x > anchor.x) ? "ew" : "";
  const upended =
    (handle.includes("s") && corner.y < anchor.y) || (handle.includes("n") && corner.y > anchor.y) ? "ns" : "";
  return {
    box: boxBetween({ x: across[0], y: down[0] }, { x: across[1], y: down[1] }),
    handle: flipped(handle, turned + upended),
  };
}

function mirrored(centre, point) {
  return { x: 2 * centre.x - point.x, y: 2 * centre.y - point.y };
}

function alongRatio(box, handle, anchor, corner, size) {
  const width = (box.right - box.left) * size.width;
  const height = (box.bottom - box.top) * size.height;
  const [dx, dy] = [(corner.x - anchor.x) * size.width, (corner.y - anchor.y) * size.height];
  const right = Math.sign(dx) || (handle.includes("e") ? 1 : -1);
  const below = Math.sign(dy) || (handle.includes("s") ? 1 : -1);
  const room = Math.min(
    ((right < 0 ? anchor.x : 1 - anchor.x) * size.width) / width,
    ((below < 0 ? anchor.y : 1 - anchor.y) * size.height) / height,
  );
  const times = Math.min(room, Math.max(Math.abs(dx) / width, Math.abs(dy) / height));
  return { x: anchor.x + (right * times * width) / size.width, y: anchor.y + (below * times * height) / size.height };
}
