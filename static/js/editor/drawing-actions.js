// The actions of the tools, those that say what the arrows move, and those whose part of the page comes when it is wanted.

const EDGES = ["whole", "left", "top", "right", "bottom"];

// Who takes a drawing tool draws something new: the selection would take the keys.
function toggle({ store }, tool) {
  const on = store.setting("tool") === tool;
  if (!on) store.select([]);
  store.set("tool", on ? "select" : tool);
}

// The tools of polygons and points come when they are wanted.
async function fetchTool(editor, tool) {
  if (await editor.later.bring("shapes")) toggle(editor, tool);
}

function chooseEdge(editor, by) {
  const { store } = editor;
  if (editor.corners?.step(by)) return;
  store.set("edge", EDGES[(EDGES.indexOf(store.setting("edge")) + by + EDGES.length) % EDGES.length]);
  editor.hint(`Arrows move: ${store.setting("edge")}`);
}

/** A part of the actions by name; each gets the editor. */
export const DRAWING_ACTIONS = {
  draw: (editor) => toggle(editor, "draw"),
  points: (editor) => toggle(editor, "points"),
  polygon: (editor) => fetchTool(editor, "polygon"),
  point: (editor) => fetchTool(editor, "point"),
  adjust: async (editor) => (await editor.later.bring("adjust")) && editor.adjust.toggle(),
  "adjust-reset": async (editor) => (await editor.later.bring("adjust")) && editor.adjust.reset(),
  "same-size": async (editor) => (await editor.later.bring("stamp")) && editor.stamp(),
  edge: (editor) => chooseEdge(editor, 1),
  "edge-before": (editor) => chooseEdge(editor, -1),
  "add-corner": async (editor) => (await editor.later.bring("shapes")) && editor.corners.add(),
};
