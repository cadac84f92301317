// What could not be saved and stays on this device: it is told when a page opens, and never dropped unasked.

import { others } from "../../left.js";

/** Tell of rows that the server did not take, which `letGo` forgets, and of those of other people, which wait for them. */
export async function tellLeftovers({ outbox, user, announcer }, rows, letGo) {
  const elsewhere = rows.find(({ reason }) => reason === "conflict");
  const waiting = await others(outbox, user);
  if (elsewhere) tellElsewhere(announcer, elsewhere);
  else if (rows.length) {
    announcer.ask(`${rows.length} ${rows.length === 1 ? "change" : "changes"} from before could not be saved.`, {
      Download: () => download(rows),
      "Let go": () => letGo(rows),
    });
  } else if (waiting) announcer.alarm(`${waiting} ${waiting === 1 ? "change of somebody else waits" : "changes of somebody else wait"} on this device.`);
}

/** Tell of a refused change on another input. */
export function tellElsewhere(announcer, { address }) {
  announcer.ask("A change on another picture needs you.", { "Go there": () => location.assign(`${address}label/`) });
}

function download(rows) {
  const text = JSON.stringify(rows, null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "changes.json";
  link.click();
  URL.revokeObjectURL(link.href);
}
