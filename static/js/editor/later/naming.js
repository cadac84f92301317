// Naming by the picker, and drawing a box again.

/** The next box that is drawn is another place for this one. */
export function again(editor, annotation) {
  const { naming, store } = editor;
  if (!annotation || !store.mayPlace(annotation)) return editor.hint("Select a box of yours, then draw it again");
  if (annotation.outline) store.set("tool", annotation.shape);
  else if (!["draw", "points"].includes(store.setting("tool"))) store.set("tool", "draw");
  naming.again = annotation.id;
  editor.hint(`Draw the selected ${annotation.shape} again`);
}

/** Open the picker for what the digits are about. */
export function pick({ deeds, element, naming, picker, store, tool }) {
  const drawing = !!tool.draws;
  const chosen = !drawing && store.setting("target") === "box" && store.selected()[0];
  const place = store.setting("target") === "image" ? "[data-whole]" : "[data-choices]";
  const beside = chosen?.box ? naming.beside(chosen.box) : element.querySelector(place);
  picker.open((id, value) => deeds.name(id, value, drawing), beside);
}
