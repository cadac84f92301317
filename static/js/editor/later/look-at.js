// Where the view goes by itself: to a box that cannot be judged where it is. It does so as seldom as it can.

const LEAST_TO_JUDGE = 48;

/** Show a box, with some ground around it. */
export function show(viewport, box, share = 0.6) {
  const { middle, size } = viewport;
  const across = (2 * share * middle.x) / ((box.right - box.left) * size.width);
  const down = (2 * share * middle.y) / ((box.bottom - box.top) * size.height);
  viewport.look = { scale: Math.min(across, down), at: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 } };
}

/** Move the view only if the box is not on the stage, or too small to be judged there. */
export function lookAt({ viewport }, { box }) {
  if (!box) return;
  const isPoint = box.right === box.left && box.bottom === box.top;
  if (shows(viewport, box, isPoint ? 0 : LEAST_TO_JUDGE)) return;
  if (isPoint) viewport.look = { scale: viewport.scale, at: { x: box.left, y: box.top } };
  else show(viewport, box, 0.3);
}

function shows(viewport, box, least) {
  const { middle } = viewport;
  const [a, b] = [viewport.toStage({ x: box.left, y: box.top }), viewport.toStage({ x: box.right, y: box.bottom })];
  const on = a.x >= 0 && a.y >= 0 && b.x <= 2 * middle.x && b.y <= 2 * middle.y;
  return on && Math.max(b.x - a.x, b.y - a.y) >= least;
}
