// Operations as the server reads them, made from changes; later/kept.js reads them again after a reload.

import { MOST_CORNERS } from "./outline.js";

const PORTION = 256;

/** Write changes as texts, with a pause after each portion; `grounded` gives each as it is to be sent. What was never stored needs no deletion. */
export function* textsOf(changes, grounded) {
  const [at, texts] = [new Date().toISOString(), []];
  for (const change of changes) {
    if (change.after || change.base) texts.push(operationText(grounded(change), at));
    if (texts.length % PORTION === 0) yield;
  }
  return texts;
}

/** The latest step of undo as it is kept with the operations of its changes. */
export function stepOf(latest, changes, kept) {
  if (!latest) return null;
  const revs = changes.map(({ id, after, base, rev }) => [id, after || base ? rev : null]);
  return { ...latest, step: kept?.packed(latest.step) ?? latest.step, revs: JSON.stringify(revs) };
}

/** Write a change, made `at` a moment, as the text that is kept and sent, word for word the same each time. */
export function operationText({ id, before, after, base, rev, tool, ms }, at) {
  const fields = { rev, base, kind: after ? "put" : "delete", id };
  if (!after) return JSON.stringify(fields);
  if (before && before.status !== after.status) return reviewText({ rev, base, id }, after);
  if (!before && after.region) fields.region = after.region;
  if (!before && after.hint) fields.for = after.hint;
  Object.assign(fields, placeOf(after, before));
  if (tool) fields.tool = tool;
  if (ms) fields.ms = Math.round(ms);
  fields.at = at;
  const concepts = [...after.concepts].map(([concept, value]) => `${JSON.stringify(concept)}:${value}`);
  // By hand, because an object would put ids that look like numbers first, and the first concept is the main one.
  return `${JSON.stringify(fields).slice(0, -1)},"concepts":{${concepts.join(",")}}}`;
}

// Nothing but a decision gives an annotation another status here.
function reviewText(names, { status, reason }) {
  const decision = { SUCCESS: "approve", REVIEW_DENIED: "send_back" }[status] ?? "reopen";
  return JSON.stringify({ ...names, kind: "review", decision, ...(decision === "send_back" && { reason }) });
}

/** A box from the API's order: top, left, bottom, right. */
export function boxOf([top, left, bottom, right]) {
  return { top, left, bottom, right };
}

// What stays where it was is not named: a long outline would not fit, and the server knows its last digits.
function placeOf({ shape, box, outline }, before) {
  if (shape === "box" || shape === "none") return { box: box && listed(box) };
  const stays = before?.outline === outline || outline?.length > MOST_CORNERS;
  if (stays || !["polygon", "point"].includes(shape)) return {};
  return shape === "point" ? { point: outline[0] } : { polygon: outline };
}

function listed({ top, left, bottom, right }) {
  return [top, left, bottom, right];
}
