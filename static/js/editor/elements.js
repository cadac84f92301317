// Small pieces of the panel that script makes: every text goes in as text.

const WIDE = 11;

/** A button with an optional swatch, sign and key cap; `act` is what it does. */
export function button({ text, label, c, sign, digit, pressed, act, className = "button dense concept" }) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.classList.toggle("wide", text.length > WIDE);
  if (label) made.setAttribute("aria-label", label);
  if (pressed !== undefined) made.setAttribute("aria-pressed", pressed);
  if (c !== undefined) span(made, "sw", "").dataset.c = c;
  if (sign) span(made, "sign", sign);
  span(made, "text", text).title = text;
  if (digit) made.appendChild(document.createElement("kbd")).textContent = digit;
  made.addEventListener("click", act);
  return made;
}

/** Show a value in a field; what is being typed there stays, unless the value itself has changed. */
export function fill(field, value) {
  if (document.activeElement === field && field.filled === value) return;
  field.value = field.filled = value;
}

function span(parent, className, text) {
  const made = parent.appendChild(document.createElement("span"));
  made.className = className;
  made.textContent = text;
  return made;
}
