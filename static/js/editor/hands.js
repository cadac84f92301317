// What hands work with: the tools, the pointer that leads them, crosshair, loupe and menu.

import { Crosshair } from "./crosshair.js";
import { Loupe } from "./loupe.js";
import { Menu } from "./menu.js";
import { Pointer } from "./pointer.js";
import { BoxTool } from "./tools/box.js";
import { PointsTool } from "./tools/points.js";
import { SelectTool } from "./tools/select.js";
import { wheelMeans } from "./viewport.js";

/** Give an editor its hands. */
export function giveHands(editor) {
  const { stage, viewport } = editor;
  const loupe = new Loupe(stage, viewport);
  editor.tools = { draw: new BoxTool(editor), points: new PointsTool(editor), select: new SelectTool(editor) };
  editor.menu = new Menu(editor);
  editor.crosshair = new Crosshair(editor);
  const heard = (point, held) => {
    if (point) editor.crosshair.follow(point);
    else editor.crosshair.leave();
    if (point?.touch && held && editor.tool.busy) loupe.show(point);
    else loupe.hide();
  };
  editor.pointer = new Pointer(stage, viewport, () => editor.tool, { heard, menu: (point) => editor.menu.open(point) });
  stage.addEventListener("wheel", (event) => turn(editor, event), { passive: false });
  stage.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    if (event.pointerType !== "touch" && !editor.tool.back()) editor.menu.open(editor.pointer.point(event));
  });
}

function turn({ viewport, pointer, element }, event) {
  event.preventDefault();
  const { zoom, pan } = wheelMeans(event, element.dataset.wheel === "scroll");
  if (zoom) viewport.zoomAt(zoom, pointer.point(event));
  else viewport.panBy(pan.x, pan.y);
}
