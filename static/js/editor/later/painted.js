// What may wait until the gesture of the moment is painted, but not for anything that comes after it.

// So much is done within the gesture; more would be felt.
const FEW = 128;

/** Holds one act at a time; whoever must not overtake it lets it be done `now`. */
export class Painted {
  #act = null;

  constructor(signal) {
    for (const type of ["beforeunload", "pagehide", "visibilitychange"]) addEventListener(type, () => this.now(), { signal });
  }

  /** Do this now if it is about few things, else as soon as the next frame is painted; gives whether it waits. */
  put(number, act) {
    this.now();
    // A page that nobody sees paints nothing.
    if (number <= FEW || document.hidden) return act(false);
    this.#act = act;
    requestAnimationFrame(() => setTimeout(() => this.now()));
    return true;
  }

  /** Do what waits, if anything does; it is told that it waited. */
  now() {
    const act = this.#act;
    this.#act = null;
    act?.(true);
  }
}
