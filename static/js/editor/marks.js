// What stands in attributes for styles, and on the buttons: the tool, the selection, what can be undone.

/** Keep the marks of the page in step with its editor; what is said in words comes with later/narrate.js. */
export function mark({ element, store, undo, stage }) {
  const find = (selector) => element.querySelector(selector);
  const tool = () => {
    const name = store.setting("tool");
    element.dataset.tool = name;
    stage.classList.toggle("drawing", name !== "select");
    for (const one of ["draw", "points", "polygon", "point", "select"]) find(`[data-action="${one}"]`)?.setAttribute("aria-pressed", name === one);
    stage.dataset.over = "";
  };
  const steps = () => {
    for (const [way, name] of [["undo", undo.undoable], ["redo", undo.redoable]]) {
      const button = find(`[data-action="${way}"]`);
      if (!button) continue;
      if (!name && button === document.activeElement) find("[data-action=select]").focus();
      button.disabled = !name;
      button.querySelector(".vh").textContent = name ? `${way} ${name}` : way;
    }
  };
  const selected = () => {
    const ids = store.selected().map(({ id }) => id);
    element.dataset.selected = ids.join(" ");
    element.dispatchEvent(new CustomEvent("annotation:selected", { bubbles: true, detail: { id: ids[0] ?? null } }));
  };

  store.addEventListener("tool", tool);
  store.addEventListener("select", selected);
  undo.addEventListener("steps", steps);
  tool();
  steps();
}
