// Work on many things: what is in sight at once, the others when there is time.

/** So many are a crowd. */
export const CROWD = 100;
const REST = 100;

/** Does something with each id of many, without keeping the page waiting. */
export class Turns {
  #waiting = new Set();
  #asked = 0;

  /** `act` is done with each id, `isUrgent` says of an id whether that can be seen. */
  constructor(act, isUrgent) {
    Object.assign(this, { act, isUrgent });
  }

  /** Do it with these; of a crowd with those first that can be seen, or with the first ones. */
  take(ids) {
    if (ids.length <= CROWD) return ids.forEach((id) => this.#do(id));
    for (const id of ids) this.#waiting.add(id);
    const urgent = ids.filter((id) => this.isUrgent(id));
    for (const id of urgent.length ? urgent : ids.slice(0, CROWD)) this.#do(id);
    // The frames that come now are those in which the person sees what it did.
    this.#asked ||= setTimeout(() => this.#later(), REST);
  }

  #do(id) {
    this.#waiting.delete(id);
    this.act(id);
  }

  #later() {
    (globalThis.requestIdleCallback ?? setTimeout)(() => {
      for (const id of [...this.#waiting].slice(0, CROWD)) this.#do(id);
      if (this.#waiting.size) this.#later();
      else this.#asked = 0;
    });
  }
}
