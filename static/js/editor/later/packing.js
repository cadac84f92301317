// Steps of undo as texts, which cost a page far less to keep than their objects.

const packs = new WeakMap();

/** A step of undo as a text, made once for each; of what is changed it says the change alone, for the rest stays on the page. */
export function packed(step) {
  if (step && !packs.has(step.parts)) packs.set(step.parts, JSON.stringify({ ...step, parts: step.parts.map(packedPart) }));
  return step && packs.get(step.parts);
}

/** A step again from its text, the changed facts alone where it says no more; what was kept before there were texts is as it was. */
export function unpacked(text) {
  if (typeof text !== "string") return text;
  const step = JSON.parse(text);
  return { ...step, parts: step.parts.map(unpackedPart) };
}

// A Map says nothing of itself in JSON, so concepts stand beside their annotation.
function packedPart({ id, before, after, foreign }) {
  const [first, last] = before && after ? [other(before, after), other(after, before)] : [before, after];
  const [was, is] = [first, last].map((one) => one?.concepts && [...one.concepts]);
  return { id, before: first, after: last, was, is, foreign };
}

// What one says otherwise than the other.
function other(one, another) {
  const facts = {};
  for (const name in one) if (one[name] !== another[name]) facts[name] = one[name] ?? null;
  return facts;
}

// Pages before this one wrote what came after as `changes` of what was before.
function unpackedPart({ id, before, after, changes, was, is, foreign }) {
  const first = whole(before, was);
  return { id, before: first, after: changes ? { ...first, ...whole(changes, is) } : whole(after, is), foreign };
}

function whole(annotation, concepts) {
  return concepts ? { ...annotation, concepts: new Map(concepts) } : annotation;
}
