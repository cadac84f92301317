// Which kept operations go out together, when, and as what.

const MOST_BYTES = 60_000;
const PAUSES = [500, 1000, 2000, 4000, 8000, 15_000, 30_000];

/** The oldest rows that go to one address, in their order: at most `most`, and no more bytes than a page may send when it closes. */
export function oldest(rows, most) {
  const { to } = rows[0];
  const batch = [];
  let bytes = 20;
  for (const row of rows) {
    bytes += new TextEncoder().encode(row.text).length + 1;
    if (row.to !== to || batch.length >= most || (batch.length && bytes > MOST_BYTES)) break;
    batch.push(row);
  }
  return batch;
}

/** The revision that an operation makes: the first thing that its text says. */
export function revOf(text) {
  return /^\{"rev":"(\w+)"/.exec(text)?.[1] ?? JSON.parse(text).rev;
}

/** The request for a batch; it says whose it is, because somebody else may be signed in meanwhile. */
export function bodyOf(user, batch) {
  return `{"user":${JSON.stringify(user)},"ops":[${batch.map(({ text }) => text).join(",")}]}`;
}

/** How long to wait after so many failures, in milliseconds. */
export function pauseAfter(failures) {
  return PAUSES[Math.min(failures, PAUSES.length - 1)] * (0.75 + Math.random() / 2);
}

/** The other tabs of a person: what they have to tell, and a way to tell them. */
export function otherTabs(name, heard) {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => heard(data);
  return channel;
}
