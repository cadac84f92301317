// Box maths. Points {x, y} and boxes {top, left, bottom, right} are ratios of the upright picture; sizes are pixels.

const OPPOSITE = { n: "s", s: "n", e: "w", w: "e" };

/** The eight handles of a box, clockwise from the top left corner. */
export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];

/** Keep a number between two others. */
export function clamp(value, least = 0, most = 1) {
  return Math.min(most, Math.max(least, value));
}

/** Keep a point on the picture. */
export function onPicture(point) {
  return { x: clamp(point.x), y: clamp(point.y) };
}

/** The box between two corners, in any order, kept on the picture; no area gives null. */
export function boxBetween(corner, opposite) {
  const [a, b] = [onPicture(corner), onPicture(opposite)];
  const box = { top: Math.min(a.y, b.y), left: Math.min(a.x, b.x), bottom: Math.max(a.y, b.y), right: Math.max(a.x, b.x) };
  return box.top < box.bottom && box.left < box.right ? box : null;
}

/** The corner that makes the box from `corner` a square in pixels, no larger than the picture allows. */
export function squared(corner, opposite, size) {
  const [dx, dy] = [opposite.x - corner.x, opposite.y - corner.y];
  const room = Math.min(
    (dx < 0 ? corner.x : 1 - corner.x) * size.width,
    (dy < 0 ? corner.y : 1 - corner.y) * size.height,
  );
  const side = Math.min(room, Math.max(Math.abs(dx) * size.width, Math.abs(dy) * size.height));
  return { x: corner.x + (Math.sign(dx) * side) / size.width, y: corner.y + (Math.sign(dy) * side) / size.height };
}

/** Move a box; at the border of the picture it slides along. */
export function moved(box, dx, dy) {
  const { x, y } = slid({ x: box.left, y: box.top }, { x: box.right, y: box.bottom }, dx, dy);
  return { top: y, left: x, bottom: box.bottom + y - box.top, right: box.right + x - box.left };
}

/** Move a band by its first corner, keeping both corners on the picture; gives the first one's new place. */
export function slid(corner, opposite, dx, dy) {
  const across = clamp(dx, -Math.min(corner.x, opposite.x), 1 - Math.max(corner.x, opposite.x));
  const down = clamp(dy, -Math.min(corner.y, opposite.y), 1 - Math.max(corner.y, opposite.y));
  return { x: corner.x + across, y: corner.y + down };
}

/** Where a handle of a box is. */
export function handlePoint(box, handle) {
  const x = handle.includes("w") ? box.left : handle.includes("e") ? box.right : (box.left + box.right) / 2;
  const y = handle.includes("n") ? box.top : handle.includes("s") ? box.bottom : (box.top + box.bottom) / 2;
  return { x, y };
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

/** The area of a box, in ratios. */
export function area(box) {
  return (box.right - box.left) * (box.bottom - box.top);
}

/** The ids of what lies under a point, small ones first; `reach` is how far outside an edge still counts. */
export function hits(annotations, point, reach) {
  const under = [];
  for (const { id, box } of annotations) {
    if (!box || point.x < box.left - reach.x || point.x > box.right + reach.x) continue;
    if (point.y < box.top - reach.y || point.y > box.bottom + reach.y) continue;
    under.push({ id, area: area(box) });
  }
  return under.sort((one, other) => one.area - other.area).map(({ id }) => id);
}

/** A box as the page and the server write it: seven decimals are finer than any picture. */
export function rounded(box) {
  return Object.fromEntries(Object.entries(box).map(([side, value]) => [side, Math.round(value * 1e7) / 1e7]));
}

/** A box in whole pixels, for people. */
export function pixels(box, size) {
  const { width, height } = size;
  const { top, left, bottom, right } = box;
  return { left: Math.round(left * width), top: Math.round(top * height), width: Math.round((right - left) * width), height: Math.round((bottom - top) * height) };
}
