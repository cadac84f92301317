// What a person can do to annotations: each deed is one step of undo, and one operation for each annotation.

import { newId } from "../ids.js";
import { rounded } from "./geometry.js";
import { fitted } from "./outline.js";

/** Deeds know the store and the concepts; they say what happened by the store's own events. */
export class Deeds {
  #store;
  #concepts;
  #answer;
  #status;

  /** `answer` gives suggestions an answer by its name; `status` is what new annotations are until the server says otherwise. */
  constructor(store, concepts, answer, status) {
    this.#store = store;
    this.#concepts = concepts;
    this.#answer = answer;
    this.#status = status;
  }

  /** Whom new boxes are hints for, or "" where they are this person's own. */
  hintFor = "";

  /** An annotation of this person that says nothing yet, or a hint for its author. */
  blank() {
    if (this.hintFor) return { ...this.#blank(), by: `user:${this.hintFor}`, hint: this.hintFor, status: "REVIEW_DENIED", reason: "missed object" };
    return this.#blank();
  }

  #blank() {
    return {
      id: newId(), rev: null, region: "", box: null, outline: null, shape: "none", concepts: new Map(), by: this.#store.me,
      model: false, editable: true, check: false, status: this.#status, confidence: null, decidable: false, reason: "",
    };
  }

  /** Store a new box, or another `place` {shape, outline, box}, with the sticky concept and select it. */
  draw(box, facts, place = { shape: "box", box: rounded(box) }) {
    const sticky = this.#store.setting("sticky");
    const concepts = new Map(sticky === null ? [] : [[sticky, 1]]);
    const drawn = { ...this.blank(), ...place, concepts };
    this.#store.commit(`draw ${place.shape}`, [{ id: drawn.id, after: drawn }], { facts });
    this.#store.select([drawn.id]);
    return drawn.id;
  }

  /** Give boxes, by id, another place. Moving a suggestion answers it. */
  place(name, boxes, { facts = {}, merge = null } = {}) {
    const places = [...boxes].map(([id, box]) => [id, this.#store.get(id), box]).filter(([, one]) => one);
    this.put(name, new Map(places.map(([id, one, box]) => [id, fitted(one, rounded(box))])), { facts, merge });
  }

  /** Give annotations, by id, these places: {box} or {outline, box}. */
  put(name, places, { facts = {}, merge = null } = {}) {
    const annotations = [...places.keys()].map((id) => this.#store.get(id));
    const open = annotations.filter((one) => this.#store.asks(one));
    if (open.length) this.#answer("move", new Map(open.map(({ id }) => [id, places.get(id)])));
    const own = annotations.filter((one) => one.editable && !open.includes(one));
    this.#store.commit(name, own.map((one) => ({ id: one.id, after: { ...one, ...places.get(one.id) } })), { facts, merge });
  }

  /** Say that a concept is there (1) or absent (0): of the selection, of the whole image, or of boxes to come. */
  name(concept, value, drawing = false) {
    if (this.#store.setting("target") === "image") return this.turnWhole(concept, value);
    this.nameBoxes(concept, value, drawing);
  }

  /** Say it of the selected boxes, else of boxes to come. */
  nameBoxes(concept, value, drawing = false) {
    const chosen = drawing ? [] : this.#store.selected();
    if (!chosen.length) return value === 1 && this.#concepts.stick(concept);
    const open = chosen.filter((one) => this.#store.asks(one));
    if (open.length && value === 1) this.#answer("rename", open, concept);
    const isSaid = ({ concepts: [[first, now] = []] }) => value === 1 && now === 1 && first === concept;
    const own = chosen.filter((one) => one.editable && !open.includes(one) && !isSaid(one));
    const concepts = (one) => (value ? renamed(one, concept, this.#concepts) : denied(one, concept));
    const { name } = this.#concepts.get(concept);
    this.#store.commit(value ? `name ${name}` : `no ${name}`, own.map((one) => ({ id: one.id, after: { ...one, concepts: concepts(one) } })));
  }

  /** Set a further concept of one annotation to 1 or 0, or take it away (null). */
  set(id, concept, value) {
    const annotation = this.#store.get(id);
    if (!annotation?.editable) return;
    const concepts = new Map(annotation.concepts);
    if (value === null) concepts.delete(concept);
    else concepts.set(concept, value);
    this.#store.commit(`set ${this.#concepts.get(concept).name}`, [{ id, after: { ...annotation, concepts } }]);
  }

  /** The person's annotation of the whole image, or undefined. */
  whole() {
    return this.#store.all().find(({ by, shape, editable }) => by === this.#store.me && shape === "none" && editable);
  }

  /** Say of the whole image that a concept is there or absent; the same again takes it back. */
  turnWhole(concept, value) {
    const present = this.whole() ?? this.blank();
    const concepts = new Map(present.concepts);
    if (value === null || concepts.get(concept) === value) concepts.delete(concept);
    else concepts.set(concept, value);
    const after = concepts.size ? { ...present, concepts } : null;
    if (after || this.#store.get(present.id)) this.#store.commit("name the image", [{ id: present.id, after }]);
  }

  /** Delete the selection; a suggestion is rejected instead. Gives how many of others' stay. */
  remove() {
    const chosen = this.#store.selected();
    const open = chosen.filter((one) => this.#store.asks(one));
    if (open.length) this.#answer("reject", open);
    const own = chosen.filter((one) => one.editable && !open.includes(one));
    const title = own.length > 1 ? `delete ${own.length} boxes` : "delete box";
    this.#store.commit(title, own.map(({ id }) => ({ id, after: null })));
    return chosen.length - open.length - own.length;
  }
}

// The concept becomes the main one in place of the former; what else the box says stays.
function renamed(annotation, concept, known) {
  const former = known.main(annotation);
  const others = [...annotation.concepts].filter(([id]) => id !== concept && id !== former?.id);
  const absent = former && annotation.concepts.get(former.id) === 0 && former.id !== concept;
  return new Map([[concept, 1], ...(absent ? [[former.id, 0]] : []), ...others]);
}

function denied(annotation, concept) {
  const concepts = new Map(annotation.concepts);
  if (concepts.get(concept) === 0) concepts.delete(concept);
  else concepts.set(concept, 0);
  return concepts;
}
