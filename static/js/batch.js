// Which kept operations go out together.

const MOST_BYTES = 60_000;

/** The oldest rows of one input, in their order: at most `most`, and no more bytes than a page may send when it closes. */
export function oldest(rows, most) {
  const { address } = rows[0];
  const batch = [];
  let bytes = 20;
  for (const row of rows) {
    bytes += new TextEncoder().encode(row.text).length + 1;
    if (row.address !== address || batch.length >= most || (batch.length && bytes > MOST_BYTES)) break;
    batch.push(row);
  }
  return batch;
}
