// Waiting for what is kept to be saved.

const PATIENCE = 2000;

/** Resolves when an editor has nothing left to be saved, or after a while. */
export function settled(element) {
  const isSaved = () => element.dataset.kept === "0" && element.dataset.writing === "0";
  return new Promise((resolve) => {
    if (isSaved()) return resolve();
    const heard = () => isSaved() && (element.removeEventListener("editor:sync", heard), resolve());
    element.addEventListener("editor:sync", heard);
    setTimeout(resolve, PATIENCE);
  });
}
