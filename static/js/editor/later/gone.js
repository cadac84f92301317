// The work that this page shows as its person's went to somebody else: it says so, and goes on as labelling unasked.

/** Tell it once, show the list as it is now, and leave nothing to submit or to skip. */
export async function tell(saver, { says }) {
  const { announcer, element } = saver;
  if ("gone" in element.dataset) return;
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
