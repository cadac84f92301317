// The keys of the editor: the one table from which key presses, tooltips, the overlay and the help page are made.

const NAMES = { Escape: "Esc", Delete: "Del", Insert: "Ins", " ": "Space", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };

/**
 * Each line: action, bindings, what it does, and where it holds. A line holds everywhere unless it names a context;
 * what a context names goes before what holds everywhere.
 */
export const KEYS = [
  ["draw", ["N", "B"], "Draw boxes; again: stop", null, "Tools"],
  ["points", ["X"], "Four points: top, left, bottom, right, in any order", null, "Tools"],
  ["polygon", ["O"], "Polygon: click the corners, then the first one again", null, "Tools"],
  ["point", ["K"], "Point: one click", null, "Tools"],
  ["redraw", ["Shift+N"], "Draw the selected box again", null, "Tools"],
  ["crosshair", ["C"], "Crosshair on or off", null, "Tools"],
  ["select", ["V"], "Select, move and resize", null, "Tools"],
  ["target", ["W"], "Digits name the whole image, or boxes", null, "Tools"],
  ["cancel", ["Esc"], "Cancel, then deselect, then the select tool", null, "Tools"],
  ["concept", ["1 … 0"], "Concept 1 to 10: of the selection, else of new boxes", null, "Concepts"],
  ["absent", ["Shift+1 … 0"], "The same concept as absent; again: remove it", null, "Concepts"],
  ["picker", ["/", "Ctrl+K"], "Choose a concept by typing", null, "Concepts"],
  ["next-box", ["."], "Next box", null, "Boxes"],
  ["previous-box", [","], "Previous box", null, "Boxes"],
  ["select-all", ["Ctrl+A"], "Select all boxes", null, "Boxes"],
  ["nudge", ["←", "→", "↑", "↓"], "Move the selection by 1 pixel; nothing selected: the view", null, "Boxes"],
  ["nudge-far", ["Shift+←", "Shift+→", "Shift+↑", "Shift+↓"], "Move by 10 pixels", null, "Boxes"],
  ["edge", ["E"], "Choose the edge or corner that arrows move", null, "Boxes"],
  ["edge-before", ["Shift+E"], "Choose the edge or corner before", null, "Boxes"],
  ["add-corner", ["Ins"], "Polygon: add a corner after the chosen one", null, "Boxes"],
  ["details", ["Enter"], "Go to the number fields", null, "Boxes"],
  ["delete", ["Del", "Backspace"], "Delete the selection, or the chosen corner", null, "Boxes"],
  ["cross", ["←", "→", "↑", "↓"], "Drawing: move the crosshair by 1 pixel", "drawing", "Tools"],
  ["cross-far", ["Shift+←", "Shift+→", "Shift+↑", "Shift+↓"], "Drawing: move it by 10 pixels", "drawing", "Tools"],
  ["corner", ["Enter"], "Drawing: set a corner at the crosshair", "drawing", "Tools"],
  ["copy", ["Ctrl+C"], "Copy the selection", null, "Boxes"],
  ["paste", ["Ctrl+V"], "Paste, also on another image", null, "Boxes"],
  ["previous-boxes", ["P"], "Boxes of the previous image as suggestions", null, "Suggestions"],
  ["comment", ["M"], "Comment on the selected box, or on the image", null, "Boxes"],
  ["duplicate", ["Ctrl+D"], "Duplicate the selection", null, "Boxes"],
  ["same-size", ["S"], "Same size again: the next click places a box like the selected one", null, "Boxes"],
  ["accept", ["A", "Enter"], "Accept the suggestion, then the next", "suggestion", "Suggestions"],
  ["reject", ["R", "Del", "Backspace"], "Reject the suggestion, then the next", "suggestion", "Suggestions"],
  ["first-suggestion", ["A", "R"], "Show the first suggestion; where there is none, R draws a box", null, "Suggestions"],
  ["accept-all", ["Shift+A"], "Accept all suggestions that are shown", null, "Suggestions"],
  ["approve", ["A"], "Review: approve, then the next", "review", "Review"],
  ["send-back", ["R"], "Review: send back with a reason, then the next", "review", "Review"],
  ["approve-all", ["Shift+A"], "Review: approve all that is undecided, then the next image", "review", "Review"],
  ["send-back-all", ["Shift+R"], "Review: send the whole image back, then the next image", "review", "Review"],
  ["hide", ["H"], "Hide the selection, or show it", null, "View"],
  ["hide-all", ["T"], "Hide all boxes, or show them", null, "View"],
  ["lock", ["L"], "Lock the selection against the pointer, or unlock it", null, "View"],
  ["fit", ["Z"], "Whole picture, or its own size", null, "View"],
  ["keep-view", ["Shift+V"], "Keep this view on the next image, or show it whole", null, "View"],
  ["zoom-selection", ["Shift+Z"], "Zoom to the selection", null, "View"],
  ["zoom-in", ["+", "="], "Zoom in", null, "View"],
  ["zoom-out", ["-"], "Zoom out", null, "View"],
  ["adjust", ["I"], "Brightness, contrast and more of the picture", null, "View"],
  ["adjust-reset", ["Shift+I"], "Show the picture as it is", null, "View"],
  ["pan", ["Space"], "Hold and drag: move the picture", null, "View"],
  ["undo", ["Ctrl+Z"], "Undo", null, "Work"],
  ["redo", ["Ctrl+Shift+Z", "Ctrl+Y"], "Redo", null, "Work"],
  ["save", ["Ctrl+S"], "Save now, and say what is saved", null, "Work"],
  ["submit", ["Ctrl+Enter"], "Submit and next", null, "Work"],
  ["skip", ["Ctrl+Space"], "Skip: Enter, or a reason before", null, "Work"],
  ["next-image", ["F", "Ctrl+→"], "Next image, nothing submitted", null, "Work"],
  ["previous-image", ["D", "Ctrl+←"], "Previous image", null, "Work"],
  ["next-unlabelled", ["Shift+F"], "Next image without my labels", null, "Work"],
  ["go-to", ["G"], "Go to the image with a number", null, "Work"],
  ["keys", ["?", "F1"], "Show the keys", null, "Work"],
].map(([action, bindings, says, context, group]) => ({ action, bindings, says, context, group }));

/** The table with a person's own bindings, {action: [binding, …]}, in place of the usual ones. */
export function keysWith(own) {
  return KEYS.map((line) => (own[line.action]?.length ? { ...line, bindings: own[line.action] } : line));
}

/** The bindings that mean two things in one context: {binding: [action, …]}. */
export function clashes(table) {
  const held = new Map();
  for (const { action, bindings, context } of table)
    for (const binding of bindings) held.set(`${context ?? ""} ${binding}`, [...(held.get(`${context ?? ""} ${binding}`) ?? []), action]);
  return new Map([...held].filter(([, actions]) => actions.length > 1).map(([name, actions]) => [name.slice(name.indexOf(" ") + 1), actions]));
}

/** Write a key press as the table does; ⌘ counts as Ctrl, and Shift only where the character does not show it. */
export function written({ key, ctrlKey = false, metaKey = false, shiftKey = false }) {
  const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const shifted = shiftKey && (name.length > 1 || /[\p{L}←→↑↓]/u.test(name));
  return `${ctrlKey || metaKey ? "Ctrl+" : ""}${shifted ? "Shift+" : ""}${name}`;
}

/** Find what a key press asks for: {action, key, digit}, or null. Characters win over digit positions. */
export function actionFor(event, contexts = [], table = KEYS) {
  if (event.altKey) return null;
  const key = written(event);
  const lines = table.filter((line) => line.bindings.includes(key));
  const line = lines.find(({ context }) => contexts.includes(context)) ?? lines.find(({ context }) => !context);
  if (line) return { action: line.action, key: event.key, repeat: event.repeat };
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code ?? "");
  if (!digit || event.ctrlKey || event.metaKey) return null;
  return { action: event.shiftKey ? "absent" : "concept", digit: (Number(digit[1]) + 9) % 10 };
}

/** Build the table of keys, one group a column, for the overlay and the help page. */
export function keyTable(page, first = "Tools", lines = KEYS) {
  const groups = [...new Set(lines.map(({ group }) => group))].sort((a, b) => (b === first) - (a === first));
  const table = page.createElement("div");
  table.className = "key-table";
  for (const group of groups) {
    const section = table.appendChild(page.createElement("section"));
    section.appendChild(page.createElement("h3")).textContent = group;
    const list = section.appendChild(page.createElement("dl"));
    for (const line of lines.filter((candidate) => candidate.group === group)) {
      const term = list.appendChild(page.createElement("dt"));
      for (const binding of short(line.bindings)) term.appendChild(page.createElement("kbd")).textContent = binding;
      list.appendChild(page.createElement("dd")).textContent = line.says;
    }
  }
  return table;
}

// Four arrows are one word.
function short(bindings) {
  const arrows = bindings.filter((binding) => /[←→↑↓]$/.test(binding));
  return arrows.length < 4 ? bindings : [`${arrows[0].slice(0, -1)}Arrows`, ...bindings.filter((one) => !arrows.includes(one))];
}

/** Tell on each button, in its tooltip, the keys that do the same. */
export function nameKeys(root, table = KEYS) {
  for (const button of root.querySelectorAll("[data-action]")) {
    const line = table.find(({ action }) => action === button.dataset.action);
    if (line) button.title = `${line.says} (${line.bindings.join(" or ")})`;
  }
}
