// The rest of the labelling page, for all that nobody needs in the first moment.

import { LATER_ACTIONS } from "./actions.js";
import { Clip } from "./clip.js";
import { Crosshair } from "./crosshair.js";
import { give as giveDetails } from "./details.js";
import { Filter } from "./filter.js";
import { watch } from "./gone.js";
import { nameKeys } from "./key-words.js";
import { Loupe } from "./loupe.js";
import { Menu } from "./menu.js";
import { narrate } from "./narrate.js";
import { Picker } from "./picker.js";
import { pixelGrid } from "./pixel-grid.js";
import { PointsTool } from "./points.js";
import { fetchAhead } from "./prefetch.js";
import { Room } from "./room.js";
import { rowHands } from "./row-hands.js";
import { sharpen } from "./sharp.js";
import { pulled } from "./sheet.js";
import { SignIn } from "./signin.js";
import { Submit } from "./submit.js";
import { give as giveSuggestions } from "./suggesting.js";

/** Give an editor everything else. */
export function give(editor) {
  const { element, stage, viewport, concepts } = editor;
  const find = (selector) => element.querySelector(selector);
  const { mayAdd, original } = element.dataset;
  giveSuggestions(editor);
  Object.assign(editor.actions, LATER_ACTIONS);
  const [key] = editor.keyboard.table.find(({ action }) => action === "picker").bindings;
  editor.picker = new Picker(find("[data-picker]"), concepts, { mayAdd: mayAdd === "1", key });
  editor.clip = new Clip(editor);
  editor.menu = new Menu(editor);
  editor.crosshair = new Crosshair(editor);
  editor.loupe = new Loupe(stage, viewport);
  editor.tools.points = new PointsTool(editor);
  giveDetails(editor);
  editor.signIn = new SignIn(editor);
  editor.submit = new Submit(editor);
  editor.filter = new Filter(editor);
  rowHands(editor);
  editor.render.chips.Room = Room;
  editor.render.sync([]);
  (globalThis.requestIdleCallback ?? setTimeout)(() => lookAhead(editor));
  narrate(editor);
  watch(editor);
  nameKeys(element, editor.keyboard.table);
  pulled(find("[data-pull]"), find(".work"));
  pixelGrid(editor);
  sharpen(find(".picture"), viewport, original);
  fetchAhead([...element.querySelectorAll("[data-ahead] option")].map(({ value, dataset }) => ({ page: value, picture: dataset.picture })));
}

// How boxes look when they are selected is asked before they are: for many that is half the work of selecting them.
function lookAhead({ store, render }) {
  for (const one of store.shown().filter(({ box }) => box)) {
    render.look(one, true);
    render.chips.look(one, true);
  }
}
