// How boxes get their concepts: right after they are drawn, by digit, by the picker.

import { rounded } from "./geometry.js";

/** Naming knows which boxes are meant and where the picker opens. */
export class Naming {
  #again = null;

  constructor(editor) {
    this.editor = editor;
  }

  /** The next box that is drawn is another place for this one. */
  again(annotation) {
    const { store } = this.editor;
    if (!annotation || !store.mayPlace(annotation)) return this.editor.hint("Select a box of yours, then draw it again");
    if (annotation.outline) store.set("tool", annotation.shape);
    else if (!["draw", "points"].includes(store.setting("tool"))) store.set("tool", "draw");
    this.#again = annotation.id;
    this.editor.hint(`Draw the selected ${annotation.shape} again`);
  }

  /** A box was drawn: store it, and ask for its concept where none is set, without taking the keys. */
  drawn(box, facts, place = undefined) {
    const { deeds, store, picker } = this.editor;
    const again = this.#again;
    this.#again = null;
    const former = again && store.selection.has(again) && store.get(again);
    if (former && former.shape === (place?.shape ?? "box")) return deeds.put(`draw ${former.shape} again`, new Map([[again, place ?? { box: rounded(box) }]]), { facts });
    const id = deeds.draw(box, facts, place);
    if (store.setting("sticky") === null) picker.open((concept, value) => deeds.set(id, concept, value), this.#beside(box), false);
  }

  /** Name what the digits are about by the concept of a digit; while a box is drawn it is about that one. */
  byDigit(digit, value) {
    const { concepts, deeds, picker, tool } = this.editor;
    const concept = concepts.ofDigit(digit);
    if (!concept) return this.editor.hint("No concept has this digit");
    picker.close();
    deeds.name(concept.id, value, !!tool.draws);
  }

  /** Open the picker for what the digits are about. */
  pick() {
    const { deeds, element, picker, store, tool } = this.editor;
    const drawing = !!tool.draws;
    const chosen = !drawing && store.setting("target") === "box" && store.selected()[0];
    const place = store.setting("target") === "image" ? "[data-whole]" : "[data-choices]";
    const beside = chosen?.box ? this.#beside(chosen.box) : element.querySelector(place);
    picker.open((id, value) => deeds.name(id, value, drawing), beside);
  }

  #beside(box) {
    const frame = this.editor.stage.getBoundingClientRect();
    const corner = this.editor.viewport.toStage({ x: box.right, y: box.top });
    return { x: frame.left + corner.x, y: frame.top + corner.y };
  }
}
