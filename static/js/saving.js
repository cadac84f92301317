// The one outbox of this page, and one sender for each person.

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
