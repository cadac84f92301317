// What every page has: dialogs, messages, the theme, copying. Pages work without it.

const MESSAGES = 3;
const SECONDS = 6;

/** Open the dialog that an element names in data-opens, and close what one names in data-closes. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-opens], [data-closes], [data-copies]");
  if (!button) return;
  const { opens, closes, copies } = button.dataset;
  if (opens) {
    event.preventDefault();
    document.getElementById(opens)?.showModal();
  }
  if (closes) {
    const thing = button.closest(closes);
    if (thing instanceof HTMLDialogElement) thing.close();
    else thing?.remove();
  }
  if (copies) copy(button, document.getElementById(copies));
});

/** Ask before a form with data-confirm is sent; capturing, so that htmx hears of it only after the answer. */
document.addEventListener("submit", (event) => {
  const { form = event.target, submitter } = event;
  const asking = submitter?.dataset.confirm ? submitter : form;
  const question = asking.dataset.confirm;
  if (!question || form.dataset.confirmed) return delete form.dataset.confirmed;
  event.preventDefault();
  event.stopImmediatePropagation();
  const dialog = document.getElementById("confirm");
  dialog.querySelector("#confirm-question").textContent = question;
  dialog.querySelector("#confirm-about").textContent = asking.dataset.confirmAbout ?? "";
  dialog.querySelector("#confirm-yes").textContent = asking.dataset.confirmVerb ?? "Remove";
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter);
  }, { once: true });
  dialog.showModal();
}, true);

/** Change the theme at once, and tell the server. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-switch]")) return;
  event.preventDefault();
  const { value } = event.submitter;
  if (value === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", button.value === value);
  fetch(form.action, { method: "POST", body: new FormData(form, event.submitter), redirect: "manual" }).catch(() => {});
});

/** A box with data-ticks ticks all boxes of that name in its form, or none, and follows them. */
document.addEventListener("change", ({ target }) => {
  const all = target.matches("[data-ticks]") ? target : target.form?.querySelector?.("[data-ticks]");
  if (!all) return;
  const boxes = [...all.form.querySelectorAll(`input[name="${all.dataset.ticks}"]`)];
  if (all === target) for (const box of boxes) box.checked = all.checked;
  all.checked = boxes.every((box) => box.checked);
  all.indeterminate = !all.checked && boxes.some((box) => box.checked);
});

/** Copy a text; on plain HTTP there is no clipboard, then it is selected. */
async function copy(button, source) {
  const text = source.value ?? source.textContent;
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(source);
    button.textContent = "Press Ctrl+C";
  }
  setTimeout(() => (button.textContent = before), 2000);
}

/** Keep few messages; what is no error goes by itself. */
function tidy(stack) {
  while (stack.children.length > MESSAGES) stack.firstElementChild.remove();
  for (const message of stack.querySelectorAll(".message:not(.error, .warning, [data-timed])")) {
    message.dataset.timed = "";
    setTimeout(() => message.remove(), SECONDS * 1000);
  }
}

/** Say something as the server does. */
function say(text) {
  const template = document.getElementById("trouble");
  const message = template.content.firstElementChild.cloneNode(true);
  message.querySelector("p").textContent = text;
  document.getElementById("messages").append(message);
}

const stack = document.getElementById("messages");
tidy(stack);
new MutationObserver(() => tidy(stack)).observe(stack, { childList: true });
document.addEventListener("htmx:sendError", () => say("The server does not answer. Nothing was changed; try again."));
document.addEventListener("htmx:responseError", () => say("Something went wrong on the server. Try again, or reload the page."));
document.querySelector(".areas [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
