// Brightness, contrast, saturation, a curve for the shadows, invert: how the picture is shown, never what is stored.

import { filterOf, isPlain, PLAIN } from "./tones.js";
import { keep, kept } from "../session.js";

/** Sliders in a popover; the values are kept for each app, in this tab. */
class Adjust {
  #form;
  #name;

  constructor(editor) {
    this.editor = editor;
    this.#form = editor.element.querySelector("[data-adjust]");
    this.#name = `adjust ${editor.element.dataset.app}`;
    this.#form.addEventListener("input", () => this.#take(this.#read()));
    this.#form.addEventListener("toggle", ({ newState }) => this.#opened(newState === "open"));
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#write(kept(this.#name, PLAIN));
  }

  /** Open the sliders, or close them. */
  toggle() {
    this.#form.togglePopover();
  }

  /** Show the picture as it is. */
  reset() {
    this.#write(PLAIN);
    keep(this.#name, PLAIN);
    this.editor.hint("The picture is shown as it is");
  }

  #take(values) {
    keep(this.#name, values);
    this.#show(values);
  }

  #read() {
    const { elements } = this.#form;
    const numbers = Object.keys(PLAIN).filter((name) => name !== "invert").map((name) => [name, Number(elements[name].value)]);
    return { ...Object.fromEntries(numbers), invert: elements.invert.checked };
  }

  #write(values) {
    for (const [name, value] of Object.entries({ ...PLAIN, ...values })) {
      if (name === "invert") this.#form.elements.invert.checked = value;
      else this.#form.elements[name].value = value;
    }
    this.#show(this.#read());
  }

  #show(values) {
    for (const field of this.#form.querySelectorAll("input[type=range]")) field.parentElement.querySelector("output").value = Number(field.value).toFixed(2);
    // The larger the number, the lighter the shadows: an exponent works the other way round.
    for (const curve of this.#form.querySelectorAll("feComponentTransfer > *")) curve.setAttribute("exponent", 1 / values.gamma);
    const { element } = this.editor;
    // The loupe and whatever else shows the picture inherit it.
    element.querySelector(".work").style.setProperty("--adjusted", filterOf(values));
    const button = element.querySelector(".tools [data-action=adjust]");
    button.querySelector("[data-on]").hidden = isPlain(values);
  }

  #opened(open) {
    const { stage, element } = this.editor;
    element.querySelector(".tools [data-action=adjust]").setAttribute("aria-expanded", open);
    if (open) this.#form.elements.brightness.focus();
    else stage.focus({ preventScroll: true });
  }
}

/** Give an editor its adjustments. */
export function give(editor) {
  editor.adjust = new Adjust(editor);
}
