// What earlier pages left to be saved: on every page the outbox of whoever is signed in goes on being sent.

import { Outbox } from "./outbox.js";
import { Sender } from "./sender.js";

let outbox = null;
const senders = new Map();

/** The one outbox of this page. */
export function theOutbox() {
  outbox ??= Outbox.open();
  return outbox;
}

/** The one sender of a person on this page. */
export async function theSender(user) {
  const kept = await theOutbox();
  if (!senders.has(user)) senders.set(user, new Sender(kept, user));
  return senders.get(user);
}

const { user } = document.body.dataset;
if (user && !document.querySelector("box-editor")) {
  const sender = await theSender(user);
  const { rows } = await (await theOutbox()).read(user);
  if (rows.length) {
    const message = document.getElementById("trouble").content.cloneNode(true);
    const place = message.querySelector("p");
    place.textContent = `${rows.length} ${rows.length === 1 ? "change" : "changes"} from before are being saved`;
    document.getElementById("messages").append(message);
  }
  sender.wake();
}
