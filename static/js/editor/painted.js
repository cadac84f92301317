// What may wait until the gesture of the moment is painted, but not for anything that comes after it.

// So much is done within the gesture; more would be felt.
const FEW = 128;

/** Holds one act at a time; whoever must not overtake it lets it be done `now`. */
export class Painted {
  #act = null;

  constructor(signal) {
    for (const type of ["beforeunload", "pagehide", "visibilitychange"]) addEventListener(type, () => this.now(), { signal });
  }

  /** Whether something waits. */
  get waits() {
    return !!this.#act;
  }

  /** Do this now if it is about few things, else as soon as the next frame is painted. */
  put(number, act) {
    this.now();
    this.#act = act;
    // A page that nobody sees paints nothing.
    if (number <= FEW || document.hidden) this.now();
    else requestAnimationFrame(() => setTimeout(() => this.now()));
  }

  /** Do what waits, if anything does. */
  now() {
    const act = this.#act;
    this.#act = null;
    act?.();
  }
}
