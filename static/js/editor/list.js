// The list that the server renders is the truth: rows are read into the store, and written where the store changes.

import { ask } from "../http.js";
import { pixels } from "./geometry.js";
import { boxOf } from "./operations.js";

/** Read the concepts of a row: `person:1 occluded:0`, split at spaces and at the last colon, ids percent-encoded. */
export function conceptsOf(text) {
  const pairs = text.split(" ").filter(Boolean).map((pair) => [pair.slice(0, pair.lastIndexOf(":")), pair.slice(pair.lastIndexOf(":") + 1)]);
  return new Map(pairs.map(([id, value]) => [decodeURIComponent(id), Number(value)]));
}

/** Read an annotation from the data of its row. */
export function annotationOf({ id, rev, region, box, outline, concepts, status, by, editable, check, confidence }) {
  const numbers = (text) => text.trim().split(/\s+/).map(Number);
  const points = outline ? outline.trim().split(" ").map((pair) => pair.split(",").map(Number)) : null;
  return Object.freeze({
    id, rev, region: region ?? "", status, by, saved: true,
    box: box ? boxOf(numbers(box)) : null,
    outline: points,
    shape: points ? "outline" : box ? "box" : "none",
    concepts: conceptsOf(concepts ?? ""),
    model: by.startsWith("model:"),
    editable: editable === "1",
    check: check === "1",
    confidence: confidence ? Number(confidence) : null,
  });
}

/** The `<ol>` of one input, its rows found by id. */
export class List {
  #ol;
  #rows = new Map();

  constructor(element, { store, concepts, viewport, address }) {
    Object.assign(this, { element, store, concepts, address, size: viewport.size });
    this.#adopt(element.querySelector("ol"));
    store.addEventListener("change", ({ detail }) => this.#write(detail));
    for (const type of ["select", "hide"]) store.addEventListener(type, ({ detail }) => detail.ids.forEach((id) => this.#mark(id)));
    element.addEventListener("pointerover", ({ target }) => store.set("hover", target.closest(".row")?.dataset.id ?? null));
    element.addEventListener("pointerleave", () => store.set("hover", null));
  }

  /** Read all rows into the store. */
  load() {
    this.#rows = new Map([...this.#ol.querySelectorAll(".row")].map((row) => [row.dataset.id, row]));
    this.store.load([...this.#rows.values()].map((row) => annotationOf(row.dataset)));
    this.#number();
  }

  /** Fetch the list again and take it for what is on the page. */
  async renew() {
    const answer = await ask(`${this.address}annotations/`, { accept: "text/html" });
    const fresh = answer.ok && fragment(answer.text).querySelector("ol");
    if (!fresh) return;
    this.#ol.replaceWith(fresh);
    this.#adopt(fresh);
    this.load();
  }

  /** Put a row that the server answered in place of the one with its id, and take it into the store. */
  put(html) {
    const fresh = fragment(html).querySelector(".row");
    const { id } = fresh.dataset;
    const former = this.#rows.get(id);
    const focused = former?.contains(document.activeElement);
    if (former) {
      fresh.querySelector(".num").textContent = former.querySelector(".num").textContent;
      former.replaceWith(fresh);
    } else this.#ol.append(fresh);
    this.#rows.set(id, fresh);
    if (focused) fresh.querySelector(".pick").focus();
    this.store.accept(id, annotationOf(fresh.dataset));
    if (!former) this.#number();
    this.#mark(id);
  }

  /** The row of an annotation, or undefined. */
  row(id) {
    return this.#rows.get(id);
  }

  #adopt(ol) {
    this.#ol = ol;
    this.seq = Number(ol.dataset.seq);
    this.marker = ol.dataset.marker ? { id: ol.dataset.marker, rev: ol.dataset.markerRev } : null;
  }

  // The server's own rows are right already; the others are written here until its answer comes.
  #write({ ids, origin }) {
    if (origin === "server") return ids.filter((id) => this.#rows.has(id)).forEach((id) => this.#drop(id) || this.#mark(id));
    const before = this.#rows.size;
    for (const id of ids) if (!this.#drop(id)) this.#fill(this.store.get(id));
    if (this.#rows.size !== before || ids.length > 1) this.#number();
  }

  #drop(id) {
    if (this.store.get(id)) return false;
    this.#rows.get(id)?.remove();
    return this.#rows.delete(id) || true;
  }

  #fill(annotation) {
    const { id, box, shape } = annotation;
    let row = this.#rows.get(id);
    if (!row) {
      row = this.element.querySelector("template").content.querySelector(".row").cloneNode(true);
      this.#rows.set(id, this.#ol.appendChild(row));
      this.#number();
    }
    const facts = { id, rev: annotation.rev, region: annotation.region, by: annotation.by, status: annotation.status, check: annotation.check ? "1" : "" };
    Object.assign(row.dataset, facts);
    row.dataset.box = box ? [box.top, box.left, box.bottom, box.right].map((value) => value.toFixed(7)).join(" ") : "";
    row.dataset.concepts = [...annotation.concepts].map(([concept, value]) => `${encodeURIComponent(concept)}:${value}`).join(" ");
    const at = box && pixels(box, this.size);
    row.querySelector(".size").textContent = at ? `${at.width}×${at.height}` : shape === "none" ? "whole image" : "outline";
    row.querySelector(".vh").textContent = at ? `${at.width} by ${at.height} pixels, at left ${at.left}, top ${at.top}` : "";
    this.#mark(id);
  }

  #mark(id) {
    const [row, annotation] = [this.#rows.get(id), this.store.get(id)];
    if (!row || !annotation) return;
    row.querySelector(".name").textContent = this.concepts.caption(annotation);
    row.querySelector(".sw").dataset.c = this.concepts.colour(annotation);
    const chosen = this.store.selection.has(id);
    row.querySelector(".pick").setAttribute("aria-pressed", chosen);
    row.classList.toggle("asks", this.store.asks(annotation));
    row.classList.toggle("spent", this.store.isSpent(annotation));
    row.classList.toggle("unseen", this.store.hidden.has(id));
    if (chosen && this.store.selection.size === 1) row.scrollIntoView({ block: "nearest" });
  }

  #number() {
    [...this.#ol.children].forEach((row, at) => {
      const number = row.querySelector(".num");
      if (number.textContent !== String(at + 1)) number.textContent = at + 1;
    });
  }
}

function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
