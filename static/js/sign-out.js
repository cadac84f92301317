// Before somebody signs out, what they drew is saved; where it cannot be, they are asked.

import { theOutbox, theSender } from "./saving.js";

const PATIENCE = 3000;
const { user } = document.body.dataset;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!user || !form.matches("[data-sign-out]") || form.dataset.settled) return;
  // page.js has asked, and the answer was yes.
  if (form.dataset.confirm) return delete form.dataset.confirm;
  event.preventDefault();
  signOut(form);
});

async function signOut(form) {
  const left = await rest(await theSender(user));
  if (left) {
    const changes = left === 1 ? "1 change is" : `${left} changes are`;
    form.dataset.confirm = `${changes} not saved yet`;
    form.dataset.confirmAbout = "What you drew stays on this device until you sign in here again.";
    form.dataset.confirmVerb = "Sign out";
    const dialog = document.getElementById("confirm");
    dialog.addEventListener("close", () => dialog.returnValue === "yes" || delete form.dataset.confirm, { once: true });
  } else form.dataset.settled = "yes";
  form.requestSubmit();
}

// How many changes are left after some time to save them.
async function rest(sender) {
  const until = Date.now() + PATIENCE;
  sender.wake();
  for (;;) {
    const { rows } = await (await theOutbox()).read(user);
    if (!rows.length || Date.now() > until || !navigator.onLine) return rows.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
