// The list narrowed to a concept or a state: only those rows are shown, and the other boxes are thin. Nothing of it is stored.

import { Kinds } from "./kinds.js";

const UNHURRIED = 150;

/** The choice above the list, and what follows from it. */
export class Filter {
  #kinds;
  #root;
  #select;
  #words = "";
  #waiting = 0;
  #byHand = false;
  #narrowed = false;
  /** What is looked for; "" is everything. */
  key = "";

  constructor(editor) {
    const { element, store, concepts } = editor;
    this.editor = editor;
    this.#kinds = new Kinds(store, concepts);
    this.#root = element.querySelector("[data-filter]");
    this.#select = this.#root.querySelector("select");
    this.#select.addEventListener("pointerdown", () => (this.#byHand = true));
    this.#select.addEventListener("keydown", () => (this.#byHand = false));
    this.#select.addEventListener("change", () => this.#chosen());
    this.#root.addEventListener("click", (event) => this.#click(event));
    store.wanted = (one) => this.#kinds.fits(one, this.key);
    for (const type of ["change", "hide"]) store.addEventListener(type, () => this.#later());
    store.addEventListener("select", () => this.key && this.#later());
    this.#draw();
  }

  /** Show only the boxes that are named like one, or like those that are drawn now; all again where something is looked for. */
  like(one) {
    const key = this.key ? "" : this.#kinds.like(one, this.editor.store.setting("sticky"));
    if (key === undefined) return this.editor.hint("Select a box first: the list then shows those of the same concept");
    this.choose(key);
  }

  /** Show everything. */
  clear() {
    this.choose("");
  }

  /** Look for what has this key. */
  choose(key) {
    const { store, announcer, list } = this.editor;
    if (key === this.key) return;
    const before = new Map(store.all().map((one) => [one.id, store.wanted(one)]));
    this.key = key;
    store.hide(store.all().filter((one) => store.wanted(one) !== before.get(one.id)).map(({ id }) => id));
    this.#draw();
    const listed = this.#listed();
    announcer.say(key ? `${this.#words}: ${listed.length} of ${store.shown().length} listed` : `All ${listed.length} listed`);
    list.row(store.only?.id)?.scrollIntoView({ block: "nearest" });
  }

  #listed() {
    return this.editor.store.shown().filter((one) => this.editor.store.wanted(one));
  }

  // Who chose with the mouse goes on by keys on the stage.
  #chosen() {
    this.choose(this.#select.value);
    if (this.#byHand) this.editor.stage.focus({ preventScroll: true });
  }

  #click({ target, detail }) {
    const { store, stage } = this.editor;
    if (target.closest("[data-select-these]")) store.select(this.#listed().filter(({ shape }) => shape !== "none").map(({ id }) => id));
    else if (target.closest("[data-show-all]")) this.clear();
    else return;
    if (detail) stage.focus({ preventScroll: true });
    else this.#select.focus();
  }

  // Rows go and come in the next frame; mere numbers have time.
  #later() {
    const soon = this.key ? requestAnimationFrame : (act) => setTimeout(act, UNHURRIED);
    this.#waiting ||= soon(() => {
      this.#waiting = 0;
      this.#draw();
    });
  }

  #draw() {
    const { store, list } = this.editor;
    const { all, concepts, states } = this.#kinds.count(this.key);
    this.#fill(all, concepts, states);
    this.#root.hidden = !this.key && concepts.length + states.length < 2;
    this.#root.classList.toggle("narrowed", !!this.key);
    const listed = this.#listed().length;
    if (this.key || this.#narrowed) for (const one of store.all()) list.row(one.id)?.classList.toggle("out", !(store.wanted(one) || store.selection.has(one.id)));
    this.#narrowed = !!this.key;
    for (const button of this.#root.querySelectorAll("button")) button.hidden = !this.key;
    const these = this.#root.querySelector("[data-select-these]");
    these.disabled = !listed;
    these.title = `Select these ${listed}`;
    these.lastChild.textContent = ` these ${listed}`;
    this.#root.closest("section").querySelector("[data-nothing]").hidden = !this.key || listed > 0;
  }

  // The options are made anew only where they say something else.
  #fill(all, concepts, states) {
    const option = ([key, words, number]) => new Option(`${words} ${number}`, key, false, key === this.key);
    const group = (label, found) => {
      const made = Object.assign(document.createElement("optgroup"), { label });
      made.append(...found.map(option));
      return made;
    };
    const everything = [["", "All", all], ...concepts, ...states];
    this.#words = everything.find(([key]) => key === this.key)[1];
    const says = JSON.stringify(everything);
    if (this.#select.says !== says) this.#select.replaceChildren(option(everything[0]), ...(concepts.length ? [group("Concepts", concepts)] : []), ...(states.length ? [group("States", states)] : []));
    this.#select.says = says;
    this.#select.value = this.key;
  }
}
