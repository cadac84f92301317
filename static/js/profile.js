// Own keys for labelling: a field for each action takes what is pressed in it; two equal ones are not saved.

import { keysWith, written } from "./editor/keys.js";
import { clashes, told } from "./editor/later/key-words.js";

const LINES = told();
const FIXED = ["concept", "absent", "nudge", "nudge-far", "cross", "cross-far", "pan"];
const MODIFIERS = ["Shift", "Control", "Alt", "Meta", "AltGraph"];

const form = document.querySelector("[data-own-keys-form]");
const store = form.elements.keys;
const own = JSON.parse(store.value || "null") ?? {};

function row({ action, bindings, says }) {
  const label = document.createElement("label");
  label.append(says);
  const field = label.appendChild(document.createElement("input"));
  field.readOnly = true;
  field.placeholder = bindings.join(" or ");
  field.value = (own[action] ?? []).join(" or ");
  field.addEventListener("keydown", (event) => pressed(event, action, field));
  return label;
}

// Tab still leads on; a browser keeps some keys with Ctrl and Alt to itself.
function pressed(event, action, field) {
  if (event.key === "Tab" || MODIFIERS.includes(event.key) || event.altKey) return;
  event.preventDefault();
  if (event.key === "Backspace") delete own[action];
  else own[action] = [written(event)];
  field.value = (own[action] ?? []).join(" or ");
  store.value = JSON.stringify(own);
  check();
}

function check() {
  const says = (action) => LINES.find((line) => line.action === action).says;
  const [clash] = clashes(keysWith(own));
  const words = clash ? `${clash[0]} means two things: ${clash[1].map(says).join("; ")}.` : "";
  document.querySelector("[data-clash]").textContent = words;
  form.querySelector("button.main").disabled = !!clash;
}

document.querySelector("[data-own-keys]").replaceChildren(...LINES.filter(({ action }) => !FIXED.includes(action)).map(row));
check();
