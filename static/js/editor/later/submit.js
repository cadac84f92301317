// Submit and next: the submit itself goes through the outbox like any other operation, then the form goes on.

import { submit } from "./deeds.js";
import { lookAt } from "./look-at.js";
import { goWithout, silence } from "./onward.js";

/** Holds the form back until the server has everything; asks once about boxes without a concept and suggestions without an answer. */
export class Submit {
  #editor;
  #form;
  #ready = false;
  #about = [];

  constructor(editor) {
    this.#editor = editor;
    this.#form = editor.element.querySelector("form[data-submit]");
    this.#form?.addEventListener("submit", (event) => this.#hold(event), { capture: true, signal: editor.signal });
    this.dialog = editor.element.querySelector("[data-unanswered]");
    // Not when it says that it is closed: that comes after the next key.
    this.dialog?.addEventListener("submit", ({ submitter }) => this.#answer(submitter.value));
  }

  // The form is about to be sent: it is held back, unless all is settled.
  #hold(event) {
    if (this.#ready) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { suggestions, store, saver, filter } = this.#editor;
    // What is handed in is the whole image: questions about it are not about a part of the list.
    filter.clear();
    if (saver.refusals?.open) return saver.refusals.show();
    const nameless = store.shown().filter(({ by, box, concepts }) => by === store.me && box && !concepts.size);
    const open = suggestions.open().filter(({ offered }) => !offered);
    const rule = this.#form.dataset.suggestions;
    if (nameless.length) return this.#ask(nameless, `${count(nameless, "box has", "boxes have")} no concept`);
    if (open.length && rule === "ask") return this.#ask(open, `${count(open, "suggestion", "suggestions")} unanswered`, true);
    this.#answer(open.length ? rule : "leave");
  }

  #ask(about, text, mayReject = false) {
    this.#about = about;
    this.dialog.querySelector("[data-text]").textContent = text;
    this.dialog.querySelector("[value=reject]").hidden = !mayReject;
    this.dialog.showModal();
  }

  async #answer(way) {
    const { suggestions, store } = this.#editor;
    if (way === "show") {
      store.select([this.#about[0].id]);
      return lookAt(this.#editor, this.#about[0]);
    }
    if (way === "reject") suggestions.reject(suggestions.open());
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
    const answer = submit(this.#editor);
    let verdict = await Promise.race([answer, silence(this.#editor.sender)]);
    if (verdict.result === "later" && this.#goOn()) return;
    verdict = await answer;
    button.disabled = false;
    if (verdict.result !== "saved") return this.#editor.saver.refresh();
    // What is submitted is not named again: the form only goes on to the next input.
    for (const field of [...this.#form.elements]) if (field.name === "item") field.remove();
    this.#ready = true;
    this.#form.requestSubmit();
  }
}

function count(list, one, many) {
  return `${list.length} ${list.length === 1 ? one : many}`;
}
