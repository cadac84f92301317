// What a list can be narrowed to: a concept, or how things stand with a box.

/** The key of what is hidden. */
export const HIDDEN = "is hidden";
const CONCEPT = "of ";

const STATES = [
  ["is open", "To decide", (one, { setting }) => setting("mode") === "review" && one.decidable && one.status === "AWAITING_REVIEW"],
  ["is done", "Done", (one, { setting }) => setting("mode") === "review" && one.decidable && one.status === "SUCCESS"],
  ["is asked", "Suggestions", (one, { asks }) => asks(one)],
  ["is back", "Sent back", (one) => one.status === "REVIEW_DENIED"],
  ["is nameless", "No concept", (one) => isPlaced(one) && !one.concepts.size],
  [HIDDEN, "Hidden", (one, { isHidden }) => isHidden(one)],
  ["is locked", "Locked", (one, { isLocked }) => isLocked(one)],
];

/** Kinds know the store and the concepts: for each key what it says, and whether an annotation is of it. */
export class Kinds {
  #store;
  #concepts;
  #ask;

  constructor(store, concepts) {
    this.#store = store;
    this.#concepts = concepts;
    this.#ask = {
      setting: (name) => store.setting(name),
      asks: (one) => store.asks(one),
      isHidden: (one) => store.isHidden(one),
      isLocked: ({ id }) => store.locked.has(id),
    };
  }

  /** The key of the boxes that are named like one; of a concept where there is none. */
  like(one, concept) {
    const id = one ? this.#concepts.main(one)?.id : concept;
    return id === undefined || id === null ? one && "is nameless" : CONCEPT + id;
  }

  /** Whether an annotation is of a kind; everything is of "". */
  fits(one, key) {
    if (!key) return true;
    if (key.startsWith(CONCEPT)) return isPlaced(one) && this.#names(one).has(key.slice(CONCEPT.length));
    return STATES.find(([name]) => name === key)[2](one, this.#ask);
  }

  /** How many there are of each kind, {concepts, states}, each [key, words, number]; the key that is `kept` stays also without any. */
  count(kept) {
    const shown = this.#store.shown();
    const numbers = new Map(kept.startsWith(CONCEPT) ? [[kept.slice(CONCEPT.length), 0]] : []);
    for (const one of shown) if (isPlaced(one)) for (const id of this.#names(one)) numbers.set(id, (numbers.get(id) ?? 0) + 1);
    const concepts = [...numbers].sort(([, one], [, other]) => other - one);
    const states = STATES.map(([key, words, is]) => [key, words, shown.filter((one) => is(one, this.#ask)).length]);
    return {
      all: shown.filter(isPlaced).length,
      concepts: concepts.map(([id, number]) => [CONCEPT + id, this.#concepts.get(id).name, number]),
      states: states.filter(([key, , number]) => number || key === kept),
    };
  }

  // What is there, and what it is called for.
  #names(one) {
    const names = new Set([...one.concepts].filter(([, value]) => value > 0).map(([id]) => id));
    const main = this.#concepts.main(one);
    return main ? names.add(main.id) : names;
  }
}

function isPlaced({ shape }) {
  return shape !== "none";
}
