// The name chips on the stage: of the selected, the hovered and the large boxes, at most 150.

const MOST = 150;
const LARGE = 48;

/** Chips are HTML, so that their ground fits their text without measuring. */
export class Chips {
  #layer;
  #chips = new Map();
  #spare = [];

  constructor(layer, store, viewport, concepts) {
    this.#layer = layer;
    this.store = store;
    this.viewport = viewport;
    this.concepts = concepts;
  }

  /** Put the chips where the boxes are now; `moving` has the places of those that the hand holds. */
  draw(moving) {
    const shown = this.#chosen(moving);
    const before = this.#chips;
    this.#chips = new Map(shown.map(({ annotation: { id } }) => [id, before.get(id)]));
    // A chip stays with its box, so that most need not be written anew.
    for (const [id, chip] of before) if (!this.#chips.has(id)) this.#spare.push(chip);
    for (const one of shown) this.#fill(this.#of(one.annotation.id), one);
    for (const chip of this.#spare) chip.hidden = true;
  }

  #of(id) {
    const chip = this.#chips.get(id) ?? this.#spare.pop() ?? this.#layer.appendChild(document.createElement("span"));
    this.#chips.set(id, chip);
    return chip;
  }

  #chosen(moving) {
    const [first, then] = [[], []];
    this.store.shown().forEach((annotation, at) => {
      const { id } = annotation;
      const box = moving.get(id) ?? annotation.box;
      if (!box || this.store.isHidden(annotation)) return;
      const picked = this.store.selection.has(id) || this.store.setting("hover") === id;
      const [corner, other] = [this.viewport.toStage({ x: box.left, y: box.top }), this.viewport.toStage({ x: box.right, y: box.bottom })];
      if (!this.#isInView(corner, other)) return;
      if (picked) first.push({ annotation, corner, number: at + 1, picked });
      else if (other.x - corner.x >= LARGE && this.concepts.isAsked(annotation)) then.push({ annotation, corner, number: at + 1, picked });
    });
    return [...then, ...first].slice(-MOST);
  }

  #isInView(corner, other) {
    const { x, y } = this.viewport.middle;
    return other.x > 0 && other.y > 0 && corner.x < 2 * x && corner.y < 2 * y;
  }

  #fill(chip, shown) {
    const { annotation, corner, number, picked } = shown;
    chip.hidden = false;
    const sure = this.store.asks(annotation) && annotation.confidence !== null ? ` ${annotation.confidence.toFixed(2).slice(1)}` : "";
    const approved = this.store.setting("mode") === "review" && annotation.status === "SUCCESS";
    const flag = annotation.status === "REVIEW_DENIED" ? "! " : approved ? "✓ " : "";
    const text = `${flag}${number} ${this.concepts.caption(annotation)}${sure}`;
    if (chip.textContent !== text) chip.textContent = text;
    const colour = String(this.concepts.colour(annotation));
    if (chip.dataset.c !== colour) chip.dataset.c = colour;
    const className = picked ? "chip picked" : "chip";
    if (chip.className !== className) chip.className = className;
    const place = `translate(${Math.round(corner.x)}px, ${Math.round(Math.max(0, corner.y - (picked ? 27 : 22)))}px)`;
    if (chip.place !== place) chip.style.transform = chip.place = place;
  }
}
