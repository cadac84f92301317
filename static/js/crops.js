// Reviewing by crops: one page of boxes at a time; click what is wrong, Enter for the rest.

import { theOutbox, theSender } from "./saving.js";
import { Choice } from "./crops/choice.js";
import { newId } from "./ids.js";
import { letGo } from "./left.js";

const PAGE = 48;
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

class CropGrid extends HTMLElement {
  #page = 0;
  #here = 0;

  async connectedCallback() {
    this.tiles = [...this.querySelectorAll(".crops li")];
    if (!this.tiles.length) return;
    const { concept, manages, user } = this.dataset;
    this.choice = new Choice(newId, concept, manages === "1");
    this.items = this.tiles.map(({ dataset: { id, rev, input, address, concepts } }) => ({ id, rev, input, address, concepts: pairs(concepts) }));
    this.pages = Math.ceil(this.tiles.length / PAGE);
    this.sender = await theSender(user);
    this.sender.addEventListener("verdicts", ({ detail }) => detail.forEach((one) => this.#told(one)));
    this.sender.addEventListener("sync", () => this.#saving());
    this.addEventListener("click", ({ target }) => this.#clicked(target));
    document.addEventListener("keydown", (event) => this.#pressed(event));
    this.#show(0);
    this.dataset.ready = "";
  }

  get #shown() {
    return this.tiles.slice(this.#page * PAGE, (this.#page + 1) * PAGE);
  }

  #show(page) {
    this.#page = page;
    this.tiles.forEach((tile, at) => (tile.hidden = Math.floor(at / PAGE) !== page));
    const over = page >= this.pages;
    const number = this.#shown.length;
    this.querySelector("[data-where]").textContent = over ? "All boxes here are looked at" : `Page ${page + 1} of ${this.pages}, ${number} ${number === 1 ? "box" : "boxes"}, the oddest first`;
    this.querySelector("[data-rest]").disabled = over;
    this.querySelector("[data-undo]").disabled = !this.choice.undoable;
    if (over) this.querySelector("[data-following]").focus();
    else this.#go(0);
    for (const tile of this.tiles.slice((page + 1) * PAGE, (page + 2) * PAGE)) tile.querySelector("img").loading = "eager";
  }

  #go(at) {
    this.#here = Math.max(0, Math.min(this.#shown.length - 1, at));
    this.#shown[this.#here]?.querySelector("button").focus();
  }

  #clicked(target) {
    const tile = target.closest(".crops li");
    const relabel = target.closest("[data-relabel]");
    if (tile) {
      this.#here = this.#shown.indexOf(tile);
      this.#mark(tile);
    } else if (relabel) this.#relabel(relabel);
    else if (target.closest("[data-rest]")) this.#rest();
    else if (target.closest("[data-undo]")) this.#undo();
  }

  #pressed(event) {
    const { key, target } = event;
    if (event.altKey || document.querySelector("dialog[open]") || target.matches("input, select, textarea")) return;
    const columns = getComputedStyle(this.querySelector(".crops")).gridTemplateColumns.split(" ").length;
    const step = STEPS[key] ?? { ArrowUp: -columns, ArrowDown: columns }[key];
    const digit = /^Digit(\d)$/.exec(event.code)?.[1];
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z") this.#undo();
    else if (event.ctrlKey || event.metaKey) return;
    else if (step) this.#go(this.#here + step);
    else if (digit) this.#relabel(this.querySelectorAll("[data-relabel]")[(Number(digit) + 9) % 10]);
    else if (key === "Enter" && (target.closest(".crops") || target === document.body)) this.#rest();
    else return;
    event.preventDefault();
  }

  #mark(tile, instead = null) {
    this.choice.mark(tile.dataset.id, instead);
    this.#draw(tile);
  }

  #relabel(button) {
    const tile = this.#shown[this.#here];
    if (!button || !tile) return;
    const { relabel: id, name } = button.dataset;
    if (id !== this.dataset.concept) this.#mark(tile, { id, name });
    else if (this.choice.wrong.delete(tile.dataset.id)) this.#draw(tile);
    this.#go(this.#here + 1);
  }

  #draw(tile) {
    const { id } = tile.dataset;
    const isWrong = this.choice.wrong.has(id);
    tile.querySelector("button").setAttribute("aria-pressed", isWrong);
    tile.querySelector("[data-verdict]").textContent = isWrong ? this.choice.wrong.get(id)?.name ?? "✗ wrong" : "";
  }

  #rest() {
    const items = this.items.slice(this.#page * PAGE, (this.#page + 1) * PAGE);
    if (!items.length) return;
    const operations = this.choice.decide(items, this.querySelector("[name=reason]").value.trim());
    this.#show(this.#page + 1);
    this.#keep(operations);
  }

  #undo() {
    if (!this.choice.undoable) return;
    const { items, operations } = this.choice.undo();
    this.#show(Math.floor(this.items.indexOf(items[0]) / PAGE));
    for (const tile of this.#shown) this.#draw(tile);
    this.#keep(operations);
  }

  // One decision is kept at once and sent in one request, on however many inputs the boxes are.
  #keep(operations) {
    const [texts, of] = ["text", "address"].map((name) => operations.map((one) => one[name]));
    this.sender.add(this.dataset.address, texts, null, of);
  }

  // Somebody else was faster: the box shows it, and its own page has what is there now.
  #told({ row, result }) {
    if (result.result === "saved") return;
    theOutbox().then((outbox) => letGo(outbox, [row.key]));
    const tile = this.tiles.find(({ dataset }) => dataset.id === JSON.parse(row.text).id && dataset.address === row.address);
    if (!tile) return;
    tile.querySelector("[data-verdict]").textContent = "changed meanwhile";
    this.querySelector("[data-where]").textContent = "Something changed meanwhile and was not decided; it stays in the list";
  }

  #saving() {
    const { kept, problem } = this.sender;
    this.dataset.kept = kept;
    this.querySelector("[data-saving]").textContent = !kept ? "Saved" : problem ? `${kept} kept on this device` : `Saving ${kept} …`;
  }
}

function pairs(text) {
  const cut = (pair) => [decodeURIComponent(pair.slice(0, pair.lastIndexOf(":"))), Number(pair.slice(pair.lastIndexOf(":") + 1))];
  return text.split(" ").filter(Boolean).map(cut);
}

customElements.define("crop-grid", CropGrid);
