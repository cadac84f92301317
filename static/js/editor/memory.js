// Undo after a reload: each step is kept together with its operations, and all steps on this input now and then.

const PAUSE = 60;
const REST = 1000;
// So many steps lie one by one before they are put together.
const MANY = 50;

/** Take up what was done here before, and keep what is done from now on. */
export async function remember(editor, signal) {
  const { undo, store, outbox, user, address } = editor;
  const before = await outbox.recall(user, address);
  let timer = null;
  const keep = () => {
    clearTimeout(timer);
    timer = null;
    const { done, undone } = undo.steps;
    const ids = new Set([...done, ...undone].flatMap(({ parts }) => parts.map(({ id }) => id)));
    return outbox.remember(user, address, { done, undone, revs: [...ids].map((id) => [id, store.revOf(id)]) });
  };
  const later = (pause) => (timer ??= setTimeout(keep, pause));
  if (before) {
    await editor.later.need("kept");
    editor.kept.restore(editor, before);
    // From now on this page's steps are those that count.
    await keep();
  }
  let number = 0;
  undo.addEventListener("steps", () => (number += 1) % MANY || later(REST), { signal });
  // What the server or a submit made of them is no step, so nothing else keeps it.
  store.addEventListener("change", ({ detail }) => undo.undoable && detail.origin === "local-replay" && later(PAUSE), { signal });
  addEventListener("pagehide", () => timer && keep(), { signal });
  signal.addEventListener("abort", () => timer && keep());
}
