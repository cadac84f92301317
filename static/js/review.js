// Keys of the review page; every one of them presses a button that is there without script too.

let moved = false; // a decision was taken here, so the next part takes the focus

/** The board of one input: A approves, R sends back, Shift+A approves all, . and , walk, N goes to the next input. */
class ReviewBoard extends HTMLElement {
  connectedCallback() {
    this.keys = new AbortController();
    const { signal } = this.keys;
    document.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    this.addEventListener("submit", () => (moved = true), { signal });
    this.addEventListener("click", (event) => this.#shown(event), { signal });
    if (moved) (this.#open()[0] ?? this.querySelector("[data-next]"))?.focus();
    moved = false;
  }

  disconnectedCallback() {
    this.keys.abort();
  }

  #open() {
    return [...this.querySelectorAll("[data-open]")];
  }

  /** The row that has the focus, else the first one to decide. */
  #row() {
    return document.activeElement.closest?.(".review-row") ?? this.#open()[0];
  }

  #pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    const field = event.target.closest("input:not([type=hidden]), textarea, select");
    const deed = field ? this.#inField(event, field) : this.#deed(event);
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  /** In a reason: Esc takes it back, and a digit in the empty field gives one of the app's reasons. */
  #inField(event, field) {
    const place = field.closest("details");
    if (!place) return null;
    if (event.key === "Escape") return () => this.#close(place);
    const reason = /^[1-9]$/.test(event.key) && !field.value && place.querySelectorAll("button[name=reason]")[event.key - 1];
    return reason ? () => reason.click() : null;
  }

  #deed(event) {
    const row = this.#row();
    const click = (selector, within = this) => {
      const button = within?.querySelector(selector);
      return button ? () => button.click() : null;
    };
    switch (event.key) {
      case "A": return click("[data-approve-all]");
      case "a": return click("[data-approve]", row);
      case "r": return row?.querySelector("details") ? () => this.#ask(row.querySelector("details")) : null;
      case "n": return click("[data-next]");
      case ".": return () => this.#step(1);
      case ",": return () => this.#step(-1);
      case "Escape": return row?.querySelector("details[open]") ? () => this.#close(row.querySelector("details")) : null;
      default: return null;
    }
  }

  #ask(place) {
    place.open = true;
    place.querySelector("input[name=reason]").focus();
  }

  #close(place) {
    place.open = false;
    place.querySelector("summary").focus();
  }

  #step(by) {
    const rows = [...this.querySelectorAll(".review-row")];
    const here = rows.indexOf(document.activeElement.closest?.(".review-row"));
    rows[(here + by + rows.length) % rows.length]?.focus();
  }

  /** A click on a box goes to its row. */
  #shown(event) {
    const shape = event.target.closest("[data-shows]");
    if (!shape) return;
    event.preventDefault();
    document.getElementById(shape.dataset.shows)?.focus();
  }
}

customElements.define("review-board", ReviewBoard);
