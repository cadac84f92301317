// What the first actions of the keys and buttons do; the others come with later/actions.js.

// Who takes a drawing tool draws something new: the selection would take the keys.
export function toggle(editor, tool) {
  const { store } = editor;
  if (store.setting("tool") === tool) return letGo(editor);
  store.select([]);
  store.set("tool", tool);
}

// Who puts a drawing tool down selects.
function letGo({ later, store }) {
  later.take("select", () => store.set("tool", "select"));
}

// About the pointer, or where that is elsewhere about the middle.
function zoom({ viewport, pointer }, factor) {
  viewport.zoomAt(factor, pointer.inside ? pointer.last : viewport.middle);
}

function step(editor, way) {
  const action = editor.undo[way]();
  if (!action) return editor.announcer.say(way === "undo" ? "Nothing to undo" : "Nothing to redo");
  const left = action.leftOut ? `; ${action.leftOut} changed elsewhere and stay` : "";
  editor.announcer.say(`${way === "undo" ? "Undone" : "Done again"}: ${action.name}${left}`);
}

function cancel(editor) {
  const { store, picker } = editor;
  if (picker?.isOpen) return picker.close();
  if (editor.tool.busy) return editor.tool.cancel();
  if (editor.corners?.leave()) return;
  if (store.selection.size) return store.select([]);
  letGo(editor);
}

function remove(editor) {
  if (editor.corners?.remove()) return;
  const stay = editor.deeds.remove();
  if (stay) editor.announcer.say(`${stay} of others stay`);
}

/** The keys that first take back what is being drawn. */
export const TAKES_BACK = ["Backspace", "Delete"];

/** What nobody can do whose role is to look. */
export const DRAWS = ["draw", "points", "polygon", "point", "add-corner", "paste", "previous-boxes", "redraw", "concept", "absent", "picker", "target", "duplicate", "same-size", "accept", "reject", "accept-all", "first-suggestion", "delete", "crosshair"];

/** The actions by name; each gets the editor and what the key press says. */
export const ACTIONS = {
  draw: (editor) => toggle(editor, "draw"),
  points: (editor) => toggle(editor, "points"),
  polygon: (editor) => toggle(editor, "polygon"),
  point: (editor) => toggle(editor, "point"),
  select: letGo,
  target: ({ store }) => store.set("target", store.setting("target") === "box" ? "image" : "box"),
  cancel,
  concept: ({ naming }, { digit }) => naming.byDigit(digit, 1),
  absent: ({ naming }, { digit }) => naming.byDigit(digit, 0),
  delete: remove,
  fit: ({ viewport }) => viewport.toggleFit(),
  "zoom-in": (editor) => zoom(editor, 1.25),
  "zoom-out": (editor) => zoom(editor, 0.8),
  pan: ({ pointer }) => (pointer.space = true),
  undo: (editor) => step(editor, "undo"),
  redo: (editor) => step(editor, "redo"),
  save(editor) {
    editor.sender.wake();
    editor.announcer.say(editor.sender.kept ? `${editor.sender.kept} changes are being saved` : "Everything is saved");
  },
  submit(editor) {
    const form = editor.element.querySelector("form[data-submit]");
    if (form) form.requestSubmit();
    else editor.do("next-image");
  },
};
