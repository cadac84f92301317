// The pictures that come next are fetched while a person works, and the very next one is decoded too.

const HELD = 3;
const held = new Map();

/** Fetch these pictures when there is time; not for people who save data. */
export function fetchAhead(addresses) {
  if (navigator.connection?.saveData) return;
  const later = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  later(() => {
    for (const address of held.keys()) if (!addresses.includes(address)) held.delete(address);
    addresses.slice(0, HELD).forEach((address, at) => hold(address, at === 0));
  });
}

// A picture that is held stays decoded; its element is never put into a page.
async function hold(address, decode) {
  const image = held.get(address) ?? new Image();
  if (!held.has(address)) {
    held.set(address, image);
    image.fetchPriority = "low";
    image.src = address;
  }
  if (decode) await image.decode().catch(() => held.delete(address));
}
