// What an earlier page left: kept operations on top of what this page shows, and the steps that undo can take back.

import { aside } from "../../left.js";
import { boxOf } from "../operations.js";
import { around } from "../outline.js";
import { MOST_STEPS } from "../undo.js";
import { submitted } from "./deeds.js";
import { packed, unpacked } from "./packing.js";
import { Painted } from "./painted.js";
import { together } from "./steps.js";

/** Give an editor what only pages need whose input was worked on before. */
export function give(editor) {
  editor.kept = { begin, packed, painted: new Painted(editor.signal), refresh, replay, together: together(editor) };
}

/** Put kept operations on top of what the page shows, all in one go; `make` gives the blank annotation of this person. */
export function replay(texts, store, make) {
  const taken = new Map();
  const get = (id) => (taken.has(id) ? taken.get(id).annotation : store.get(id));
  for (const text of texts) {
    const operation = JSON.parse(text);
    const { id, rev, items } = operation;
    for (const one of submitted(items ?? [], get)) taken.set(one.id, one);
    const annotation = made(operation, text, get(id), store, make);
    if (annotation !== undefined) taken.set(id, { id, rev, annotation: annotation && Object.freeze(annotation) });
  }
  if (taken.size) store.acceptAll([...taken.values()], "local-replay");
}

// What an operation makes of an annotation: null where it deletes it, undefined where it leaves it alone.
function made(operation, text, present, store, make) {
  const { id, rev, kind } = operation;
  if (kind === "delete") return null;
  if (kind === "reply" && present) return { ...present, rev, status: "PENDING" };
  if (kind === "review" && present) return decided(present, operation);
  if (kind !== "put") return undefined;
  const source = operation.region && store.all().find(({ model, region }) => model && region === operation.region);
  const hint = operation.for && { hint: operation.for, by: `user:${operation.for}`, status: "REVIEW_DENIED" };
  const under = present ?? { ...make(), ...hint, ...(source && { box: source.box, outline: source.outline, shape: source.shape, rings: source.rings }) };
  const region = operation.region ?? under.region;
  return { ...under, ...placeIn(operation), id, rev, region, concepts: orderedConcepts(text), check: false };
}

// What a decision makes of an annotation.
function decided(annotation, { rev, decision, reason = "" }) {
  const status = { approve: "SUCCESS", send_back: "REVIEW_DENIED" }[decision] ?? "AWAITING_REVIEW";
  return { ...annotation, rev, status, reason };
}

function placeIn({ box, polygon, point }) {
  if (polygon) return { shape: "polygon", outline: polygon, box: around(polygon) };
  if (point) return { shape: "point", outline: [point], box: around([point]) };
  if (box === undefined) return {};
  return { shape: box ? "box" : "none", box: box && boxOf(box) };
}

// The concepts stand last in the text; reading them pair by pair keeps their order.
function orderedConcepts(text) {
  const pairs = text.slice(text.lastIndexOf(',"concepts":{') + 13, -2);
  return new Map([...pairs.matchAll(/("(?:[^"\\]|\\.)*"):([\d.e-]+)/g)].map(([, id, value]) => [JSON.parse(id), Number(value)]));
}

// Whether the person can still get what was not carried out: their change of an annotation, or an answer that came late.
function isDisputed({ reason, text }) {
  const { kind } = JSON.parse(text);
  return ["put", "delete"].includes(kind) || (kind === "reply" && reason === "conflict");
}

// What waits is put on top, and so is what is disputed; what else is `left` is told, and the steps of `before` taken up.
async function begin(saver, kept, left, before) {
  const { address, announcer, outbox, store, user } = saver;
  const rows = kept.filter((row) => row.address === address);
  const all = left ? await aside(outbox, user) : [];
  const disputed = all.filter((row) => row.address === address && isDisputed(row));
  saver.open([...disputed, ...rows].map(({ text }) => text));
  const theirs = new Map(disputed.map((row) => [row, store.get(JSON.parse(row.text).id) ?? null]));
  saver.replay();
  if (rows.length) announcer.say(`${rows.length} changes from before are being saved`);
  if (left) await saver.trouble((refusals) => refusals.begin(all, theirs));
  if (before) await restore(saver.editor, before);
}

// The list is read again; what the person did to what is another now is left out of undo.
async function refresh(saver, seq) {
  const { store, list } = saver;
  const before = new Map(store.all().map(({ id, rev }) => [id, rev]));
  if (!(await list.renew(Math.max(seq, list.seq)))) return;
  saver.replay();
  saver.editor.undo.leaveOut([...before.keys()].filter((id) => before.get(id) !== store.revOf(id)));
}

// Take up the steps of undo as the outbox recalls them; what has changed since is left out.
function restore({ undo, store, kept }, texts) {
  const before = opened(texts);
  const known = new Map([...before.revs, ...before.later.flatMap(({ revs }) => revs)]);
  // Where nothing stands now, the deletion is what undo builds on.
  for (const [id, rev] of known) if (!store.get(id)) store.bury(id, rev);
  undo.steps = after(before, before.later);
  undo.leaveOut([...known.keys()].filter((id) => store.revOf(id) !== known.get(id)));
  // From now on this page's steps are those that count.
  return kept.together();
}

/** Steps {done, undone} as they are after those that were kept one by one: {way, step} each. */
export function after({ done, undone }, later) {
  const steps = { done: [...done], undone: [...undone] };
  for (const { way, step } of later) {
    const [from, to] = way === "undo" ? [steps.done, steps.undone] : [steps.undone, steps.done];
    if (way === "undo" || way === "redo") from.pop();
    else steps.undone = [];
    if (way === "more") to.pop();
    if (step) to.push(step);
  }
  return { ...steps, done: steps.done.slice(-MOST_STEPS) };
}

function opened({ done, undone, revs, later }) {
  return { done: done.map(unpacked), undone: undone.map(unpacked), revs, later: later.map(({ revs: each, ...one }) => ({ ...one, step: unpacked(one.step), revs: typeof each === "string" ? JSON.parse(each) : each })) };
}
