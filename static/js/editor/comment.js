// A comment on the selected box, or on the image: kept and sent like any other operation.

/** The dialog behind M. */
export class CommentDialog {
  #dialog;
  #about = null;

  constructor(editor) {
    this.editor = editor;
    this.#dialog = editor.element.querySelector("[data-comment]");
    this.#dialog.querySelector("form").addEventListener("submit", (event) => this.#send(event));
  }

  /** Ask for the words. */
  open() {
    const { concepts, store } = this.editor;
    const [only, ...more] = store.selected();
    this.#about = only && !more.length && !only.offered ? only : null;
    const what = this.#about ? `box ${store.number(only.id)}, ${concepts.caption(only)}` : "this image";
    this.#dialog.querySelector("h2").textContent = `Comment on ${what}`;
    this.#dialog.showModal();
  }

  #send(event) {
    const field = event.target.elements.comment;
    if (event.submitter.value !== "save" || !field.value.trim()) return;
    this.editor.saver.comment(this.#about?.id ?? null, field.value.trim());
    this.editor.hint("Commented");
    field.value = "";
  }
}
