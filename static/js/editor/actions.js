// What each action of the keys and buttons does.

import { nudged } from "./geometry.js";
import { goWithout, isCut } from "./onward.js";
import { keep, kept } from "./session.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const EDGES = ["whole", "left", "top", "right", "bottom"];

function nudge(editor, key, far) {
  const { store, deeds, viewport } = editor;
  const [dx, dy] = STEPS[key].map((step) => step * (far ? 10 : 1));
  const chosen = store.selected().filter((one) => store.mayPlace(one));
  if (!store.selection.size) return viewport.panByShare(-STEPS[key][0] * (far ? 0.5 : 0.1), -STEPS[key][1] * (far ? 0.5 : 0.1));
  const edge = store.setting("edge");
  const boxes = new Map(chosen.map(({ id, box }) => [id, nudged(box, edge, dx, dy, viewport.size)]));
  const merge = `nudge ${[...boxes.keys()].join(" ")}`;
  deeds.place("nudge", boxes, { facts: { tool: "keys" }, merge });
}

// Sent-back ones alone as long as there are any; else in reading order, suggestions least sure first.
function walk(editor, step) {
  const { store, suggestions } = editor;
  const open = suggestions.open();
  const [chosen] = store.selected();
  const boxes = store.shown().filter((one) => one.shape !== "none" && !store.isHidden(one));
  const back = store.sentBack();
  const list = back.length ? back : chosen && store.asks(chosen) ? open : [...boxes].sort((one, other) => place(one) - place(other));
  if (!list.length) return;
  const at = list.findIndex(({ id }) => id === chosen?.id);
  const next = list[(at < 0 ? (step > 0 ? 0 : list.length - 1) : at + step + list.length) % list.length];
  store.select([next.id]);
  editor.look.at(next);
}

function place({ box }) {
  return box ? Math.round(box.top * 20) * 2 + box.left : 0;
}

function answer(editor, say) {
  const chosen = editor.store.selected().filter((one) => editor.store.asks(one));
  editor.suggestions[say](chosen.length ? chosen : editor.suggestions.open().slice(0, 1));
}

function hide(editor, ids) {
  editor.store.hide(ids, ids.some((id) => !editor.store.hidden.has(id)));
}

function step(editor, way) {
  const action = editor.undo[way]();
  if (!action) return editor.announcer.say(way === "undo" ? "Nothing to undo" : "Nothing to redo");
  const left = action.leftOut ? `; ${action.leftOut} changed elsewhere and stay` : "";
  editor.announcer.say(`${way === "undo" ? "Undone" : "Done again"}: ${action.name}${left}`);
}

// Who takes a drawing tool draws something new: the selection would take the keys.
function toggle({ store }, tool) {
  const on = store.setting("tool") === tool;
  if (!on) store.select([]);
  store.set("tool", on ? "select" : tool);
}

function cancel(editor) {
  const { store, picker } = editor;
  if (picker.isOpen) return picker.close();
  if (editor.tool.busy) return editor.tool.cancel();
  if (store.selection.size) return store.select([]);
  store.set("tool", "select");
}

function remove(editor) {
  const stay = editor.deeds.remove();
  if (stay) editor.announcer.say(`${stay} of others stay`);
}

/** The actions by name; each gets the editor and what the key press says. */
export const ACTIONS = {
  draw: (editor) => toggle(editor, "draw"),
  points: (editor) => toggle(editor, "points"),
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
  "next-sent-back": (editor) => walk(editor, 1),
  "previous-box": (editor) => walk(editor, -1),
  "select-all": ({ store }) => store.select(store.shown().filter((one) => one.shape !== "none" && !store.isHidden(one)).map(({ id }) => id)),
  nudge: (editor, { key }) => nudge(editor, key, false),
  "nudge-far": (editor, { key }) => nudge(editor, key, true),
  edge(editor) {
    editor.store.set("edge", EDGES[(EDGES.indexOf(editor.store.setting("edge")) + 1) % EDGES.length]);
    editor.hint(`Arrows move: ${editor.store.setting("edge")}`);
  },
  details: ({ element }) => element.querySelector("[data-details] input:enabled")?.select(),
  delete: remove,
  comment: ({ comments }) => comments.open(),
  copy: ({ clip }) => clip.copy(),
  paste: ({ clip }) => clip.paste(),
  duplicate: ({ clip }) => clip.duplicate(),
  "previous-boxes": ({ clip }) => clip.fetchPrevious(),
  accept: (editor) => answer(editor, "accept"),
  reject: (editor) => (editor.suggestions.open().length ? answer(editor, "reject") : ACTIONS.draw(editor)),
  "accept-all": ({ suggestions }) => suggestions.accept(suggestions.open()),
  hide: (editor) => hide(editor, [...editor.store.selection]),
  lock({ store }) {
    const ids = [...store.selection];
    store.lock(ids, ids.some((id) => !store.locked.has(id)));
  },
  "hide-all": (editor) => hide(editor, editor.store.all().map(({ id }) => id)),
  fit: ({ viewport }) => viewport.toggleFit(),
  "zoom-selection": ({ store, viewport }) => store.selected()[0]?.box && viewport.show(store.selected()[0].box),
  "zoom-in": ({ viewport, pointer }, { key }) => viewport.zoomAt(1.25, key ? pointer.last : viewport.middle),
  "zoom-out": ({ viewport, pointer }, { key }) => viewport.zoomAt(0.8, key ? pointer.last : viewport.middle),
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
  skip: ({ element }) => element.querySelector("form[data-skip]")?.requestSubmit(),
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
