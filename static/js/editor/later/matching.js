// Which concepts are meant by what was typed.

/** The concepts that match: beginnings, then beginnings of words, then scattered letters; without a word the last used first. */
export function matching(concepts, text) {
  const wanted = text.trim().toLocaleLowerCase();
  if (!wanted) return lastFirst(concepts);
  const rank = ({ name, id }) => Math.min(...[name, id].map((word) => closeness(word.toLocaleLowerCase(), wanted)));
  const ranked = concepts.offered().map((concept) => ({ concept, rank: rank(concept) }));
  return ranked.filter(({ rank: far }) => far < 3).sort((a, b) => a.rank - b.rank).map(({ concept }) => concept);
}

function lastFirst(concepts) {
  const { recent } = concepts;
  const rank = ({ id }) => (recent.includes(id) ? recent.indexOf(id) : recent.length);
  return concepts.offered().sort((a, b) => rank(a) - rank(b));
}

function closeness(word, wanted) {
  if (word.startsWith(wanted)) return 0;
  if (word.split(/[\s_-]+/).some((part) => part.startsWith(wanted))) return 1;
  let at = -1;
  return [...wanted].every((letter) => (at = word.indexOf(letter, at + 1)) >= 0) ? 2 : 3;
}
