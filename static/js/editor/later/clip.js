// Copies of boxes: on this image, from image to image, and those of the previous image as suggestions.

import { ask } from "../../http.js";
import { newId } from "../../ids.js";
import { fitted, isReshapable } from "../outline.js";
import { annotationOf, fragment } from "../rows.js";
import { keep, kept } from "../session.js";
import { moved } from "./box-maths.js";
import { copies } from "./copies.js";

const ASIDE = 12;

/** What was copied stays in this tab; where it was copied from decides whether a paste lies aside. */
export class Clip {
  constructor(editor) {
    this.editor = editor;
  }

  /** Remember the selected boxes. */
  copy() {
    const boxes = this.#chosen();
    if (!boxes.length) return;
    keep("clip", { from: this.editor.address, boxes: boxes.map(({ box, shape, outline, concepts }) => ({ box, shape, outline, concepts: [...concepts] })) });
    this.editor.hint(`Copied ${count(boxes)}`);
  }

  /** Put the remembered boxes here: in the same place on another image, a little aside on the same. */
  paste() {
    const { from, boxes = [] } = kept("clip", {});
    if (!boxes.length) return this.editor.hint("Nothing was copied");
    copies(this.editor, "paste", from === this.editor.address ? this.#aside(boxes) : boxes);
  }

  /** Store the selected boxes once more, a little aside. */
  duplicate() {
    copies(this.editor, "duplicate", this.#aside(this.#chosen()));
  }

  /** Offer the boxes of the image before as suggestions; they live in this page only until they are accepted. */
  async fetchPrevious() {
    const { element, address, store, suggestions } = this.editor;
    const visited = kept("previous", "");
    const link = element.querySelector("[data-previous]")?.getAttribute("href").replace(/label\/.*$/, "");
    const from = visited && visited !== address ? visited : link;
    const answer = from && (await ask(`${from}annotations/`, { accept: "text/html" }));
    const rows = answer?.ok ? [...fragment(answer.text).querySelectorAll(".row")].map((row) => annotationOf(row.dataset)) : [];
    const present = rows.filter((one) => one.box && isReshapable(one) && [...one.concepts.values()].some((value) => value > 0));
    const boxes = present.filter(({ by }) => by === store.me).length ? present.filter(({ by }) => by === store.me) : present;
    if (!boxes.length) return this.editor.hint("The previous image has no boxes");
    suggestions.offer(boxes.map((one) => ({ ...one, id: newId(), region: "" })));
    this.editor.hint(`${count(boxes)} of the previous image: accept with A, reject with R`);
  }

  #chosen() {
    return this.editor.store.selected().filter((one) => one.box && isReshapable(one));
  }

  #aside(boxes) {
    const { width, height } = this.editor.viewport.size;
    return boxes.map((one) => ({ ...one, ...fitted(one, moved(one.box, ASIDE / width, ASIDE / height)) }));
  }
}

function count(boxes) {
  return `${boxes.length} ${boxes.length === 1 ? "box" : "boxes"}`;
}
