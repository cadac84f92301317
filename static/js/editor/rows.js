// Rows of the list and what they say: read into annotations, and written from them until the server's own row comes.

import { pixels } from "./geometry.js";
import { boxOf } from "./operations.js";
import { around } from "./outline.js";

// How far the work on it is, in words.
const SAYS = { PENDING: "to do", AWAITING_REVIEW: "awaiting review", REVIEW_DENIED: "sent back", SUCCESS: "done" };

/** Read the concepts of a row: `person:1 occluded:0`, split at spaces and at the last colon, ids percent-encoded. */
export function conceptsOf(text) {
  const pairs = text.split(" ").filter(Boolean).map((pair) => [pair.slice(0, pair.lastIndexOf(":")), pair.slice(pair.lastIndexOf(":") + 1)]);
  return new Map(pairs.map(([id, value]) => [decodeURIComponent(id), Number(value)]));
}

/** Read an annotation from the data of its row. */
export function annotationOf({ id, rev, region, box, outline, shape, concepts, status, by, editable, check, confidence, decidable, reason }) {
  const numbers = (text) => text.trim().split(/\s+/).map(Number);
  const lines = outline ? outline.split(" / ").map((line) => line.trim().split(" ").map((pair) => pair.split(",").map(Number))) : null;
  const points = lines?.flat() ?? null;
  return Object.freeze({
    id, rev, region: region ?? "", status, by, saved: true,
    box: box ? boxOf(numbers(box)) : points && around(points),
    outline: points,
    shape: shape || "none",
    ...(shape === "mask" && { rings: lines }),
    concepts: conceptsOf(concepts ?? ""),
    model: by.startsWith("model:"),
    editable: editable === "1",
    check: check === "1",
    decidable: decidable === "1",
    reason: reason ?? "",
    confidence: confidence ? Number(confidence) : null,
  });
}

/** Write an annotation into its row, as the server would. */
export function fillRow(row, annotation, size) {
  const { id, box, shape, outline } = annotation;
  const facts = { id, rev: annotation.rev, region: annotation.region, by: annotation.by, status: annotation.status, check: annotation.check ? "1" : "" };
  Object.assign(row.dataset, facts);
  row.dataset.reason = annotation.reason ?? "";
  row.querySelector("[data-state]").textContent = SAYS[annotation.status] ?? "";
  const reason = row.querySelector("[data-reason-line]");
  reason.hidden = !annotation.reason;
  reason.textContent = `Sent back: ${annotation.reason}`;
  row.dataset.shape = shape === "none" ? "" : shape;
  const written = (line) => line.map((corner) => corner.map((value) => value.toFixed(7)).join()).join(" ");
  row.dataset.outline = outline ? (annotation.rings ?? [outline]).map(written).join(" / ") : "";
  row.dataset.box = box && !outline ? [box.top, box.left, box.bottom, box.right].map((value) => value.toFixed(7)).join(" ") : "";
  row.dataset.concepts = [...annotation.concepts].map(([concept, value]) => `${encodeURIComponent(concept)}:${value}`).join(" ");
  const at = box && pixels(box, size);
  const words = row.querySelector(".size");
  words.textContent = inWords(annotation, at) ?? (words.textContent || shape);
  row.querySelector(".vh").textContent = at && !outline ? `${at.width} by ${at.height} pixels, at left ${at.left}, top ${at.top}` : "";
}

function inWords({ shape, outline }, at) {
  if (shape === "polygon") return `${outline.length} corners`;
  if (shape === "point") return `at ${at.left}, ${at.top}`;
  if (shape === "box") return `${at.width}×${at.height}`;
  if (shape === "none") return "whole image";
  // The server says more of a text than the page knows.
  return ["span", "token"].includes(shape) ? null : shape;
}

/** Read a piece of HTML. */
export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
