// The work that this page shows as its person's went to somebody else: it says so, and goes on as labelling unasked.

import { bodyOf } from "../../batch.js";
import { ask } from "../../http.js";

/** Who comes back to this page is told at once what became of it meanwhile: not only with the next change that is saved. */
export function watch({ address, user, saver, signal }) {
  const look = async () => {
    if (document.hidden) return;
    const { json } = await ask(`${address}changes/`, { body: bodyOf(user, []) });
    if (signal.aborted || !json?.results) return;
    if (json.gone) await tell(saver, json.gone);
    else if (json.seq > saver.list.seq) await saver.refresh(json.seq);
  };
  document.addEventListener("visibilitychange", look, { signal });
}

/** Tell it once, where the page shows it; show the list as it is now, and leave nothing to submit or to skip. */
export async function tell(saver, { id, says }) {
  const { announcer, element, marker, store } = saver;
  if ("gone" in element.dataset || !(id === marker || store.get(id)?.by === store.me)) return;
  element.dataset.gone = "";
  await saver.refresh();
  onlyOnward(element);
  announcer.alarm(`${says} What you draw from now on is kept as labelling that nobody asked for.`);
}

// A copy of the form has nothing that holds it back, and names nothing to submit.
function onlyOnward(element) {
  element.querySelector("form[data-skip]")?.remove();
  element.querySelector("[data-skip-why]")?.remove();
  const form = element.querySelector("form[data-submit]");
  if (!form) return;
  const plain = form.cloneNode(true);
  for (const { elements } of [form, plain]) for (const field of [...elements]) if (field.name === "item") field.remove();
  const button = plain.querySelector("button");
  Object.assign(button, { disabled: false, textContent: "Next", title: "Next image (Ctrl+Enter)" });
  form.replaceWith(plain);
  globalThis.htmx?.process(plain);
}
