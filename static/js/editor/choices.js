// What the person has chosen on the page: selection, what is hidden, tool, sticky concept. None of it is stored.

/** Choices tell their listeners of each change; they touch no page and no network. */
export class Choices extends EventTarget {
  #settings = { mode: "label", tool: "select", sticky: null, target: "box", hover: null, edge: "whole", threshold: 0, looks: false };
  /** The ids that are selected. */
  selection = new Set();
  /** The ids that the person does not want to see. */
  hidden = new Set();
  /** The ids that the pointer shall not take. */
  locked = new Set();

  /** Whether the person looks for an annotation now: the others are thin, and not listed. */
  wanted = () => true;

  /** Select these and nothing else. */
  select(ids) {
    const next = new Set(ids);
    if (next.size === this.selection.size && [...next].every((id) => this.selection.has(id))) return;
    const before = [...this.selection];
    this.selection = next;
    this.say("select", { ids: [...new Set([...before, ...next])] });
  }

  /** Hide these, or show them again; without a second word only tell that something else hides or shows them. */
  hide(ids, hidden) {
    if (hidden !== undefined) for (const id of ids) this.hidden[hidden ? "add" : "delete"](id);
    this.say("hide", { ids });
  }

  /** Lock these against the pointer, or unlock them. */
  lock(ids, locked) {
    for (const id of ids) this.locked[locked ? "add" : "delete"](id);
    this.say("hide", { ids });
  }

  /** What is set: mode ("label" or "review"), tool, sticky concept, target of the digits, hovered id, edge that arrows move, least confidence, whether the person only looks. */
  setting(name) {
    return this.#settings[name];
  }

  /** Set one of them; listeners are told by its name. */
  set(name, value) {
    const before = this.#settings[name];
    if (before === value) return;
    this.#settings[name] = value;
    this.say(name, { value, before });
  }

  /** Tell the listeners. */
  say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
