// One editor: builds the parts for one input and wires them together.

import { theOutbox, theSender } from "../saving.js";
import { ACTIONS, DRAWS, TAKES_BACK } from "./actions.js";
import { Announcer } from "./announce.js";
import { SaveChip } from "./chip.js";
import { catalogueOf, Concepts } from "./concepts.js";
import { Deeds } from "./deeds.js";
import { Keyboard } from "./keyboard.js";
import { firstTool, Later, partOf, takesTool } from "./later.js";
import { List } from "./list.js";
import { mark } from "./marks.js";
import { Naming } from "./naming.js";
import { Panel } from "./panel.js";
import { Renderer } from "./render.js";
import { Saver } from "./saver.js";
import { Look } from "./session.js";
import { Store } from "./store.js";
import { Undo } from "./undo.js";
import { Viewport } from "./viewport.js";
import { wire } from "./wire.js";

const HINT = 5000;

/** The parts know each other through this; it holds no state of its own. */
export class Editor {
  #stops = new AbortController();
  #resizing;

  constructor(element) {
    const { width, height, me, user, address, app, mode, status, readonly, only } = element.dataset;
    const find = (selector) => element.querySelector(selector);
    this.element = element;
    this.readonly = readonly === "1";
    this.user = user;
    this.address = address;
    this.stage = find(".stage");
    this.announcer = new Announcer(element);
    this.store = new Store(me);
    this.store.set("looks", this.readonly && mode !== "review");
    this.viewport = new Viewport({ width: Number(width), height: Number(height) });
    this.look = new Look(this.viewport, address);
    this.concepts = new Concepts(catalogueOf(find("[data-catalogue]")), this.store, app, only);
    const answer = (say, ...about) => this.later.when("suggestions", () => this.suggestions[say](...about));
    this.deeds = new Deeds(this.store, this.concepts, answer, status);
    this.undo = new Undo(this.store);
    this.render = new Renderer(this.stage, this);
    this.list = new List(find("box-list"), this);
    this.naming = new Naming(this);
    this.panel = new Panel(find("[data-panel]"), this);
    this.keyboard = new Keyboard(this, this.signal);
    this.later = new Later(this);
    this.store.set("mode", mode);
    this.store.set("tool", this.readonly || mode === "review" || find(".row.asks") ? "select" : firstTool());
    mark(this);
    wire(this, this.signal);
  }

  /** What the keys and buttons do, by name; more comes with the second wave. */
  actions = { ...ACTIONS };

  /** The tool of the moment: the chosen one, unless another is borrowed for one click. */
  get tool() {
    return this.borrowed ?? this.tools[this.store.setting("tool")] ?? this.tools.draw;
  }

  /** Read the list, put kept operations on top, and open for work; `swapped` into a page that was there before. */
  async start(swapped) {
    // What is done before there is a saver would be lost: until then the page does not take work.
    this.element.inert = true;
    this.list.load();
    const resize = () => this.viewport.resize(this.stage.clientWidth, this.stage.clientHeight);
    resize();
    this.look.begin();
    this.#resizing = new ResizeObserver(resize);
    this.#resizing.observe(this.stage);
    this.outbox = await theOutbox();
    this.sender = await theSender(this.user);
    if (this.store.setting("tool") === "select") await this.later.need("select");
    // What an earlier page kept is put on top before anything is built on it.
    if ((await this.outbox.read(this.user)).rows.length) await this.later.need("kept");
    this.saver = new Saver(this);
    this.element.inert = false;
    if (swapped && document.activeElement === document.body) this.stage.focus({ preventScroll: true, focusVisible: false });
    new SaveChip(this);
    await this.saver.start();
    await this.later.begin();
    if (this.store.setting("tool") === "select") this.store.select((this.suggestions?.open() ?? []).slice(0, 1).map(({ id }) => id));
    if (this.store.setting("mode") === "review") this.review = new (await import("./review/review.js")).Review(this, this.signal);
    this.element.dataset.ready = "";
    this.element.dispatchEvent(new CustomEvent("editor:ready", { bubbles: true }));
    this.later.all();
  }

  /** Let go of everything that outlives the element. */
  stop() {
    this.look.keep();
    this.#stops.abort();
    this.#resizing?.disconnect();
    this.saver?.stop();
    this.element.dispatchEvent(new CustomEvent("editor:leave", { bubbles: true }));
  }

  /** A new list came into the page: read it. */
  adopt(element) {
    if (this.list.element === element) return;
    this.list = new List(element, this);
    this.list.load();
    this.saver.list = this.list;
  }

  /** Ends when the editor ends. */
  get signal() {
    return this.#stops.signal;
  }

  /** Carry out an action of the keys or buttons; what is not here yet is done when it is, and what comes behind it after it. */
  do(name, facts = {}) {
    if (!this.saver) return;
    // What is typed after an early wish for the picker was meant for its field.
    const act = () => (this.picker?.hasFocus ? undefined : this.#act(name, facts));
    this.later[takesTool(name) ? "take" : "when"](this.actions[name] && !takesTool(name) ? null : partOf(name), act);
  }

  #act(name, facts) {
    if (TAKES_BACK.includes(facts.key) && this.tool.back()) return undefined;
    if (this.review?.do(name, facts)) return undefined;
    if (this.readonly && DRAWS.includes(name)) return this.hint("Your role in this app is to look");
    return this.actions[name]?.(this, facts);
  }

  /** Let the person choose a concept by typing: see Picker.open. */
  choose(...words) {
    this.later.when("rest", () => this.picker.open(...words));
  }

  /** Show a short word on the stage. */
  hint(text) {
    const line = this.element.querySelector("[data-hint]");
    line.textContent = text;
    this.announcer.say(text);
    setTimeout(() => line.textContent === text && this.store.dispatchEvent(new CustomEvent("hint")), HINT);
  }
}
