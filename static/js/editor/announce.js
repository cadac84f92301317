// What is told to people who do not see the picture: one polite line, last message wins, and one for trouble.

const PAUSE = 150;

/** The live regions of the page. */
export class Announcer {
  #polite;
  #alarm;
  #timer = null;

  constructor(root) {
    this.#polite = root.querySelector("[data-live]");
    this.#alarm = root.querySelector("[data-alarm]");
    this.#alarm.querySelector("[data-close]").addEventListener("click", () => (this.#alarm.hidden = true));
  }

  /** Tell something when things have come to rest. */
  say(text) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#polite.textContent = text), PAUSE);
  }

  /** Tell of trouble at once; it stays until the next trouble or until it is closed. */
  alarm(text) {
    this.ask(text, {});
  }

  /** The trouble is over: all of it, or that which was told by a text. */
  quiet(text) {
    const told = this.#alarm.querySelector("[data-text]").textContent;
    this.#alarm.hidden ||= text === undefined || text === told;
  }

  /** Tell of trouble and offer answers: {words: what they do}. */
  ask(text, answers) {
    this.#alarm.querySelector("[data-text]").textContent = text;
    const buttons = Object.entries(answers || {}).map(([words, act]) => {
      const answer = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: words });
      answer.addEventListener("click", () => {
        this.#alarm.hidden = true;
        act();
      });
      return answer;
    });
    this.#alarm.querySelector("[data-answers]").replaceChildren(...buttons);
    this.#alarm.hidden = false;
  }
}
