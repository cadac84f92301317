// What each action of the keys and buttons does.

import { DRAWING_ACTIONS } from "./drawing-actions.js";
import { goWithout, isCut } from "./onward.js";
import { keep, kept } from "./session.js";
import { nudge, walk } from "./walks.js";
import { talk } from "./wire.js";

// Who learnt to press T and then H means one thing: the H does not show the selection again.
const SEQUENCE = 700;
let hidAll = -SEQUENCE;

function answer({ store, suggestions }, say) {
  suggestions[say](store.selected().filter((one) => store.asks(one)));
}

// What is not selected may not even be seen: it is shown before it is answered.
function showFirst(editor, key) {
  const [first] = editor.suggestions.open();
  if (!first) return key === "r" && ACTIONS.draw(editor);
  editor.store.select([first.id]);
  editor.look.at(first);
}

function hide(editor, ids) {
  editor.store.hide(ids, ids.some((id) => !editor.store.hidden.has(id)));
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
  if (picker.isOpen) return picker.close();
  if (editor.tool.busy) return editor.tool.cancel();
  if (editor.corners?.leave()) return;
  if (store.selection.size) return store.select([]);
  store.set("tool", "select");
}

function remove(editor) {
  if (editor.corners?.remove()) return;
  const stay = editor.deeds.remove();
  if (stay) editor.announcer.say(`${stay} of others stay`);
}

/** The actions by name; each gets the editor and what the key press says. */
export const ACTIONS = {
  ...DRAWING_ACTIONS,
  redraw: ({ store, naming }) => naming.again(store.selected()[0]),
  crosshair: ({ crosshair }) => crosshair.toggle(),
  cross: ({ crosshair }, { key, repeat }) => crosshair.step(key, false, repeat),
  "cross-far": ({ crosshair }, { key, repeat }) => crosshair.step(key, true, repeat),
  corner: ({ crosshair }) => crosshair.set(),
  select: ({ store }) => store.set("tool", "select"),
  target: ({ store }) => store.set("target", store.setting("target") === "box" ? "image" : "box"),
  cancel,
  concept: ({ naming }, { digit }) => naming.byDigit(digit, 1),
  absent: ({ naming }, { digit }) => naming.byDigit(digit, 0),
  picker: ({ naming }) => naming.pick(),
  "next-box": (editor) => walk(editor, 1),
  "previous-box": (editor) => walk(editor, -1),
  "select-all": ({ store }) => store.select(store.shown().filter((one) => one.shape !== "none" && !store.isHidden(one)).map(({ id }) => id)),
  nudge: (editor, { key }) => nudge(editor, key, false),
  "nudge-far": (editor, { key }) => nudge(editor, key, true),
  details: ({ element, later }) => later.bring("numbers").then(() => element.querySelector("[data-details] :is(fieldset, ol):not([hidden]) input:enabled")?.select()),
  delete: remove,
  copy: ({ clip }) => clip.copy(),
  paste: ({ clip }) => clip.paste(),
  duplicate: ({ clip }) => clip.duplicate(),
  "previous-boxes": ({ clip }) => clip.fetchPrevious(),
  accept: (editor) => answer(editor, "accept"),
  reject: (editor) => answer(editor, "reject"),
  "first-suggestion": (editor, { key }) => showFirst(editor, key),
  "accept-all": ({ suggestions }) => suggestions.accept(suggestions.open()),
  comment: (editor) => talk(editor),
  hide: (editor) => performance.now() - hidAll > SEQUENCE && hide(editor, [...editor.store.selection]),
  lock({ store }) {
    const ids = [...store.selection];
    store.lock(ids, ids.some((id) => !store.locked.has(id)));
  },
  "hide-all"(editor) {
    hidAll = performance.now();
    hide(editor, editor.store.all().map(({ id }) => id));
  },
  fit: ({ viewport }) => viewport.toggleFit(),
  "zoom-selection": ({ store, viewport }) => store.selected()[0]?.box && viewport.show(store.selected()[0].box),
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
    else ACTIONS["next-image"](editor);
  },
  skip: ({ element }) => element.querySelector("form[data-skip] button")?.click(),
  "next-image"({ element, sender }) {
    if (!isCut(sender) || !goWithout(element)) element.querySelector("a[data-next]")?.click();
  },
  "previous-image": ({ element }) => element.querySelector("a[data-previous]")?.click(),
  "next-unlabelled": ({ element }) => element.querySelector("[data-unlabelled]").click(),
  "go-to"({ element }) {
    const dialog = element.querySelector("[data-go-to]");
    dialog?.showModal();
    dialog?.querySelector("input").select();
  },
  "keep-view"(editor) {
    keep("keepView", !kept("keepView", false));
    editor.hint(kept("keepView") ? "The next image keeps this view" : "The next image is shown whole");
    editor.element.querySelector("[data-action=keep-view]").setAttribute("aria-pressed", kept("keepView"));
  },
  keys: ({ keyboard }) => keyboard.showOverlay(),
};
