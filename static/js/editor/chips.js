// The names of boxes on the stage: of the selected, the hovered and the large ones, at most 150.

const MOST = 150;
const LARGE = 48;

/** Chips of boxes that rest are drawn on the canvas with them; those of what moves or is pointed at are elements. */
export class Chips {
  #layer;
  #canvas;
  #looks;
  #elements = [];
  #corners = new Map();
  /** What gives each name room of its own; it comes with the second wave. */
  Room = null;

  constructor(layer, { store, viewport, concepts }, canvas, looks) {
    Object.assign(this, { store, viewport, concepts });
    this.#layer = layer;
    this.#canvas = canvas;
    this.#looks = looks;
  }

  /** Write the names of those that rest, of selected and small ones first, where there is room; gives how many. `moving` has those that the hand holds. */
  write(moving) {
    const found = [];
    this.store.shown().forEach((annotation, at) => {
      const { id, box } = annotation;
      if (!box || moving.has(id) || this.store.isHidden(annotation)) return;
      const picked = this.store.selection.has(id);
      if (!picked && !(this.#isLarge(box) && this.concepts.isAsked(annotation))) return;
      const place = this.#place(box);
      if (place) found.push({ annotation, place, number: at + 1, picked, size: picked ? 0 : (box.right - box.left) * (box.bottom - box.top) });
    });
    const room = this.Room && new this.Room(this.viewport.middle);
    this.#corners = new Map();
    // Where so many found no room there is none to look for.
    for (const { annotation, place, number, picked } of found.sort((one, other) => one.size - other.size).slice(0, 2 * MOST)) {
      if (this.#corners.size === MOST) break;
      const [text, look] = [this.#text(annotation, number), this.look(annotation, picked)];
      const corner = room ? room.take(place, this.#canvas.width(text, look), look.height) : cornerOf(place);
      if (!corner) continue;
      this.#canvas.write(text, corner, look);
      this.#corners.set(annotation.id, corner);
    }
    return this.#corners.size;
  }

  /** Show the names of what moves, where it is now, and of what the pointer is on; `asWritten` while the view is the one of the others. */
  show(moving, asWritten) {
    const hovered = this.store.get(this.store.setting("hover"));
    const places = new Map(moving);
    if (hovered?.box && !moving.has(hovered.id) && !this.store.isHidden(hovered)) places.set(hovered.id, hovered.box);
    const shown = [...places].slice(0, MOST).flatMap(([id, box]) => {
      // A name that stands elsewhere for want of room is pointed at there.
      const corner = this.store.get(id) && ((asWritten && !moving.has(id) && this.#corners.get(id)) || cornerOf(this.#place(box)));
      return corner ? [{ annotation: this.store.get(id), corner, number: this.store.number(id) }] : [];
    });
    while (this.#elements.length < shown.length) this.#elements.push(this.#layer.appendChild(document.createElement("span")));
    this.#elements.forEach((chip, at) => this.#fill(chip, shown[at]));
  }

  /** How the name of a box looks: see Looks. */
  look(annotation, picked) {
    return this.#looks.chip(this.concepts.colour(annotation), picked);
  }

  #isLarge({ left, right }) {
    return (right - left) * this.viewport.size.width * this.viewport.scale >= LARGE;
  }

  // Where a box is on the stage; null for what is out of view.
  #place({ left, top, right, bottom }) {
    const { x, y } = this.viewport.middle;
    const [corner, other] = [this.viewport.toStage({ x: left, y: top }), this.viewport.toStage({ x: right, y: bottom })];
    const inView = other.x > 0 && other.y > 0 && corner.x < 2 * x && corner.y < 2 * y;
    return inView ? { left: corner.x, top: corner.y, right: other.x, bottom: other.y } : null;
  }

  #text(annotation, number) {
    const sure = this.store.asks(annotation) && annotation.confidence !== null ? ` ${annotation.confidence.toFixed(2).slice(1)}` : "";
    const approved = this.store.setting("mode") === "review" && annotation.status === "SUCCESS";
    const flag = annotation.status === "REVIEW_DENIED" ? "! " : approved ? "✓ " : "";
    return `${flag}${number} ${this.concepts.caption(annotation)}${sure}`;
  }

  #fill(chip, shown) {
    chip.hidden = !shown;
    if (!shown) return;
    const { annotation, corner, number } = shown;
    const text = this.#text(annotation, number);
    if (chip.textContent !== text) chip.textContent = text;
    chip.dataset.c = this.concepts.colour(annotation);
    chip.className = "chip picked";
    chip.style.transform = `translate(${corner.x}px, ${corner.y}px)`;
  }
}

// Where a name stands that need not make way.
function cornerOf(place) {
  return place && { x: Math.round(Math.max(0, place.left)), y: Math.round(Math.max(0, place.top - 24)) };
}
