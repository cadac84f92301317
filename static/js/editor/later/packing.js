// Steps of undo as texts, which cost a page far less to keep than their objects.

const packs = new WeakMap();

/** A step of undo as a text, made once for each; what stays as it was is not said twice. */
export function packed(step) {
  if (step && !packs.has(step.parts)) packs.set(step.parts, JSON.stringify({ ...step, parts: step.parts.map(packedPart) }));
  return step && packs.get(step.parts);
}

/** A step again from its text; what was kept before there were texts is as it was. */
export function unpacked(text) {
  if (typeof text !== "string") return text;
  const step = JSON.parse(text);
  return { ...step, parts: step.parts.map(unpackedPart) };
}

// A Map says nothing of itself in JSON, so concepts stand beside their annotation.
function packedPart({ id, before, after, foreign }) {
  const changes = before && after ? changed(before, after) : undefined;
  const [was, is] = [before, changes ?? after].map((one) => one?.concepts && [...one.concepts]);
  return { id, before, after: changes ? undefined : after, changes, was, is, foreign };
}

function changed(before, after) {
  const changes = {};
  for (const name in after) if (before[name] !== after[name]) changes[name] = after[name] ?? null;
  for (const name in before) if (!(name in after)) changes[name] = null;
  return changes;
}

function unpackedPart({ id, before, after, changes, was, is, foreign }) {
  const first = whole(before, was);
  return { id, before: first, after: changes ? { ...first, ...whole(changes, is) } : whole(after, is), foreign };
}

function whole(annotation, concepts) {
  return concepts ? { ...annotation, concepts: new Map(concepts) } : annotation;
}
