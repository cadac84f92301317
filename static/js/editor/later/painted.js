// What may wait until the gesture of the moment is painted, but not for anything that comes after it.

// So much is done within the gesture; more would be felt.
const FEW = 128;

/** Holds one piece of work at a time, an iterator that does a part of it each time; whoever must not overtake it lets it be done `now`. */
export class Painted {
  #work = null;

  constructor(signal) {
    for (const type of ["beforeunload", "pagehide", "visibilitychange"]) addEventListener(type, () => this.now(), { signal });
  }

  /** Do this now if it is about few things, else part by part as soon as the next frame is painted, so that no frame waits for it; gives whether it waits. */
  put(number, work) {
    this.now();
    this.#work = work;
    // A page that nobody sees paints nothing.
    if (number <= FEW || document.hidden) this.now();
    else requestAnimationFrame(() => this.#later(work));
    return !!this.#work;
  }

  /** Do what waits, if anything does. */
  now() {
    while (this.#work) this.#part();
  }

  #later(work) {
    setTimeout(() => {
      if (this.#work !== work) return;
      this.#part();
      this.#later(work);
    });
  }

  #part() {
    const work = this.#work;
    // The last part may have others do what must not overtake it.
    this.#work = null;
    if (!work.next().done) this.#work = work;
  }
}
