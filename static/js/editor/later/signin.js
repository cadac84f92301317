// The session has ended: sign in without leaving the page. What is drawn meanwhile is kept on this device.

import { signIn } from "../../sign-in.js";

/** The dialog behind the save chip; the same person goes on, another one gets a page of their own. */
export class SignIn {
  #dialog;
  #told = false;

  constructor({ element, sender, announcer, user, signal }) {
    Object.assign(this, { sender, announcer, user });
    this.#dialog = element.querySelector("[data-sign-in]");
    this.#dialog.querySelector("form").addEventListener("submit", (event) => this.#send(event));
    sender.addEventListener("sync", () => this.#tell(), { signal });
    this.#tell();
  }

  /** Open the dialog. */
  open() {
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  #tell() {
    const out = this.sender.problem === "signin";
    if (out && !this.#told) this.announcer.ask("You are signed out. What you draw is kept on this device.", { "Sign in": () => this.open() });
    this.#told = out;
  }

  async #send(event) {
    event.preventDefault();
    const form = event.target;
    const problem = form.querySelector("[role=alert]");
    const button = form.querySelector("button.main");
    button.disabled = true;
    const { user, address, errors } = await signIn(this.user, form.dataset.action, Object.fromEntries(new FormData(form)));
    button.disabled = false;
    problem.textContent = errors?.join(" ") ?? "";
    if (address) return location.assign(`${address}${address.includes("?") ? "&" : "?"}next=${encodeURIComponent(location.pathname)}`);
    if (!user) return;
    if (user !== this.user) return location.reload();
    form.reset();
    this.#dialog.close();
    this.announcer.quiet();
    this.sender.wake();
  }
}
