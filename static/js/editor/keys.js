// The keys of the editor: what each asks for. What people read about them is in later/key-words.js.

const NAMES = { Escape: "Esc", Delete: "Del", Insert: "Ins", " ": "Space", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };

/**
 * Each line: action, bindings, and where it holds. A line holds everywhere unless it names a context;
 * what a context names goes before what holds everywhere.
 */
export const KEYS = [
  ["draw", ["N", "B"]],
  ["points", ["X"]],
  ["polygon", ["O"]],
  ["point", ["K"]],
  ["redraw", ["Shift+N"]],
  ["crosshair", ["C"]],
  ["select", ["V"]],
  ["target", ["W"]],
  ["cancel", ["Esc"]],
  ["concept", ["1 … 0"]],
  ["absent", ["Shift+1 … 0"]],
  ["picker", ["/", "Ctrl+K"]],
  ["next-box", ["."]],
  ["previous-box", [","]],
  ["select-all", ["Ctrl+A"]],
  ["only-these", ["Q"]],
  ["nudge", ["←", "→", "↑", "↓"]],
  ["nudge-far", ["Shift+←", "Shift+→", "Shift+↑", "Shift+↓"]],
  ["edge", ["E"]],
  ["edge-before", ["Shift+E"]],
  ["add-corner", ["Ins"]],
  ["details", ["Enter"]],
  ["delete", ["Del", "Backspace"]],
  ["cross", ["←", "→", "↑", "↓"], "drawing"],
  ["cross-far", ["Shift+←", "Shift+→", "Shift+↑", "Shift+↓"], "drawing"],
  ["corner", ["Enter"], "drawing"],
  ["copy", ["Ctrl+C"]],
  ["paste", ["Ctrl+V"]],
  ["previous-boxes", ["P"]],
  ["comment", ["M"]],
  ["duplicate", ["Ctrl+D"]],
  ["same-size", ["S"]],
  ["accept", ["A", "Enter"], "suggestion"],
  ["reject", ["R", "Del", "Backspace"], "suggestion"],
  ["first-suggestion", ["A", "R"]],
  ["accept-all", ["Shift+A"]],
  ["approve", ["A"], "review"],
  ["send-back", ["R"], "review"],
  ["approve-all", ["Shift+A"], "review"],
  ["send-back-all", ["Shift+R"], "review"],
  ["hide", ["H"]],
  ["hide-all", ["T"]],
  ["lock", ["L"]],
  ["fit", ["Z"]],
  ["keep-view", ["Shift+V"]],
  ["zoom-selection", ["Shift+Z"]],
  ["zoom-in", ["+", "="]],
  ["zoom-out", ["-"]],
  ["adjust", ["I"]],
  ["adjust-reset", ["Shift+I"]],
  ["pan", ["Space"]],
  ["undo", ["Ctrl+Z"]],
  ["redo", ["Ctrl+Shift+Z", "Ctrl+Y"]],
  ["save", ["Ctrl+S"]],
  ["submit", ["Ctrl+Enter"]],
  ["skip", ["Ctrl+Space"]],
  ["next-image", ["F", "Ctrl+→"]],
  ["previous-image", ["D", "Ctrl+←"]],
  ["next-unlabelled", ["Shift+F"]],
  ["go-to", ["G"]],
  ["keys", ["?", "F1"]],
].map(([action, bindings, context = null]) => ({ action, bindings, context }));

/** The table with a person's own bindings, {action: [binding, …]}, in place of the usual ones; a key of theirs means nothing else. */
export function keysWith(own) {
  const taken = new Set(KEYS.flatMap(({ action, context }) => (own[action] ?? []).map((one) => context + one)));
  return KEYS.map((line) => ({ ...line, bindings: own[line.action]?.length ? own[line.action] : line.bindings.filter((one) => !taken.has(line.context + one)) }));
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
