// The only place that talks to the server. Answers are values, also when there is none.

const PATIENCE = 30_000;

/** Ask the server: gives {ok, status, json, text, wait}; status 0 where no answer came, wait in milliseconds if told. */
export async function ask(address, { body, keepalive = false, accept = "application/json", headers: more = {} } = {}) {
  const headers = { Accept: accept };
  if (body !== undefined) Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": tokenOfPage() });
  Object.assign(headers, more);
  const method = body === undefined ? "GET" : "POST";
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const answer = await fetch(address, { method, headers, body, keepalive, signal, credentials: "same-origin", redirect: "manual" });
    const text = await answer.text();
    return { ok: answer.ok, status: answer.status, json: parsed(answer, text), text, wait: told(answer) };
  } catch {
    return { ok: false, status: 0, json: null, text: "", wait: null };
  }
}

function tokenOfPage() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
}

function parsed(answer, text) {
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function told(answer) {
  const seconds = Number(answer.headers.get("Retry-After"));
  return seconds > 0 ? Math.min(seconds, 60) * 1000 : null;
}
