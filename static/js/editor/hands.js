// What hands work with: the tools and the pointer that leads them; crosshair, loupe and menu join them later.

import { Pointer } from "./pointer.js";
import { BoxTool } from "./tools/box.js";
import { SelectTool } from "./tools/select.js";
import { wheelMeans } from "./viewport.js";

/** Give an editor its hands. */
export function giveHands(editor) {
  const { stage, viewport } = editor;
  editor.tools = { draw: new BoxTool(editor), select: new SelectTool(editor) };
  const heard = (point, held) => {
    if (point) editor.crosshair?.follow(point);
    else editor.crosshair?.leave();
    if (point?.touch && held && editor.tool.busy) editor.loupe?.show(point);
    else editor.loupe?.hide();
  };
  const menu = (point) => editor.later.when("rest", () => editor.menu.open(point));
  editor.pointer = new Pointer(stage, viewport, () => editor.tool, { heard, menu });
  stage.addEventListener("wheel", (event) => turn(editor, event), { passive: false });
  stage.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    if (event.pointerType !== "touch" && !editor.tool.back()) menu(editor.pointer.point(event));
  });
}

function turn({ viewport, pointer, element }, event) {
  event.preventDefault();
  const { zoom, pan } = wheelMeans(event, element.dataset.wheel === "scroll");
  if (zoom) viewport.zoomAt(zoom, pointer.point(event));
  else viewport.panBy(pan.x, pan.y);
}
