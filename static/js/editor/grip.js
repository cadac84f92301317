// Panning and pinching: the picture follows the hand that holds it.

/** Where one or two fingers hold the picture. */
export class Grip {
  #before;

  /** `held` are the points of the stage that are held. */
  constructor(held) {
    this.#before = between(held);
  }

  /** The hand has moved: the picture moves along, and two fingers zoom. */
  move(held, viewport) {
    const [before, now] = [this.#before, between(held)];
    viewport.panBy(now.middle.x - before.middle.x, now.middle.y - before.middle.y);
    if (before.apart && now.apart) viewport.zoomAt(now.apart / before.apart, now.middle);
    this.#before = now;
  }
}

function between(held) {
  const points = [...held];
  const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const apart = points.length > 1 ? Math.hypot(points[0].x - points[1].x, points[0].y - points[1].y) : 0;
  return { middle: { x: mean("x"), y: mean("y") }, apart };
}

/** Tells when a finger has stayed where it is for half a second. */
export class Stay {
  #timer = null;

  /** Wait for it; `stays` is asked whether it is still there. */
  begin(stays, then) {
    this.end();
    this.#timer = setTimeout(() => stays() && then(), 500);
  }

  /** It has gone. */
  end() {
    clearTimeout(this.#timer);
  }
}
