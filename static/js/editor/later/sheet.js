// On narrow screens the panel is a sheet that can be pulled over more of the picture.

const LEAST = 20;
const MOST = 70;
const USUAL = 38;

/** Let a handle pull its sheet; a click alone goes from low to high and back. */
export function pulled(handle, work) {
  let held = null;
  const height = (event) => {
    const frame = work.getBoundingClientRect();
    return Math.min(MOST, Math.max(LEAST, ((frame.bottom - 52 - event.clientY) / frame.height) * 100));
  };
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    held = { y: event.clientY, moved: false };
  });
  handle.addEventListener("pointermove", (event) => {
    if (!held || (!held.moved && Math.abs(event.clientY - held.y) < 6)) return;
    held.moved = true;
    work.style.setProperty("--sheet", `${height(event)}%`);
  });
  handle.addEventListener("pointercancel", () => (held = null));
  handle.addEventListener("click", () => {
    const tall = parseFloat(work.style.getPropertyValue("--sheet")) > USUAL;
    if (!held?.moved) work.style.setProperty("--sheet", `${tall ? USUAL : MOST}%`);
    held = null;
  });
}
