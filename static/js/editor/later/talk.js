// Comments are opened at their field; the list of them is fetched with their module.

let comments = null;

/** Open the comments at their field, before the next key; what is sent early waits. */
export async function talk(editor) {
  const place = editor.element.querySelector("[data-talk]");
  const form = place.querySelector("form");
  const waiting = new AbortController();
  let early = false;
  place.open = true;
  form?.elements.comment.focus();
  if (comments) return comments.open(editor);
  form?.addEventListener("submit", (event) => (event.preventDefault(), (early = true)), { signal: waiting.signal });
  comments = await import("../review/comments.js");
  waiting.abort();
  comments.open(editor);
  if (early) form.requestSubmit();
}
