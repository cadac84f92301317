// Reviewing on the labelling page: the keys and the panel of who decides.

import { lookAt } from "../later/look-at.js";
import { Decisions } from "./decisions.js";
import { settled } from "./settled.js";

const NOT_HERE = ["target", "previous-boxes", "accept", "reject", "accept-all", "go-to", "next-unlabelled", "submit", "skip"];

/** The review of one input; `do` carries out the actions that are different here. */
export class Review {
  #asked = null;
  ignores = (name) => NOT_HERE.includes(name); // what means nothing while one reviews

  constructor(editor, signal) {
    Object.assign(this, { editor, decisions: new Decisions(editor.store) });
    const { element, store } = editor;
    this.form = element.querySelector("[data-decide]");
    this.why = this.form.querySelector("[data-why]");
    this.looked = element.querySelector("[data-looked]");
    this.#hintsFor(element.querySelector("[data-hints-for]"));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.why.addEventListener("keydown", (event) => this.#pressed(event));
    this.why.addEventListener("click", ({ target }) => this.#store(target.closest("[data-reason]")?.dataset.reason));
    for (const type of ["change", "select"]) store.addEventListener(type, () => this.#later(), { signal });
    this.#draw();
    this.#look(this.decisions.open()[0]);
  }

  /** Carry out an action of the keys or buttons; false where it is what it always is. */
  do(name) {
    const { decisions, editor } = this;
    const acts = {
      approve: () => this.#approve(),
      "send-back": () => this.#ask(this.#chosen()),
      "approve-all": () => this.#whole(() => decisions.approve(decisions.open())),
      "send-back-all": () => this.#ask(decisions.image(), true),
      "next-box": () => this.#look(decisions.beside(this.#chosen()[0], 1)),
      "previous-box": () => this.#look(decisions.beside(this.#chosen()[0], -1)),
      cancel: () => !!this.#asked && this.#close(),
    };
    if (acts[name]) return acts[name]() !== false;
    if (NOT_HERE.includes(name)) return true;
    if (editor.readonly && ["delete", "draw", "points"].includes(name)) return editor.hint("A reviewer decides and does not change") ?? true;
    return false;
  }

  #chosen() {
    return this.editor.store.selected();
  }

  #approve() {
    const chosen = this.#chosen().length ? this.#chosen() : this.decisions.open().slice(0, 1);
    if (!this.decisions.approve(chosen)) return this.#cannot(chosen);
    this.#next(chosen, chosen.length > 1 ? `${chosen.length} approved` : "Approved");
  }

  #ask(annotations, isImage = false) {
    const fit = annotations.filter(({ decidable, status }) => decidable && ["AWAITING_REVIEW", "SUCCESS"].includes(status));
    if (!fit.length) return this.#cannot(annotations);
    this.#asked = { annotations: fit, isImage };
    this.why.classList.add("asking");
    this.why.querySelector("[data-why-what]").textContent = isImage ? "Why the image is sent back" : fit.length > 1 ? `Why these ${fit.length} are sent back` : "Why it is sent back";
    this.form.elements.reason.value = "";
    // The list has less room now; on a phone the field is what must be seen.
    this.editor.element.querySelector(".pick[aria-pressed=true]")?.scrollIntoView({ block: "nearest" });
    this.form.elements.reason.focus();
  }

  // Enter stores, Esc takes the decision back, and a digit in the empty field gives one of the app's reasons.
  #pressed(event) {
    const { key, target } = event;
    const reasons = [...this.why.querySelectorAll("[data-reason]")];
    const reason = /^[1-9]$/.test(key) && !this.form.elements.reason.value && reasons[key - 1];
    if (key === "Escape") this.#close();
    else if (reason) this.#store(reason.dataset.reason);
    else if (key === "Enter" && target === this.form.elements.reason) this.#store(target.value.trim());
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #store(reason) {
    if (!reason || !this.#asked) return;
    const { annotations, isImage } = this.#asked;
    this.#close();
    if (isImage) return this.#whole(() => this.decisions.sendBack(annotations, reason));
    this.decisions.sendBack(annotations, reason);
    this.#next(annotations, `Sent back: ${reason}`);
  }

  #close() {
    this.#asked = null;
    this.why.classList.remove("asking");
    this.editor.stage.focus({ preventScroll: true });
  }

  #cannot(annotations) {
    const [first] = annotations;
    const words = { REVIEW_DENIED: "It is sent back already; undo takes that back", SUCCESS: "It is approved already", PENDING: "Its author still works on it" };
    if (!first) this.editor.hint("Everything here is decided");
    else this.editor.hint(first.decidable ? words[first.status] : "Nobody decides their own work");
  }

  #next(annotations, said) {
    const next = this.decisions.after(annotations);
    this.#look(next);
    const left = `${this.decisions.open().length} to decide${next ? "" : ", none of them listed now"}`;
    this.editor.announcer.say(`${said}. ${this.decisions.open().length ? left : "Everything is decided"}`);
  }

  #look(annotation) {
    if (!annotation) return;
    this.editor.store.select([annotation.id]);
    lookAt(this.editor, annotation);
  }

  // Decide on the image and go on when the server has it, so that it is in nobody's list any more.
  async #whole(decide) {
    const { element, sender } = this.editor;
    decide();
    await settled(element);
    if (sender.kept) this.editor.hint("Kept on this device; the next image opens once the server answers: F");
    else element.querySelector("a[data-go-on]").click();
  }

  #waiting = 0;
  #later() {
    this.#waiting ||= requestAnimationFrame(() => {
      this.#waiting = 0;
      this.#draw();
    });
  }

  #draw() {
    const all = this.decisions.all();
    const open = this.decisions.open().length;
    this.looked.textContent = all.length ? `${all.length - open} of ${all.length} looked at` : "Nothing was submitted here";
    this.editor.element.dataset.undecided = open;
    const chosen = this.#chosen().filter(({ decidable }) => decidable);
    this.form.querySelector("[data-action=approve]").disabled = !chosen.some(({ status }) => status === "AWAITING_REVIEW");
    this.form.querySelector("[data-action=send-back]").disabled = !chosen.some(({ status }) => ["AWAITING_REVIEW", "SUCCESS"].includes(status));
    for (const name of ["approve-all", "send-back-all"]) this.form.querySelector(`[data-action=${name}]`).disabled = !open;
  }

  #hintsFor(choice) {
    const { deeds } = this.editor;
    if (choice) deeds.hintFor = choice.value;
    choice?.addEventListener("change", () => (deeds.hintFor = choice.value));
  }
}
