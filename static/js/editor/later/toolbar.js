// The tool bar is one stop of the Tab key; arrows, Home and End go from tool to tool.

import { fadeEdges } from "./edges.js";

const WAYS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Make one stop of an editor's tools; on a phone they, and the concepts, lie in rows that may go on beyond the window. */
export function give({ element }) {
  const bar = element.querySelector("[role=toolbar]");
  for (const row of [bar, element.querySelector("[data-choices]")]) fadeEdges(row);
  stopAt(bar, bar.querySelector("[aria-pressed=true]") ?? bar.querySelector("button"));
  bar.addEventListener("focusin", ({ target }) => stopAt(bar, target.closest("button")));
  bar.addEventListener("keydown", (event) => walk(bar, event));
  // A button that can do no more, for instance the last undo, is no place to come to.
  new MutationObserver(([{ target }]) => target.disabled && !target.tabIndex && stopAt(bar, bar.querySelector("button"))).observe(bar, { subtree: true, attributeFilter: ["disabled"] });
}

function walk(bar, event) {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  const buttons = [...bar.querySelectorAll("button:enabled")].filter((one) => one.checkVisibility());
  const at = buttons.indexOf(target.closest("button"));
  const to = { Home: 0, End: buttons.length - 1 }[key] ?? (WAYS[key] && (at + WAYS[key] + buttons.length) % buttons.length);
  if (to === undefined || ctrlKey || metaKey || altKey) return;
  event.preventDefault();
  event.stopPropagation();
  buttons[to].focus();
}

// On a phone the tools lie side by side.
function stopAt(bar, button) {
  if (!button) return;
  for (const one of bar.querySelectorAll("button")) one.tabIndex = one === button ? 0 : -1;
  bar.setAttribute("aria-orientation", bar.offsetWidth > bar.offsetHeight ? "horizontal" : "vertical");
}
