// The questions of disputes and what can be answered.

import { isReshapable } from "../outline.js";
import { again } from "./naming.js";
import { nounOf } from "./nouns.js";

/** Say what happened, in words for people. */
export function questionOf({ by, at, theirs, refused, message }, mine) {
  if (refused) return `Not saved: ${message}`;
  const what = (theirs ?? mine).shape === "none" ? "the image's concepts" : `this ${nounOf(theirs ?? mine).toLowerCase()}`;
  return `${by || "Somebody"} ${theirs ? "changed" : "deleted"} ${what}${at ? ` at ${at}` : ""}${mine ? "" : ", which you deleted"}.`;
}

/** The answers as [words, act]; `act` gets what ends the dispute, and may answer "later" where it only begins something. */
export function answersTo(entry, mine, editor) {
  if (entry.refused) return mine && entry.mine ? triesAgain(entry, editor) : [["All right", (end) => end()]];
  const { by, theirs } = entry;
  const [keep, take, both] = ["mine", "theirs", "both"].map((way) => (end) => settle(entry, way, editor, end));
  const whose = by ? `${by}'s` : "theirs";
  if (!theirs) return [["Restore with my change", keep], ["Leave it deleted", take]];
  if (!mine) return [["Delete it", keep], [`Keep ${whose}`, take]];
  // One person says one thing about the whole image, and what has no tools here cannot be made here either.
  return [["Keep mine", keep], [`Take ${whose}`, take], ...(isReshapable(mine) ? [["Keep both", both]] : [])];
}

// Keep mine is a change on top of theirs; both is mine as a new one.
function settle({ id, theirs, base }, way, { store, deeds }, end) {
  const mine = store.get(id) ?? null;
  const said = mine && { box: mine.box, outline: mine.outline, shape: mine.shape, concepts: mine.concepts };
  end();
  store.accept(id, theirs, { rev: base });
  if (way === "mine") store.commit("keep mine", [{ id, after: mine && { ...(theirs ?? mine), ...said } }]);
  if (way === "both") {
    const copy = { ...deeds.blank(), ...said };
    store.commit("keep both", [{ id: copy.id, after: copy }]);
  }
  if (store.get(id)) store.select([id]);
}

function triesAgain(entry, editor) {
  const { id, code, theirs, base } = entry;
  const back = [theirs || base ? "Take it back" : "Remove it", (end) => takeBack(entry, editor, end)];
  if (code === "concept-gone") return [["Choose another concept", () => chooseAnother(entry, editor)], back];
  const redraw = () => {
    editor.store.select([id]);
    again(editor, editor.store.get(id));
    editor.stage.focus({ preventScroll: true });
    return "later";
  };
  return code === "too-small" ? [["Draw it again", redraw], back] : [back];
}

function chooseAnother({ id, gone }, editor) {
  const { store, concepts, element } = editor;
  const said = new Map([...store.get(id).concepts].filter(([concept]) => concept !== gone));
  const name = (concept, value) => {
    const after = { ...store.get(id), concepts: new Map([[concept, value], ...said].filter(([one], at) => !at || one !== concept)) };
    store.commit(`name ${concepts.get(concept).name}`, [{ id, after }]);
  };
  editor.choose(name, element.querySelector(`[data-dispute="${CSS.escape(id)}"]`));
  return "later";
}

function takeBack({ id, theirs, base }, { store, saver }, end) {
  end();
  // Not as the server's: the row has its revision already, and says otherwise.
  store.accept(id, theirs, { rev: base, origin: "local-replay" });
  // What is stored was not told with the refusal.
  if (base && !theirs) saver.refresh();
}
