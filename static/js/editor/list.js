// The list that the server renders is the truth: rows are read into the store, and written where the store changes.

import { ask } from "../http.js";
import { fillRow, fragment, markRow, numberRow, offerAnswers, readRow } from "./rows.js";
import { CROWD, Turns } from "./turns.js";

/** The `<ol>` of one input, its rows found by id. */
export class List {
  #ol;
  #rows = new Map();
  #numbering = 0;
  #blank;
  #sight = new Set();
  #turns = new Turns((id) => this.#fill(id), (id) => this.#sight.has(this.#rows.get(id)));

  constructor(element, { store, concepts, viewport, address }) {
    Object.assign(this, { element, store, concepts, address, size: viewport.size });
    this.#adopt(element.querySelector("ol"));
    store.addEventListener("change", ({ detail }) => {
      this.#write(detail.ids);
      this.#later();
    });
    for (const type of ["select", "hide"]) store.addEventListener(type, ({ detail }) => this.#write(detail.ids));
    element.addEventListener("pointerover", ({ target }) => store.set("hover", target.closest(".row")?.dataset.id ?? null));
    element.addEventListener("pointerleave", () => store.set("hover", null));
  }

  /** Read all rows into the store. */
  load() {
    this.#rows = new Map([...this.#ol.querySelectorAll(".row")].map((row) => [row.dataset.id, row]));
    this.store.load([...this.#rows.values()].map(readRow));
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
    this.#blank ??= this.element.querySelector("template").content.querySelector(".row");
    return this.#blank.cloneNode(true);
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
    this.#sight.clear();
    ol.addEventListener("contentvisibilityautostatechange", ({ target, skipped }) => this.#sight[skipped ? "delete" : "add"](target), { capture: true });
    this.seq = Number(ol.dataset.seq);
    this.marker = ol.dataset.marker ? { id: ol.dataset.marker, rev: ol.dataset.markerRev } : null;
  }

  #write(ids) {
    const left = ids.filter((id) => this.store.get(id));
    if (left.length < ids.length) this.#drop(ids.filter((id) => !this.store.get(id)));
    // New rows come in their order.
    const fresh = left.filter((id) => !this.#rows.has(id));
    for (const id of fresh) this.#rows.set(id, this.blank());
    this.#ol.append(...fresh.map((id) => this.#rows.get(id)));
    this.#turns.take(left);
  }

  #drop(ids) {
    const gone = new Set(ids.map((id) => this.#rows.get(id)));
    for (const id of ids) this.#rows.delete(id);
    const focused = document.activeElement.closest(".row");
    const stays = [...this.#ol.children].filter((row) => !gone.has(row));
    const seen = gone.has(focused) ? stays.filter((row) => !row.matches(".out, .spent")) : [];
    if (gone.has(focused)) this.#focus(seen.find((row) => focused.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) ?? seen.at(-1));
    // One by one, each of a crowd would cost a look through those that stay.
    if (gone.size > CROWD) this.#ol.replaceChildren(...stays);
    else for (const row of gone) row?.remove();
  }

  // Who went through the list by keys goes on there.
  #focus(row) {
    const place = row?.checkVisibility() ? row.querySelector(".pick") : document.querySelector("#stage");
    place.focus({ preventScroll: true });
  }

  // The server's own rows are right already; the others are written here until its answer comes.
  #fill(id) {
    const { store, concepts } = this;
    const [row, annotation] = [this.#rows.get(id), store.get(id)];
    if (!row || !annotation) return;
    if (row.says !== annotation) {
      fillRow(row, annotation, this.size);
      row.classList.toggle("archived", [...annotation.concepts.keys()].some((concept) => concepts.get(concept).archived));
    }
    const chosen = store.selection.has(id);
    const marks = { asks: store.asks(annotation), spent: store.isSpent(annotation), locked: store.locked.has(id) };
    if (marks.asks) offerAnswers(row, concepts.main(annotation)?.name ?? "", () => this.blank());
    markRow(row, { caption: concepts.caption(annotation), colour: concepts.colour(annotation), chosen, hidden: store.isHidden(annotation), marks });
    if (chosen && store.selection.size === 1) requestAnimationFrame(() => row.scrollIntoView({ block: "nearest" }));
  }

  // Numbers move when something comes, goes, or is answered; once a frame is soon enough.
  #later() {
    this.#numbering ||= requestAnimationFrame(() => {
      this.#numbering = 0;
      this.store.shown().forEach(({ id }, at) => this.#rows.has(id) && numberRow(this.#rows.get(id), at + 1));
    });
  }
}
