// Own keys for labelling: a field for each action takes what is pressed in it; two equal ones are not saved. Who takes the
// usual key of another action is told what is left without one.

import { keysWith, written } from "./editor/keys.js";
import { clashes, told } from "./editor/later/key-words.js";

const LINES = told();
const FIXED = ["concept", "absent", "nudge", "nudge-far", "cross", "cross-far", "pan"];
const MODIFIERS = ["Shift", "Control", "Alt", "Meta", "AltGraph"];

const form = document.querySelector("[data-own-keys-form]");
const store = form.elements.keys;
const own = JSON.parse(store.value || "null") ?? {};

function row({ action, says }) {
  const label = document.createElement("label");
  label.append(says);
  const field = label.appendChild(document.createElement("input"));
  field.readOnly = true;
  field.dataset.keyOf = action;
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
  const table = keysWith(own);
  const [clash] = clashes(table);
  const without = table.filter(({ bindings }) => !bindings.length).map(({ action }) => says(action));
  const left = without.length ? `No key is left for: ${without.join("; ")}.` : "";
  document.querySelector("[data-clash]").textContent = clash ? `${clash[0]} means two things: ${clash[1].map(says).join("; ")}.` : left;
  for (const field of form.querySelectorAll("[data-key-of]")) {
    const { bindings } = table.find(({ action }) => action === field.dataset.keyOf);
    field.placeholder = bindings.join(" or ") || "no key";
  }
  form.querySelector("button.main").disabled = !!clash;
}

document.querySelector("[data-own-keys]").replaceChildren(...LINES.filter(({ action }) => !FIXED.includes(action)).map(row));
check();
