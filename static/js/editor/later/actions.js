// What the actions do that nobody needs in the first moment.

import { keep, kept } from "../session.js";
import { keyTable } from "./key-words.js";
import { show } from "./look-at.js";
import { again, pick } from "./naming.js";
import { goWithout, isCut } from "./onward.js";
import { talk } from "./talk.js";
import { nudge, walk } from "./walks.js";

// Who learnt to press T and then H means one thing: the H does not show the selection again.
const SEQUENCE = 700;
let hidAll = -SEQUENCE;

const EDGES = ["whole", "left", "top", "right", "bottom"];

function hide(editor, ids) {
  editor.store.hide(ids, ids.some((id) => !editor.store.hidden.has(id)));
}

function chooseEdge(editor, by) {
  const { store } = editor;
  if (editor.corners?.step(by)) return;
  store.set("edge", EDGES[(EDGES.indexOf(store.setting("edge")) + by + EDGES.length) % EDGES.length]);
  editor.hint(`Arrows move: ${store.setting("edge")}`);
}

// Held, typed or pointed at: other controls of the page do the same.
const BY_KEY_ALONE = ["nudge", "nudge-far", "cross", "cross-far", "corner", "concept", "absent", "pan"];

// Those of the present tool come first; what can be done by a click is.
function showKeys(editor) {
  const { element, keyboard, store, suggestions, review } = editor;
  const mode = store.setting("mode");
  const first = mode === "review" ? "Review" : suggestions.open().length ? "Suggestions" : "Tools";
  const fits = ({ context, group }) => !context || context === mode || (group === "Suggestions" && mode === "label");
  const offered = (line) => !BY_KEY_ALONE.includes(line.action) && fits(line) && !review?.ignores(line.action);
  const overlay = element.querySelector("[data-keys]");
  const table = keyTable(document, first, keyboard.table, offered);
  table.addEventListener("click", ({ target: { dataset } }) => {
    if (!dataset.does) return;
    overlay.close();
    editor.do(dataset.does);
  });
  overlay.querySelector("[data-table]").replaceChildren(table);
  overlay.showModal();
}

/** The actions by name; each gets the editor and what the key press says. */
export const LATER_ACTIONS = {
  "select-all": ({ store }) => store.select(store.shown().filter((one) => one.shape !== "none" && !store.isHidden(one) && store.wanted(one)).map(({ id }) => id)),
  adjust: async (editor) => (await editor.later.bring("adjust")) && editor.adjust.toggle(),
  "adjust-reset": async (editor) => (await editor.later.bring("adjust")) && editor.adjust.reset(),
  "same-size": async (editor) => (await editor.later.bring("stamp")) && editor.stamp(),
  edge: (editor) => chooseEdge(editor, 1),
  "edge-before": (editor) => chooseEdge(editor, -1),
  "add-corner": async (editor) => (await editor.later.bring("shapes")) && editor.corners.add(),
  redraw: (editor) => again(editor, editor.store.selected()[0]),
  crosshair: ({ crosshair }) => crosshair.toggle(),
  cross: ({ crosshair }, { key, repeat }) => crosshair.step(key, false, repeat),
  "cross-far": ({ crosshair }, { key, repeat }) => crosshair.step(key, true, repeat),
  corner: ({ crosshair }) => crosshair.set(),
  picker: (editor) => pick(editor),
  "next-box": (editor) => walk(editor, 1),
  "previous-box": (editor) => walk(editor, -1),
  "only-these": ({ filter, store }) => filter.like(store.selected()[0]),
  nudge: (editor, { key }) => nudge(editor, key, false),
  "nudge-far": (editor, { key }) => nudge(editor, key, true),
  details: ({ element, later }) => later.bring("numbers").then(() => element.querySelector("[data-details] :is(fieldset, ol):not([hidden]) input:enabled")?.select()),
  copy: ({ clip }) => clip.copy(),
  paste: ({ clip }) => clip.paste(),
  duplicate: ({ clip }) => clip.duplicate(),
  "previous-boxes": ({ clip }) => clip.fetchPrevious(),
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
  "zoom-selection": ({ store, viewport }) => store.selected()[0]?.box && show(viewport, store.selected()[0].box),
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
  keys: (editor) => showKeys(editor),
};
