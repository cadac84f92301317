// Undo after a reload: the steps on this input are kept beside the outbox.

const PAUSE = 60;

/** Take up what was done here before, and keep what is done from now on. */
export async function remember({ undo, store, outbox, user, address }, signal) {
  const before = await outbox.recall(user, address);
  if (before) {
    const known = new Map(before.revs);
    // Where nothing stands now, the deletion is what undo builds on.
    for (const [id, rev] of known) if (!store.get(id)) store.bury(id, rev);
    undo.steps = before;
    undo.leaveOut([...known.keys()].filter((id) => store.revOf(id) !== known.get(id)));
  }
  let timer = null;
  const keep = () => {
    clearTimeout(timer);
    timer = null;
    const { done, undone } = undo.steps;
    const ids = new Set([...done, ...undone].flatMap(({ parts }) => parts.map(({ id }) => id)));
    return outbox.remember(user, address, { done, undone, revs: [...ids].map((id) => [id, store.revOf(id)]) });
  };
  const later = () => (timer ??= setTimeout(keep, PAUSE));
  undo.addEventListener("steps", later, { signal });
  store.addEventListener("change", ({ detail }) => undo.undoable && detail.origin !== "server" && later(), { signal });
  addEventListener("pagehide", () => timer && keep(), { signal });
  signal.addEventListener("abort", () => timer && keep());
}
