// Which modules may know the page and the network.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

const editor = new URL("../../static/js/editor/", import.meta.url);
const PURE = ["geometry.js", "choices.js", "store.js", "undo.js", "viewport.js", "later/suggestions.js", "later/under.js", "later/handles.js", "operations.js", "deeds.js", "outline.js", "later/kept.js", "review/decisions.js"];

test("pure modules touch neither page nor network", () => {
  for (const name of PURE) {
    const text = readFileSync(new URL(name, editor), "utf8");
    assert.doesNotMatch(text, /\b(document|window|fetch|indexedDB|sessionStorage)\b[.(]/, name);
    assert.doesNotMatch(text, /from ".*(http|outbox|sender|render|list)\.js"/, name);
  }
});

test("only http.js talks to the server", () => {
  const files = readdirSync(editor, { recursive: true }).filter((name) => name.endsWith(".js"));
  for (const name of files) assert.doesNotMatch(readFileSync(new URL(name, editor), "utf8"), /\bfetch\(|XMLHttpRequest/, name);
});
