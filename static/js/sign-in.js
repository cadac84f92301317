// Signing in while a page stays open.

import { ask } from "./http.js";
import { freshToken } from "./token.js";

/** Sign a person in without leaving the page: gives {user}, or {errors}, or {address} where a further step is needed. */
export async function signIn(wanted, address, fields) {
  const page = new DOMParser().parseFromString((await ask(address, { accept: "text/html" })).text, "text/html");
  const csrfmiddlewaretoken = page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const headers = { "Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "XMLHttpRequest" };
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken }).toString();
  const { ok, json } = await ask(address, { body, headers });
  const user = await freshToken(wanted);
  if (user) return { user };
  if (ok) return { address: json?.location ?? address };
  const wrong = Object.values(json?.form?.fields ?? {}).flatMap(({ errors }) => errors);
  return { errors: [...(json?.form?.errors ?? ["The server does not answer."]), ...wrong] };
}
