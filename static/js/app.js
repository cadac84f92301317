// What earlier pages left to be saved: on every page the outbox of whoever is signed in goes on being sent.

import { theOutbox, theSender } from "./saving.js";
import "./sign-out.js";

const { user } = document.body.dataset;
if (user) {
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
