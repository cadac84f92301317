// Submit and next: the submit itself goes through the outbox like any other operation, then the form goes on.

import { goWithout, silence } from "./onward.js";

/** Holds the form back until the server has everything; asks once about suggestions that nobody answered. */
export class Submit {
  #editor;
  #form;
  #ready = false;

  constructor(editor, signal) {
    this.#editor = editor;
    this.#form = editor.element.querySelector("form[data-submit]");
    this.dialog = editor.element.querySelector("[data-unanswered]");
    this.#form?.addEventListener("submit", (event) => this.#hold(event), { capture: true, signal });
    this.dialog?.addEventListener("close", () => this.#answer(this.dialog.returnValue));
  }

  #hold(event) {
    if (this.#ready) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const open = this.#editor.suggestions.open().filter(({ offered }) => !offered);
    const rule = this.#form.dataset.suggestions;
    if (open.length && rule === "ask") return this.#ask(open.length);
    this.#answer(open.length ? rule : "leave");
  }

  #ask(number) {
    this.dialog.returnValue = "";
    this.dialog.querySelector("[data-text]").textContent = `${number} ${number === 1 ? "suggestion" : "suggestions"} unanswered`;
    this.dialog.showModal();
  }

  async #answer(way) {
    const { suggestions, store } = this.#editor;
    const open = suggestions.open();
    if (way === "show") return store.select([open[0].id]);
    if (way === "reject") suggestions.reject(open);
    if (way === "reject" || way === "leave") await this.#send();
  }

  // The submit is kept like any other operation; the work goes on with what is here.
  #goOn() {
    const { announcer, element } = this.#editor;
    const gone = goWithout(element);
    if (!gone) announcer.alarm("Kept on this device, and submitted when the server answers. The next image is not here yet.");
    return gone;
  }

  async #send() {
    const button = this.#form.querySelector("button");
    button.disabled = true;
    const { kept } = this.#editor.sender;
    if (kept) this.#editor.announcer.say(`Saving ${kept} …`);
    const answer = this.#editor.saver.submit();
    let verdict = await Promise.race([answer, silence(this.#editor.sender)]);
    if (verdict.result === "later" && this.#goOn()) return;
    verdict = await answer;
    button.disabled = false;
    if (verdict.result !== "saved") return this.#editor.saver.refresh();
    // What is submitted is not named again: the form only goes on to the next input.
    for (const field of this.#form.querySelectorAll("[name=item]")) field.remove();
    this.#ready = true;
    this.#form.requestSubmit();
  }
}
