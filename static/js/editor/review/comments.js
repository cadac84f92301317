// Comments on what is selected, or on the image: the list is fetched when it is opened.

import { ask } from "../../http.js";
import { comment } from "../later/deeds.js";
import { nounOf } from "../later/nouns.js";
import { fragment } from "../rows.js";

const known = new WeakMap();

/** Open the comments of an editor, or go to their field. */
export function open(editor) {
  const place = editor.element.querySelector("[data-talk]");
  if (!known.has(place)) known.set(place, new Comments(place, editor));
  known.get(place).open();
}

class Comments {
  #about = null;

  constructor(place, editor) {
    Object.assign(this, { place, editor, field: place.querySelector("input"), said: place.querySelector("[data-said]") });
    place.addEventListener("toggle", () => place.open && this.#load());
    place.addEventListener("keydown", (event) => event.key === "Escape" && this.#close(event));
    place.querySelector("form")?.addEventListener("submit", (event) => this.#send(event));
    editor.store.addEventListener("select", () => place.open && this.#load());
    editor.element.addEventListener("annotation:saved", () => place.open && this.#load());
  }

  open() {
    this.#load();
    this.place.scrollIntoView({ block: "nearest" });
  }

  #close(event) {
    event.preventDefault();
    event.stopPropagation();
    this.place.open = false;
    this.editor.stage.focus({ preventScroll: true });
  }

  async #load() {
    const { store, address } = this.editor;
    const one = store.only ?? null;
    const about = one && !one.offered ? one.id : "";
    this.#about = about;
    const named = about && one.shape !== "none" ? `${nounOf(one).toLowerCase()} ${store.number(about)}` : "the image";
    this.place.querySelector("[data-about]").textContent = `Comments on ${named}`;
    const answer = await ask(`${address}comments/?annotation=${encodeURIComponent(about)}`, { accept: "text/html" });
    if (this.#about !== about) return;
    this.said.replaceChildren(answer.ok ? fragment(answer.text) : "The comments cannot be fetched now.");
    if (answer.ok && !this.said.querySelector("li")) this.said.replaceChildren("No comments yet.");
  }

  async #send(event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const words = this.field.value.trim();
    if (!words) return;
    this.field.value = "";
    await comment(this.editor, this.#about, words);
    const list = this.said.querySelector("ol") ?? document.createElement("ol");
    list.append(Object.assign(document.createElement("li"), { textContent: `You: ${words}` }));
    this.said.replaceChildren(list);
  }
}
