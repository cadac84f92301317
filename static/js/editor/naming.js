// How boxes get their concepts: right after they are drawn, and by digit.

import { rounded } from "./geometry.js";

/** Naming knows which boxes are meant. */
export class Naming {
  /** The id of the box that the next one that is drawn is another place for, or null. */
  again = null;

  constructor(editor) {
    this.editor = editor;
  }

  /** A box was drawn: store it, and ask for its concept where none is set, without taking the keys. */
  drawn(box, facts, place = undefined) {
    const { deeds, store } = this.editor;
    const { again } = this;
    this.again = null;
    const former = again && store.selection.has(again) && store.get(again);
    if (former && former.shape === (place?.shape ?? "box")) return deeds.put(`draw ${former.shape} again`, new Map([[again, place ?? { box: rounded(box) }]]), { facts });
    const id = deeds.draw(box, facts, place);
    const name = (concept, value) => deeds.set(id, concept, value);
    // By the time that the picker is here, the person may have gone on.
    const open = () => store.selection.has(id) && this.editor.picker.open(name, this.beside(box), false);
    if (store.setting("sticky") === null) this.editor.later.when("rest", open);
  }

  /** Name what the digits are about by the concept of a digit; while a box is drawn it is about that one. */
  byDigit(digit, value) {
    const { concepts, deeds, picker, tool } = this.editor;
    const concept = concepts.ofDigit(digit);
    if (!concept) return this.editor.hint("No concept has this digit");
    picker?.close();
    deeds.name(concept.id, value, !!tool.draws);
  }

  /** Where the picker opens beside a box. */
  beside(box) {
    const frame = this.editor.stage.getBoundingClientRect();
    const corner = this.editor.viewport.toStage({ x: box.right, y: box.top });
    return { x: frame.left + corner.x, y: frame.top + corner.y };
  }
}
