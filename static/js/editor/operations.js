// Operations as the server reads them, made from changes and read again after a reload.

import { newId } from "../ids.js";
import { around, MOST_CORNERS } from "./outline.js";

/** Write changes as texts; `grounded` gives each as it is to be sent. What was never stored needs no deletion. */
export function textsOf(changes, grounded) {
  return changes.filter(({ after, base }) => after || base).map((change) => operationText(grounded(change)));
}

/** Write a change as the text that is kept and sent, word for word the same each time. */
export function operationText({ id, before, after, base, rev, tool, ms }) {
  const fields = { rev, base, kind: after ? "put" : "delete", id };
  if (!after) return JSON.stringify(fields);
  if (before && before.status !== after.status) return reviewText({ rev, base, id }, after);
  if (!before && after.region) fields.region = after.region;
  if (!before && after.hint) fields.for = after.hint;
  Object.assign(fields, placeOf(after, before));
  if (tool) fields.tool = tool;
  if (ms) fields.ms = Math.round(ms);
  fields.at = new Date().toISOString();
  const concepts = [...after.concepts].map(([concept, value]) => `${JSON.stringify(concept)}:${value}`);
  // By hand, because an object would put ids that look like numbers first, and the first concept is the main one.
  return `${JSON.stringify(fields).slice(0, -1)},"concepts":{${concepts.join(",")}}}`;
}

// Nothing but a decision gives an annotation another status here.
function reviewText(names, { status, reason }) {
  const decision = { SUCCESS: "approve", REVIEW_DENIED: "send_back" }[status] ?? "reopen";
  return JSON.stringify({ ...names, kind: "review", decision, ...(decision === "send_back" && { reason }) });
}

/** What a decision makes of an annotation. */
function decided(annotation, { rev, decision, reason = "" }) {
  const status = { approve: "SUCCESS", send_back: "REVIEW_DENIED" }[decision] ?? "AWAITING_REVIEW";
  return Object.freeze({ ...annotation, rev, status, reason });
}

/** What a submit of this person names: all that is theirs and open, and the marker that handed the input to them. */
export function toSubmit(store, marker) {
  const own = store.all().filter(({ by, status }) => by === store.me && ["PENDING", "REVIEW_DENIED"].includes(status));
  return [...own, ...(marker ? [marker] : [])].map(({ id, rev }) => ({ id, base: rev, rev: newId() }));
}

/** Write the submit of these annotations, each with the revision that it will have. */
export function submitText(rev, items) {
  return JSON.stringify({ rev, kind: "submit", items });
}

/** Put a kept operation on top of what the page shows; `make` gives the blank annotation of this person. */
export function replay(text, store, make) {
  const operation = JSON.parse(text);
  const { id, rev, kind } = operation;
  if (kind === "delete") store.accept(id, null, { rev, origin: "local-replay" });
  if (kind === "reply" && store.get(id)) store.accept(id, Object.freeze({ ...store.get(id), rev, status: "PENDING" }), { origin: "local-replay" });
  if (kind === "review" && store.get(id)) store.accept(id, decided(store.get(id), operation), { origin: "local-replay" });
  if (kind !== "put") return;
  const source = operation.region && store.all().find(({ model, region }) => model && region === operation.region);
  const hint = operation.for && { hint: operation.for, by: `user:${operation.for}`, status: "REVIEW_DENIED" };
  const under = store.get(id) ?? { ...make(), ...hint, ...(source && { box: source.box, outline: source.outline, shape: source.shape, rings: source.rings }) };
  const region = operation.region ?? under.region;
  const after = { ...under, ...placeIn(operation), id, rev, region, concepts: orderedConcepts(text), check: false };
  store.accept(id, Object.freeze(after), { origin: "local-replay" });
}

/** Whether the person can still get what was not carried out: their change of an annotation, or an answer that came late. */
export function isDisputed({ reason, text }) {
  const { kind } = JSON.parse(text);
  return ["put", "delete"].includes(kind) || (kind === "reply" && reason === "conflict");
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

function placeIn({ box, polygon, point }) {
  if (polygon) return { shape: "polygon", outline: polygon, box: around(polygon) };
  if (point) return { shape: "point", outline: [point], box: around([point]) };
  if (box === undefined) return {};
  return { shape: box ? "box" : "none", box: box && boxOf(box) };
}

function listed({ top, left, bottom, right }) {
  return [top, left, bottom, right];
}

// The concepts stand last in the text; reading them pair by pair keeps their order.
function orderedConcepts(text) {
  const pairs = text.slice(text.lastIndexOf(',"concepts":{') + 13, -2);
  return new Map([...pairs.matchAll(/("(?:[^"\\]|\\.)*"):([\d.e-]+)/g)].map(([, id, value]) => [JSON.parse(id), Number(value)]));
}
