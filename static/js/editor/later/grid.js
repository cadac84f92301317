// Which tiles of a large picture are wanted for what is seen.

const SIDE = 1024;
const MOST = 40;

/** The parts of its size at which a picture has tiles, given the part at which it is displayed whole. */
export function scalesOf(size, shown) {
  return [1, 2, 4].filter((scale) => scale === 1 || scale < Math.round(size.width / shown));
}

/**
 * The tiles wanted, as {scale, column, row}: `shown` is the width of the picture that is displayed whole, `density` is
 * pixels of the screen to one of the stage. None where that picture is sharp enough; never more than 40.
 */
export function tilesFor({ scale, x, y, size, middle }, shown, density) {
  if (!shown || scale * density <= shown / size.width) return [];
  const parts = scalesOf(size, shown);
  const sharp = parts.findLastIndex((part) => 1 / part >= scale * density);
  // A screen of very many pixels makes do with coarser ones.
  for (const part of parts.slice(Math.max(0, sharp))) {
    const tiles = inView({ scale, x, y, size, middle }, part);
    if (tiles.length <= MOST) return tiles;
  }
  return [];
}

function inView({ scale, x, y, size, middle }, part) {
  const range = (offset, length, whole) => {
    const step = SIDE * part * scale;
    const first = Math.max(0, Math.floor(-offset / step));
    const last = Math.min(Math.ceil(whole / (SIDE * part)) - 1, Math.floor((length - offset) / step));
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  };
  const columns = range(x, 2 * middle.x, size.width);
  return range(y, 2 * middle.y, size.height).flatMap((row) => columns.map((column) => ({ scale: part, column, row })));
}

/** Where a tile lies on the picture, in its pixels. */
export function placeOf({ scale, column, row }, size) {
  const [left, top] = [column * SIDE * scale, row * SIDE * scale];
  return { left, top, width: Math.min(SIDE * scale, size.width - left), height: Math.min(SIDE * scale, size.height - top) };
}
