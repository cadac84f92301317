// What stays from one image to the next and over reloads, in this tab: the tool, the view, what is hidden or locked.

const NAME = "editor";
const MOST = 20;

/** Read one thing that was kept, or what it is otherwise. */
export function kept(name, otherwise) {
  return all()[name] ?? otherwise;
}

/** Keep one thing. */
export function keep(name, value) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ ...all(), [name]: value }));
  } catch {
    // Without storage each image begins afresh.
  }
}

function all() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

/** Take up what is hidden and locked here, and keep it. Hides end with the next image; locks wait for who comes back. */
export function veil(store, address) {
  const hides = kept("hides", {});
  if (hides.address === address) store.hidden = new Set(hides.ids);
  else if (hides.address) keep("hides", {});
  store.locked = new Set(new Map(kept("locks", [])).get(address));
  let told = "";
  store.addEventListener("hide", () => {
    const [hidden, locked] = [[...store.hidden], [...store.locked]];
    if (told === (told = JSON.stringify([hidden, locked]))) return;
    keep("hides", { address, ids: hidden });
    const others = kept("locks", []).filter(([other]) => other !== address);
    keep("locks", [...others, [address, locked]].filter(([, ids]) => ids.length).slice(-MOST));
  });
}

/** What part of the picture is looked at, over a reload and from image to image. */
export class Look {
  constructor(viewport, address) {
    Object.assign(this, { viewport, address });
  }

  /** Show the whole picture; after a reload, or where the view is kept, what was shown before. */
  begin() {
    const { address, ...look } = kept("look", {});
    if (look.at && (kept("keepView", false) || address === this.address)) this.viewport.look = look;
    else this.viewport.fit();
  }

  /** Remember what is shown; a fitted picture is fitted again. */
  keep() {
    keep("previous", this.address);
    keep("look", this.viewport.fitted ? {} : { address: this.address, ...this.viewport.look });
  }
}
