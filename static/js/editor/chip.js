// The save chip: whether everything is on the server, and if not, why and what one can do.

const PATIENCE = 400;

/** Shows the sender's state in the top line, and asks before leaving only where something could be lost. */
export class SaveChip {
  #timer = null;
  #shown = "";

  constructor(editor) {
    const { element, later, saver, sender, signal } = editor;
    this.sender = sender;
    this.element = element.querySelector("[data-chip]");
    this.text = this.element.querySelector("[data-text]");
    this.retry = this.element.querySelector("button");
    this.retry.addEventListener("click", () => {
      if (this.#shown === "needs") later.when("refusals", () => saver.refusals.show());
      else if (this.#shown === "signin") later.when("rest", () => editor.signIn.open());
      else sender.wake();
    });
    sender.addEventListener("sync", () => this.draw(), { signal });
    addEventListener("beforeunload", (event) => this.#leaving(event), { signal });
    this.draw();
  }

  /** Show the state as it is now; that something is being saved is worth a word only after a while. */
  draw() {
    const state = this.#state();
    if (state !== "saving") clearTimeout(this.#timer);
    if (state !== "saving" || this.#shown !== "saved") return this.#show(state);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(this.#state()), PATIENCE);
  }

  #state() {
    const { kept, needs, problem, safe } = this.sender;
    return problem ?? (!safe ? "storage" : needs ? "needs" : kept ? "saving" : "saved");
  }

  #show(state) {
    const [text, look, way] = this.#words(state);
    this.#shown = state;
    if (this.text.textContent !== text) this.text.textContent = text;
    this.element.dataset.state = look;
    this.retry.textContent = way ?? "";
    this.retry.hidden = !way;
  }

  #words(state) {
    const { kept, needs } = this.sender;
    const changes = `${kept} ${kept === 1 ? "change" : "changes"}`;
    return {
      offline: [`${changes} kept on this device, offline`, "warn", "Retry now"],
      server: [`${changes} kept on this device, trying again`, "warn", "Retry now"],
      signin: [`Sign in to save ${changes}`, "bad", "Sign in"],
      storage: ["Cannot keep changes on this device", "bad"],
      needs: [needs === 1 ? "1 change needs you" : `${needs} changes need you`, "warn", "Show"],
      saving: ["Saving…", "saving"],
      saved: ["Saved", "saved"],
    }[state];
  }

  #leaving(event) {
    const { kept, oldest, safe } = this.sender;
    if (kept > 0 && (Date.now() - oldest > 3000 || !navigator.onLine || !safe)) event.preventDefault();
  }
}
