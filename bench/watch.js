// What a page tells a timing about itself. Runs before the page's own scripts; all times are in milliseconds.

const watch = (globalThis.watch = {
  /** When each animation frame began, while frames are counted. */
  frames: [],
  /** From a key (or from leaving the page before) until the next image can be worked on, its picture on the screen. */
  usable: [],
  /** From letting go of the pointer until the operation is on disk, and until the server's row is in the list. */
  kept: [],
  saved: [],
  /** Compressed bytes of scripts and styles that were fetched before the page took work. */
  bytes: { js: 0, css: 0 },
  /** Settles when what the last key did is painted; gives how long that took. */
  stroke: null,

  /** Resolves when the present frame, or the next one, is painted. */
  painted() {
    return new Promise((done) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done();
        port2.postMessage(null);
      }),
    );
  },

  /** Resolves when the server has everything; told by the page, because looking for it again and again is work too. */
  settled() {
    const isSettled = ({ dataset }) => dataset.kept === "0" && dataset.writing === "0";
    return new Promise((done) => {
      if (isSettled(document.querySelector("box-editor"))) return done();
      addEventListener("editor:sync", function told({ target }) {
        if (!isSettled(target)) return;
        removeEventListener("editor:sync", told);
        done();
      });
    });
  },

  /** Begin to count frames, or stop. */
  count(going = true) {
    this.counting = going;
    const next = (at) => {
      if (!this.counting) return;
      this.frames.push(at);
      requestAnimationFrame(next);
    };
    if (going) requestAnimationFrame(next);
  },

  /** Hand over what was gathered under a name, and begin anew. */
  take(name) {
    return this[name].splice(0);
  },
});

let [pressed, released] = [0, 0];

addEventListener("keydown", ({ timeStamp }) => {
  pressed = timeStamp;
  watch.stroke = watch.painted().then(() => performance.now() - timeStamp);
}, { capture: true });

addEventListener("pointerup", ({ timeStamp }) => (released = timeStamp), { capture: true });

addEventListener("editor:sync", ({ target }) => {
  if (watch.kept.length === watch.saved.length && released && target.dataset.writing === "0") watch.kept.push(performance.now() - released);
});

addEventListener("annotation:saved", () => {
  if (watch.saved.length < watch.kept.length) watch.saved.push(performance.now() - released);
  released = 0;
});

addEventListener("editor:ready", async ({ target }) => {
  for (const { name, encodedBodySize } of performance.getEntriesByType("resource")) {
    const kind = new URL(name).pathname.match(/\.(js|css)$/)?.[1];
    if (kind) watch.bytes[kind] += encodedBodySize;
  }
  const picture = target.querySelector(".picture");
  if (!picture.complete) await new Promise((done) => picture.addEventListener("load", done, { once: true }));
  await watch.painted();
  watch.usable.push(performance.now() - pressed);
});
