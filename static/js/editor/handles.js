// Where the eight handles of a box are on the stage.

import { HANDLES, handlePoint } from "./geometry.js";

const SMALL = 40;
const AWAY = 6;

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
