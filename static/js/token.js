// A fresh token for what is sent: a session that was renewed takes no older one.

import { ask } from "./http.js";

/** Fetch a fresh token for a person, for scripts and forms of the page: gives who is signed in now, null where nobody is. */
export async function freshToken(wanted) {
  const { json } = await ask("/session/token/");
  if (json?.user !== wanted) return json?.user ?? null;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": json.token }));
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = json.token;
  return json.user;
}
