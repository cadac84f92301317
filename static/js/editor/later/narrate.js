// What the page says about itself, also to people who listen.

import { pixels } from "../geometry.js";
import { kept } from "../session.js";
import { nounOf } from "./nouns.js";
import { sentBack } from "./walks.js";

const HINTS = {
  draw: "Drag, or click two corners, to draw a box",
  polygon: "Click the corners; double click or click the first one to close",
  point: "Click the point",
  points: "Click the outermost point on each of four sides",
  select: "Click a box to select it; drag to move it or the picture",
  look: "Your role is to look: click a box to see what it says",
};

/** Keep the words of the page in step with its editor. */
export function narrate(editor) {
  const { element, store, announcer, stage } = editor;
  const find = (selector) => element.querySelector(selector);

  const hint = () => (find("[data-hint]").textContent = HINTS[store.setting("looks") ? "look" : store.setting("tool")]);
  let counting = 0;
  const count = () => (counting ||= requestAnimationFrame(counted));
  const counted = () => {
    counting = 0;
    const boxes = store.shown().filter((one) => one.shape !== "none").length;
    stage.setAttribute("aria-label", `Picture, ${boxes} ${boxes === 1 ? "box" : "boxes"}`);
    find("[data-count]").textContent = boxes;
    const back = sentBack(store).length;
    find("[data-sent-back]").hidden = !back;
    find("[data-sent-back] p").textContent = `${back} ${back === 1 ? "box" : "boxes"} sent back`;
  };
  const zoom = () => (find("[data-zoom]").textContent = `${Math.round(editor.viewport.scale * 100)} %`);
  const selected = () => {
    const chosen = store.selected();
    if (chosen.length === 1) announcer.say(`${told(editor, chosen[0])}, selected, ${store.number(chosen[0].id)} of ${store.shown().length}`);
    else if (chosen.length) announcer.say(`${chosen.length} selected`);
  };
  const changed = ({ detail }) => {
    count();
    if (detail.origin !== "user") return;
    const gone = detail.changes.filter(({ after }) => !after).length;
    const [first] = detail.changes;
    if (gone) announcer.say(`Deleted ${gone} ${gone === 1 ? "box" : "boxes"}. Undo with Control Z`);
    else if (detail.changes.length === 1) announcer.say(told(editor, first.after));
    else announcer.say(`${detail.name}: ${detail.changes.length}`);
  };

  for (const type of ["tool", "hint"]) store.addEventListener(type, hint);
  store.addEventListener("change", changed);
  store.addEventListener("hide", count);
  store.addEventListener("select", selected);
  editor.viewport.addEventListener("view", zoom);
  hint();
  counted();
  zoom();
  find('[data-action="keep-view"]')?.setAttribute("aria-pressed", kept("keepView", false));
}

function told({ store, concepts, viewport, list }, annotation) {
  const number = store.number(annotation.id);
  const size = annotation.box && pixels(annotation.box, viewport.size);
  const corners = annotation.shape === "polygon" ? `, ${annotation.outline.length} corners` : "";
  const place = size ? `${corners}${annotation.shape === "point" ? "" : `, ${size.width} by ${size.height}`}, at left ${size.left}, top ${size.top}` : "";
  const state = store.setting("mode") === "review" ? `, ${list.row(annotation.id)?.querySelector("[data-state]").textContent}` : "";
  return `${nounOf(annotation)}${annotation.shape === "none" ? "" : ` ${number}`}, ${concepts.caption(annotation)}${place}${state}`;
}
