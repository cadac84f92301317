// The page opens with a picture of screen size; who zooms past it gets the original, decoded first, then exchanged.

/** Watch the view; `address` is the original's, "" where browsers cannot show it or it is too large. */
export function sharpen(image, viewport, address) {
  if (!address) return;
  let wanted = false;
  const look = async () => {
    const detail = image.naturalWidth / viewport.size.width;
    if (wanted || !image.naturalWidth || detail >= 1 || viewport.scale * devicePixelRatio <= detail) return;
    wanted = true;
    const original = new Image();
    original.src = address;
    try {
      await original.decode();
      if (image.isConnected && original.naturalWidth === viewport.size.width) image.src = address;
    } catch {
      // The picture of screen size stays.
    }
  };
  viewport.addEventListener("view", look);
  image.addEventListener("load", look);
  look();
}
