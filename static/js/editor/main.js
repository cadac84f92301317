// The custom elements of the labelling page: <box-editor> connects the parts, <box-list> tells it to read the list again.

import { Editor } from "./editor.js";

/** Starts an editor when it comes into the page and stops it when it goes, whoever swaps it. */
class BoxEditor extends HTMLElement {
  connectedCallback() {
    this.swapped = document.readyState === "complete";
    // The parts inside may not be there yet while the page is still being read.
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.#begin(), { once: true });
    else queueMicrotask(() => this.#begin());
  }

  disconnectedCallback() {
    this.editor?.stop();
    this.editor = null;
  }

  async #begin() {
    if (this.editor || !this.isConnected) return;
    this.editor = new Editor(this);
    await this.editor.start(this.swapped);
  }
}

/** The list of annotations; put into the page anew, it is read anew. */
class BoxList extends HTMLElement {
  connectedCallback() {
    queueMicrotask(() => this.closest("box-editor")?.editor?.adopt(this));
  }
}

customElements.define("box-editor", BoxEditor);
customElements.define("box-list", BoxList);
