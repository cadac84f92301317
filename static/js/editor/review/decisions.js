// Decisions on submitted work: approve, send back with a reason. Each is one step of undo, one operation for each annotation.

/** Decisions know the store alone; who may decide what is said by the rows. */
export class Decisions {
  #store;

  constructor(store) {
    this.#store = store;
  }

  /** What others submitted or what is decided already, in the order of the list. */
  all() {
    return this.#store.shown().filter(({ decidable, status }) => decidable && status !== "PENDING");
  }

  /** What is not decided yet, in the order of the list. */
  open() {
    return this.all().filter(({ status }) => status === "AWAITING_REVIEW");
  }

  /** What stands for the image as a whole: the empty annotation of who looked at it, or all of what is open. */
  image() {
    const wholes = this.open().filter(({ shape, concepts }) => shape === "none" && !concepts.size);
    return wholes.length ? wholes : this.open();
  }

  /** Accept these, as far as they are undecided; gives how many. */
  approve(annotations) {
    return this.#decide("approve", annotations.filter(({ status }) => status === "AWAITING_REVIEW"), "SUCCESS", "");
  }

  /** Return these to their authors, approved ones too; gives how many. */
  sendBack(annotations, reason) {
    const fit = annotations.filter(({ status }) => status === "AWAITING_REVIEW" || status === "SUCCESS");
    return this.#decide("send back", fit, "REVIEW_DENIED", reason);
  }

  /** The next undecided one of those that are listed, behind these, from the first again at the end; undefined where all is decided. */
  after(annotations) {
    const order = this.#store.shown().map(({ id }) => id);
    const at = order.indexOf(annotations.at(-1)?.id);
    const open = this.open().filter((one) => this.#store.wanted(one));
    return open.find(({ id }) => order.indexOf(id) > at) ?? open[0];
  }

  /** The decidable one so many steps from the selected, round and round, of those that are listed. */
  beside(chosen, step) {
    const all = this.all().filter((one) => this.#store.wanted(one) || one === chosen);
    const at = all.findIndex(({ id }) => id === chosen?.id);
    return all[(at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step + all.length) % all.length];
  }

  #decide(name, annotations, status, reason) {
    const fit = annotations.filter(({ decidable }) => decidable);
    const title = fit.length > 1 ? `${name} ${fit.length} boxes` : name;
    this.#store.commit(title, fit.map((one) => ({ id: one.id, after: { ...one, status, reason } })));
    return fit.length;
  }
}
