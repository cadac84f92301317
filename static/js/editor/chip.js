// The save chip: whether everything is on the server, and if not, why and what one can do.

const PATIENCE = 400;

/** Shows the sender's state in the top line, and asks before leaving only where something could be lost. */
export class SaveChip {
  #timer = null;
  #shown = "";

  /** `show` brings what needs the person before their eyes, `signIn` opens the sign-in. */
  constructor(element, sender, { show, signIn }, signal) {
    this.element = element;
    this.sender = sender;
    this.text = element.querySelector("[data-text]");
    this.retry = element.querySelector("button");
    this.retry.addEventListener("click", () => ({ needs: show, signin: signIn })[this.#shown]?.() ?? sender.wake());
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
    if (problem) return problem;
    if (!safe) return "storage";
    return needs ? "needs" : kept ? "saving" : "saved";
  }

  #show(state) {
    const { kept, needs } = this.sender;
    const changes = `${kept} ${kept === 1 ? "change" : "changes"}`;
    const [text, look] = {
      offline: [`${changes} kept on this device, offline`, "warn"],
      server: [`${changes} kept on this device, trying again`, "warn"],
      signin: [`Sign in to save ${changes}`, "bad"],
      storage: ["Cannot keep changes on this device", "bad"],
      needs: [needs === 1 ? "1 change needs you" : `${needs} changes need you`, "warn"],
      saving: ["Saving…", "saving"],
      saved: ["Saved", "saved"],
    }[state];
    this.#shown = state;
    if (this.text.textContent !== text) this.text.textContent = text;
    this.element.dataset.state = look;
    this.retry.textContent = { needs: "Show", signin: "Sign in" }[state] ?? "Retry now";
    this.retry.hidden = !["server", "offline", "needs", "signin"].includes(state);
  }

  #leaving(event) {
    const { kept, oldest, safe } = this.sender;
    if (kept > 0 && (Date.now() - oldest > 3000 || !navigator.onLine || !safe)) event.preventDefault();
  }
}
