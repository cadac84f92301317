// Where disputes are asked: in the row of their annotation, or in one that stands in for it where this person deleted it.

import { button } from "../elements.js";
import { pixels } from "../geometry.js";
import { fillRow } from "../rows.js";
import { nounOf } from "./nouns.js";

/** One block for each dispute, put into its row again whenever the server sends another. */
export class DisputeRows {
  #blocks = new Map();
  #standIns = new Map();

  constructor(editor) {
    this.editor = editor;
  }

  /** Ask about an annotation in its row: `answers` are [words, act]. */
  put(entry, mine, question, answers) {
    const { id, theirs } = entry;
    const block = this.#blocks.get(id) ?? this.#blocks.set(id, document.createElement("div")).get(id);
    const words = [question, ...answers.map(([text]) => text), theirs?.rev].join("\n");
    if (block.words !== words) this.#fill(block, entry, question, answers);
    block.words = words;
    const row = mine ? this.editor.list.row(id) : theirs && this.#standIn(id, theirs);
    if (mine) this.#dismiss(id);
    if (!row || block.parentElement === row) return;
    row.classList.add("disputed");
    row.append(block);
  }

  /** It is settled. */
  remove(id) {
    const block = this.#blocks.get(id);
    block?.parentElement?.classList.remove("disputed");
    block?.remove();
    this.#blocks.delete(id);
    this.#dismiss(id);
  }

  /** Go to the answers of one. */
  focus(id) {
    this.#blocks.get(id)?.querySelector("button").focus();
  }

  /** Go to the row of one that was settled; false where there is none. */
  pick(id) {
    const pick = this.editor.list.row(id)?.querySelector(".pick");
    pick?.focus();
    return !!pick;
  }

  #fill(block, { id, theirs, by, refused }, question, answers) {
    const focused = block.contains(document.activeElement);
    block.className = "dispute";
    block.dataset.dispute = id;
    block.setAttribute("role", "group");
    block.setAttribute("aria-label", question);
    const text = document.createElement("p");
    text.textContent = theirs && !refused ? `${question} ${by ? `${by}'s` : "Theirs"}: ${this.#told(theirs)}` : question;
    const row = document.createElement("span");
    row.append(...answers.map(([words, act]) => button({ text: words, act, className: "button dense" })));
    block.replaceChildren(text, row);
    if (focused) this.focus(id);
  }

  #told(theirs) {
    const { concepts, viewport } = this.editor;
    if (theirs.shape === "none") return [...theirs.concepts].map(([id, value]) => `${value > 0 ? "" : "✗ "}${concepts.get(id).name}`).join(", ");
    const at = theirs.box && pixels(theirs.box, viewport.size);
    return `${concepts.caption(theirs)}, ${theirs.shape === "box" ? `${at.width}×${at.height}` : nounOf(theirs).toLowerCase()}`;
  }

  // This person deleted it, so the list has no row: theirs is shown for the time being, and is not a part of the list.
  #standIn(id, theirs) {
    const { list, concepts, viewport } = this.editor;
    const row = this.#standIns.get(id) ?? this.#standIns.set(id, list.blank()).get(id);
    fillRow(row, theirs, viewport.size);
    row.querySelector(".name").textContent = concepts.caption(theirs);
    row.querySelector(".sw").dataset.c = concepts.colour(theirs);
    row.querySelector(".pick").disabled = true;
    if (!row.isConnected) list.append(row);
    return row;
  }

  #dismiss(id) {
    this.#standIns.get(id)?.remove();
    this.#standIns.delete(id);
  }
}
