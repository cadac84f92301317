// htmx, by which links and forms swap the editor; until it is here they load whole pages.

/** Fetch it once for the page; it starts only in a page that is loaded. */
export async function give() {
  if (globalThis.htmx) return;
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  const { content: src } = document.querySelector("meta[name=htmx]");
  await new Promise((onload, onerror) => document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror })));
}
