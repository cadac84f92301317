// What people read about the keys: from this and the bindings, tooltips, overlay and help page are made.

import { KEYS } from "../keys.js";

/** What each action does, and the group that it is shown in. */
export const WORDS = {
  draw: ["Draw boxes; again: stop", "Tools"],
  points: ["Four points: top, left, bottom, right, in any order", "Tools"],
  polygon: ["Polygon: click the corners, then the first one again", "Tools"],
  point: ["Point: one click", "Tools"],
  redraw: ["Draw the selected box again", "Tools"],
  crosshair: ["Crosshair on or off", "Tools"],
  select: ["Select, move and resize", "Tools"],
  target: ["Digits name the whole image, or boxes", "Tools"],
  cancel: ["Cancel, then deselect, then the select tool", "Tools"],
  concept: ["Concept 1 to 10: of the selection, else of new boxes", "Concepts"],
  absent: ["The same concept as absent; again: remove it", "Concepts"],
  picker: ["Choose a concept by typing", "Concepts"],
  "next-box": ["Next box", "Boxes"],
  "previous-box": ["Previous box", "Boxes"],
  "select-all": ["Select all boxes that are listed", "Boxes"],
  "only-these": ["List only boxes of the same concept; again: all", "Boxes"],
  nudge: ["Move the selection by 1 pixel; nothing selected: the view", "Boxes"],
  "nudge-far": ["Move by 10 pixels", "Boxes"],
  edge: ["Choose the edge or corner that arrows move", "Boxes"],
  "edge-before": ["Choose the edge or corner before", "Boxes"],
  "add-corner": ["Polygon: add a corner after the chosen one", "Boxes"],
  details: ["Go to the number fields", "Boxes"],
  delete: ["Delete the selection, or the chosen corner", "Boxes"],
  cross: ["Drawing: move the crosshair by 1 pixel", "Tools"],
  "cross-far": ["Drawing: move it by 10 pixels", "Tools"],
  corner: ["Drawing: set a corner at the crosshair", "Tools"],
  copy: ["Copy the selection", "Boxes"],
  paste: ["Paste, also on another image", "Boxes"],
  "previous-boxes": ["Boxes of the previous image as suggestions", "Suggestions"],
  comment: ["Comment on the selected box, or on the image", "Boxes"],
  duplicate: ["Duplicate the selection", "Boxes"],
  "same-size": ["Same size again: the next click places a box like the selected one", "Boxes"],
  accept: ["Accept the suggestion, then the next", "Suggestions"],
  reject: ["Reject the suggestion, then the next", "Suggestions"],
  "first-suggestion": ["Show the first suggestion; where there is none, R draws a box", "Suggestions"],
  "accept-all": ["Accept all suggestions that are shown", "Suggestions"],
  approve: ["Review: approve, then the next", "Review"],
  "send-back": ["Review: send back with a reason, then the next", "Review"],
  "approve-all": ["Review: approve all that is undecided, then the next image", "Review"],
  "send-back-all": ["Review: send the whole image back, then the next image", "Review"],
  hide: ["Hide the selection, or show it", "View"],
  "hide-all": ["Hide all boxes, or show them", "View"],
  lock: ["Lock the selection against the pointer, or unlock it", "View"],
  fit: ["Whole picture, or its own size", "View"],
  "keep-view": ["Keep this view on the next image, or show it whole", "View"],
  "zoom-selection": ["Zoom to the selection", "View"],
  "zoom-in": ["Zoom in", "View"],
  "zoom-out": ["Zoom out", "View"],
  adjust: ["Brightness, contrast and more of the picture", "View"],
  "adjust-reset": ["Show the picture as it is", "View"],
  pan: ["Hold and drag: move the picture", "View"],
  undo: ["Undo", "Work"],
  redo: ["Redo", "Work"],
  save: ["Save now, and say what is saved", "Work"],
  submit: ["Submit and next", "Work"],
  skip: ["Skip: Enter, or a reason before", "Work"],
  "next-image": ["Next image, nothing submitted", "Work"],
  "previous-image": ["Previous image", "Work"],
  "next-unlabelled": ["Next image without my labels", "Work"],
  "go-to": ["Go to the image with a number", "Work"],
  keys: ["Show the keys", "Work"],
};

/** The lines of a table of keys with what each does and the group that it is shown in. */
export function told(table = KEYS) {
  return table.map((line) => ({ ...line, says: WORDS[line.action][0], group: WORDS[line.action][1] }));
}

/** The bindings that mean two things in one context: {binding: [action, …]}. */
export function clashes(table) {
  const held = new Map();
  for (const { action, bindings, context } of table)
    for (const binding of bindings) held.set(`${context ?? ""} ${binding}`, [...(held.get(`${context ?? ""} ${binding}`) ?? []), action]);
  return new Map([...held].filter(([, actions]) => actions.length > 1).map(([name, actions]) => [name.slice(name.indexOf(" ") + 1), actions]));
}

/** Build the table of keys, one group a column, for the overlay and the help page; `offered` are buttons too. */
export function keyTable(page, first = "Tools", keys = KEYS, offered = () => false) {
  const lines = told(keys);
  const groups = [...new Set(lines.map(({ group }) => group))].sort((a, b) => (b === first) - (a === first));
  const table = page.createElement("div");
  table.className = "key-table";
  for (const group of groups) {
    const section = table.appendChild(page.createElement("section"));
    section.appendChild(page.createElement("h3")).textContent = group;
    const list = section.appendChild(page.createElement("dl"));
    const members = lines.filter((candidate) => candidate.group === group);
    list.classList.toggle("offers", members.some(offered));
    for (const line of members) {
      const term = list.appendChild(page.createElement("dt"));
      for (const binding of short(line.bindings)) term.appendChild(page.createElement("kbd")).textContent = binding;
      list.appendChild(page.createElement("dd")).append(offered(line) ? button(page, line) : line.says);
    }
  }
  return table;
}

function button(page, { action, says }) {
  const made = page.createElement("button");
  made.type = "button";
  made.dataset.does = action;
  made.textContent = says;
  return made;
}

// Four arrows are one word.
function short(bindings) {
  const arrows = bindings.filter((binding) => /[←→↑↓]$/.test(binding));
  return arrows.length < 4 ? bindings : [`${arrows[0].slice(0, -1)}Arrows`, ...bindings.filter((one) => !arrows.includes(one))];
}

/** Tell on each button, in its tooltip, the keys that do the same. */
export function nameKeys(root, table = KEYS) {
  const lines = told(table);
  for (const button of root.querySelectorAll("[data-action]")) {
    const line = lines.find(({ action }) => action === button.dataset.action);
    if (line) button.title = `${line.says}${line.bindings.length ? ` (${line.bindings.join(" or ")})` : ""}`;
  }
}
