// The list that the server renders is the truth: rows are read into the store, and written where the store changes.

import { ask } from "../http.js";
import { fillRow, fragment, markRow, numberRow, readRow } from "./rows.js";

/** The `<ol>` of one input, its rows found by id. */
export class List {
  #ol;
  #rows = new Map();
  #numbering = 0;

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
    this.store.load([...this.#rows.values()].map(readRow));
    this.#number();
  }

  /** Fetch the list again, none older than `seq`, and take it for what is on the page; false where none came. */
  async renew(seq) {
    let fresh = null;
    for (let tries = 0; tries < 3 && !(Number(fresh?.dataset.seq) >= Math.max(seq, this.seq)); tries += 1) {
      const answer = await ask(this.element.dataset.from ?? `${this.address}annotations/`, { accept: "text/html" });
      fresh = (answer.ok && fragment(answer.text).querySelector("ol")) || fresh;
    }
    if (!fresh) return false;
    const focused = this.#ol.contains(document.activeElement) && document.activeElement.closest(".row").dataset.id;
    this.#ol.replaceWith(fresh);
    this.#adopt(fresh);
    this.load();
    if (focused) this.#focus(this.#rows.get(focused));
    return true;
  }

  /** Read the annotation of a row that the server answered, without putting it into the page. */
  read(html) {
    return readRow(fragment(html).querySelector(".row"));
  }

  /** Put rows that the server answered in place of those with their ids, and take them into the store in one go. */
  put(...htmls) {
    const fresh = [...fragment(htmls.join("")).querySelectorAll(".row")];
    if (!fresh.length) return;
    for (const row of fresh) this.#place(row);
    this.store.acceptAll(fresh.map((row) => ({ id: row.dataset.id, annotation: readRow(row) })));
    this.#later();
  }

  #place(fresh) {
    const { id } = fresh.dataset;
    const former = this.#rows.get(id);
    const focused = former?.contains(document.activeElement);
    if (former) {
      fresh.querySelector(".num").textContent = former.querySelector(".num").textContent;
      former.replaceWith(fresh);
    } else this.#ol.append(fresh);
    this.#rows.set(id, fresh);
    if (focused) fresh.querySelector(".pick").focus();
  }

  /** An empty row, not in the list yet. */
  blank() {
    return this.element.querySelector("template").content.querySelector(".row").cloneNode(true);
  }

  /** Put a row at the end that is no part of the list. */
  append(row) {
    return this.#ol.appendChild(row);
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
    const right = ({ id, rev }) => origin === "server" && this.#rows.get(id)?.dataset.rev === rev;
    for (const id of ids) if (!this.#drop(id)) right(this.store.get(id)) ? this.#mark(id) : this.#fill(this.store.get(id));
    this.#later();
  }

  #drop(id) {
    if (this.store.get(id)) return false;
    const row = this.#rows.get(id);
    if (row?.contains(document.activeElement)) this.#focus(row.nextElementSibling ?? row.previousElementSibling);
    row?.remove();
    return this.#rows.delete(id) || true;
  }

  // Who went through the list by keys goes on there.
  #focus(row) {
    const place = row?.checkVisibility() ? row.querySelector(".pick") : document.querySelector("#stage");
    place.focus({ preventScroll: true });
  }

  #fill(annotation) {
    const { id } = annotation;
    let row = this.#rows.get(id);
    if (!row) {
      row = this.append(this.blank());
      this.#rows.set(id, row);
    }
    fillRow(row, annotation, this.size);
    row.classList.toggle("archived", [...annotation.concepts.keys()].some((concept) => this.concepts.get(concept).archived));
    this.#mark(id);
  }

  #mark(id) {
    const [row, annotation] = [this.#rows.get(id), this.store.get(id)];
    if (!row || !annotation) return;
    const { store, concepts } = this;
    const chosen = store.selection.has(id);
    const marks = { asks: store.asks(annotation), spent: store.isSpent(annotation), locked: store.locked.has(id) };
    markRow(row, { caption: concepts.caption(annotation), colour: concepts.colour(annotation), chosen, hidden: store.isHidden(annotation), marks });
    if (chosen && store.selection.size === 1) requestAnimationFrame(() => row.scrollIntoView({ block: "nearest" }));
  }

  // Numbers move when something comes, goes, or is answered; once a frame is soon enough.
  #later() {
    this.#numbering ||= requestAnimationFrame(() => {
      this.#numbering = 0;
      this.#number();
    });
  }

  #number() {
    this.store.shown().forEach(({ id }, at) => this.#rows.has(id) && numberRow(this.#rows.get(id), at + 1));
  }
}
