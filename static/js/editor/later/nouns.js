// What people call things.

const NOUNS = { box: "Box", polygon: "Polygon", point: "Point", none: "Whole image", keypoints: "Key points", mask: "Mask", span: "Text span", token: "Token" };

/** What people call an annotation's kind of place. */
export function nounOf({ shape }) {
  return NOUNS[shape] ?? "Region";
}
