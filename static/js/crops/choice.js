// What a person says of many boxes at once: all are right but those that are marked. Touches neither page nor network.

/** The operations for one page of boxes, and those that take them back. `newId` makes revisions. */
export class Choice {
  #newId;
  #steps = [];
  #mayChange;
  #concept;
  /** What is wrong, by id: null, or the concept {id, name} that it is instead. */
  wrong = new Map();

  /** `concept` is what all of them are said to be; who may not change sends relabelled ones back with the word. */
  constructor(newId, concept, mayChange) {
    [this.#newId, this.#concept, this.#mayChange] = [newId, concept, mayChange];
  }

  /** Mark a box as wrong or as another concept; the same again: it is right. */
  mark(id, instead = null) {
    const same = this.wrong.has(id) && this.wrong.get(id)?.id === instead?.id;
    if (same) this.wrong.delete(id);
    else this.wrong.set(id, instead);
  }

  /** Whether something can be taken back. */
  get undoable() {
    return this.#steps.length > 0;
  }

  /** Decide on these boxes [{id, rev, input, address, concepts}]: gives [{address, text}], one step of undo. */
  decide(items, reason) {
    const step = items.map((item) => ({ item, before: item.rev, done: this.#operations(item, reason) }));
    this.#steps.push(step.map(({ item, done }) => ({ item, relabelled: done.length > 1 })));
    for (const { id } of items) this.wrong.delete(id);
    return step.flatMap(({ item, done }) => done.map((text) => ({ address: item.address, text })));
  }

  /** Take the last step back: gives {items, operations}. */
  undo() {
    const step = this.#steps.pop() ?? [];
    const operations = step.flatMap(({ item, relabelled }) => {
      const texts = [this.#review(item, { decision: "reopen" })];
      if (relabelled) texts.push(this.#put(item, item.concepts));
      return texts.map((text) => ({ address: item.address, text }));
    });
    return { items: step.map(({ item }) => item), operations };
  }

  #operations(item, reason) {
    if (!this.wrong.has(item.id)) return [this.#review(item, { decision: "approve" })];
    const instead = this.wrong.get(item.id);
    if (instead && this.#mayChange) {
      const others = item.concepts.filter(([id]) => id !== this.#concept && id !== instead.id);
      return [this.#put(item, [[instead.id, 1], ...others]), this.#review(item, { decision: "approve" })];
    }
    return [this.#review(item, { decision: "send_back", reason: instead ? `It is ${instead.name}` : reason || "wrong" })];
  }

  // Each operation builds on the one before.
  #next(item) {
    const base = item.rev;
    item.rev = this.#newId();
    return { rev: item.rev, base, id: item.id, input: item.input };
  }

  #review(item, facts) {
    return JSON.stringify({ ...this.#next(item), kind: "review", ...facts });
  }

  // By hand, because an object would put ids that look like numbers first, and the first concept is the main one.
  #put(item, concepts) {
    const fields = JSON.stringify({ ...this.#next(item), kind: "put", tool: "crops" });
    return `${fields.slice(0, -1)},"concepts":{${concepts.map(([id, value]) => `${JSON.stringify(id)}:${value}`).join(",")}}}`;
  }
}
