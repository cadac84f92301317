// Undo after a reload: each step is kept together with its operations.

/** Take up what was done here before. */
export async function remember(editor) {
  const before = await editor.outbox.recall(editor.user, editor.address);
  if (!before) return;
  await editor.later.need("kept");
  await editor.kept.restore(before);
}

/** The latest step as it is kept with the operations of its changes; a text costs far less than its objects. */
export function written(latest, changes, kept) {
  if (!latest) return null;
  const revs = changes.map(({ id, after, base, rev }) => [id, after || base ? rev : null]);
  return { ...latest, step: kept?.packed(latest.step) ?? latest.step, revs };
}
