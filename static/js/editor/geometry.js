// Box maths. Points {x, y} and boxes {top, left, bottom, right} are ratios of the upright picture; sizes are pixels.

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

/** Move a band by its first corner, keeping both corners on the picture; gives the first one's new place. */
export function slid(corner, opposite, dx, dy) {
  const across = clamp(dx, -Math.min(corner.x, opposite.x), 1 - Math.max(corner.x, opposite.x));
  const down = clamp(dy, -Math.min(corner.y, opposite.y), 1 - Math.max(corner.y, opposite.y));
  return { x: corner.x + across, y: corner.y + down };
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
