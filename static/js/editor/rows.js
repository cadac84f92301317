// Rows of the list and what they say: read into annotations, and written from them until the server's own row comes.

import { pixels } from "./geometry.js";
import { boxOf } from "./operations.js";
import { around } from "./outline.js";

/** How far the work on it is, in the words of a review: only there rows tell it. */
export const STATES = { PENDING: "to do", AWAITING_REVIEW: "awaiting review", REVIEW_DENIED: "sent back", SUCCESS: "approved" };

// Places are written in ten-millionths of the picture.
const PARTS = 1e7;

/** Read the concepts of a row: `person:1 occluded:0`, split at spaces and at the last colon, ids percent-encoded. */
export function conceptsOf(text) {
  return new Map([...text.matchAll(/(\S+):(\S+)/g)].map(([, id, value]) => [decodeURIComponent(id), Number(value)]));
}

/** Read an annotation from the data of its row. */
export function annotationOf({ id, rev, region, box, outline, shape, concepts, status, by, editable, check, confidence, decidable, reason }) {
  const numbers = (text, between) => text.split(between).map((number) => number / PARTS);
  const lines = outline ? outline.split(" / ").map((line) => line.split(" ").map((pair) => numbers(pair, ","))) : null;
  const points = lines?.flat() ?? null;
  return Object.freeze({
    id, region: region ?? "", status, by, saved: true,
    // The end that it shares with the id is not written.
    rev: rev.length < 32 ? rev + id.slice(rev.length) : rev,
    box: box ? boxOf(numbers(box, " ")) : points && around(points),
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

/** Read the annotation of a row, and remember that the row says it. */
export function readRow(row) {
  return (row.says = annotationOf(row.dataset));
}

// What a row says of its annotation, each from one of the annotation's own fields.
const FACTS = {
  id: (id) => id,
  rev: (rev) => rev,
  region: (region) => region,
  by: (by) => by,
  status: (status) => status,
  check: (check) => (check ? "1" : ""),
  reason: (reason) => reason ?? "",
  shape: (shape) => (shape === "none" ? "" : shape),
  outline: (outline, { rings }) => (outline ? (rings ?? [outline]).map(written).join(" / ") : ""),
  box: (box, { outline }) => (box && !outline ? [box.top, box.left, box.bottom, box.right].map(inParts).join(" ") : ""),
  concepts: (concepts) => [...concepts].map(([concept, value]) => `${encodeURIComponent(concept)}:${value}`).join(" "),
};

function inParts(value) {
  return Math.round(value * PARTS);
}

function written(line) {
  return line.map((corner) => corner.map(inParts).join()).join(" ");
}

/** Write an annotation into its row, as the server would; of two thousand rows only what is new is written. */
export function fillRow(row, annotation, size) {
  const before = row.says ?? {};
  row.says = annotation;
  for (const [name, text] of Object.entries(FACTS))
    if (!(name in before) || before[name] !== annotation[name]) row.dataset[name] = text(annotation[name], annotation);
  const { status, reason, box, outline, shape } = annotation;
  if (before.status !== status) row.querySelector("[data-state]").textContent = STATES[status] ?? "";
  if ((before.reason ?? "") !== (reason ?? "")) tellReason(row, reason);
  if ("box" in before && before.box === box && before.outline === outline) return;
  const at = box && pixels(box, size);
  const words = row.querySelector(".size");
  words.textContent = inWords(annotation, at) ?? (words.textContent || shape);
  row.querySelector(".vh").textContent = at && !outline ? `at left ${at.left}, top ${at.top} pixels` : "";
}

// The server writes the line only where there is a reason.
function tellReason(row, reason) {
  const line = row.querySelector("[data-reason-line]") ?? row.appendChild(document.createElement("p"));
  line.className = "reason";
  line.dataset.reasonLine = "";
  line.hidden = !reason;
  line.textContent = `Sent back: ${reason}`;
}

/** Write how a row stands on this page: its name and colour, whether it is chosen or hidden, and further marks {name: is it}. */
export function markRow(row, { caption, colour, chosen, hidden, marks }) {
  const { pick, swatch, name } = partsOf(row);
  if (name.textContent !== caption) name.textContent = caption;
  if (swatch.dataset.c !== String(colour)) swatch.dataset.c = colour;
  if (pick.getAttribute("aria-pressed") !== String(chosen)) pick.setAttribute("aria-pressed", chosen);
  pick.classList.toggle("unseen", hidden);
  for (const [mark, is] of Object.entries(marks)) row.classList.toggle(mark, is);
}

/** Let a row be answered: the server writes answers only where it asks, and an answer that is taken back asks again. */
export function offerAnswers(row, name, blank) {
  if (row.offers) return;
  row.offers = true;
  const answers = row.querySelector(".answers") ?? blank().querySelector(".answers");
  for (const words of answers?.querySelectorAll(".vh") ?? []) if (words.textContent.endsWith(" ")) words.append(name);
  if (answers && answers.parentElement !== row) row.querySelector(".pick").after(answers);
}

/** Write the number of a row; it is asked of all rows whenever one changes. */
export function numberRow(row, number) {
  if (row.number === number) return;
  const place = row.querySelector(".num");
  if (place.textContent !== String(number)) place.textContent = number;
  row.number = number;
}

function partsOf(row) {
  const find = (selector) => row.querySelector(selector);
  return (row.parts ??= { pick: find(".pick"), swatch: find(".sw"), name: find(".name") });
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
