// The save chip: whether everything is on the server, and if not, why and what one can do.

const PATIENCE = 400;

/** Shows the sender's state in the top line, and asks before leaving only where something could be lost. */
export class SaveChip {
  #timer = null;
  #shown = "";

  constructor(element, sender, signal) {
    this.element = element;
    this.sender = sender;
    this.text = element.querySelector("[data-text]");
    this.retry = element.querySelector("button");
    this.link = element.querySelector("a");
    this.retry.addEventListener("click", () => sender.wake());
    sender.addEventListener("sync", () => this.draw(), { signal });
    addEventListener("beforeunload", (event) => this.#leaving(event), { signal });
    this.draw();
  }

  /** Show the state as it is now; that something is being saved is worth a word only after a while. */
  draw() {
    const { kept, problem } = this.sender;
    const quiet = kept > 0 && !problem;
    if (!quiet) clearTimeout(this.#timer);
    if (!quiet || this.#shown !== "saved") return this.#show();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(), PATIENCE);
  }

  #show() {
    const { kept, problem } = this.sender;
    const changes = `${kept} ${kept === 1 ? "change" : "changes"}`;
    const states = {
      offline: [`${changes} kept on this device, offline`, "warn"],
      server: [`${changes} kept on this device, trying again`, "warn"],
      signin: [`Sign in to save ${changes}`, "bad"],
      storage: ["Cannot keep changes on this device", "bad"],
      conflict: ["A change needs you", "warn"],
    };
    const [text, state] = states[problem] ?? (kept ? ["Saving…", "saving"] : ["Saved", "saved"]);
    this.#shown = state;
    if (this.text.textContent !== text) this.text.textContent = text;
    this.element.dataset.state = state;
    this.retry.hidden = problem !== "server" && problem !== "offline";
    this.link.hidden = problem !== "signin";
  }

  #leaving(event) {
    const { kept, oldest, problem } = this.sender;
    const old = kept > 0 && (Date.now() - oldest > 3000 || !navigator.onLine);
    if (old || (kept > 0 && problem === "storage")) event.preventDefault();
  }
}
