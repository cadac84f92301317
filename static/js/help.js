// The table of keys on the help page, from the table by which the editor acts.

import { keyTable } from "./editor/later/key-words.js";

document.querySelector("[data-key-table]").replaceChildren(keyTable(document));
