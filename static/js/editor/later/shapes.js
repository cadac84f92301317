// Polygons and points: the tools that draw them, and the corners of the one that is selected.

import { Fields } from "./fields.js";
import { Corners } from "./corners.js";
import { PointTool } from "./point.js";
import { PolygonTool } from "./polygon.js";

/** Give an editor its shapes. */
export function give(editor) {
  Object.assign(editor.tools, { polygon: new PolygonTool(editor), point: new PointTool(editor) });
  editor.corners = new Corners(editor);
  new Fields(editor);
}
