// Small pieces of SVG.

const SVG = "http://www.w3.org/2000/svg";

/** Make an SVG element. */
export function shape(name, attributes, className) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (className) element.setAttribute("class", className);
  return element;
}

/** Put a rectangle or path where a box or outline is, in pixels of the picture. */
export function place(element, { width, height }, box, outline) {
  if (outline) return element.setAttribute("d", outline.map(([y, x], at) => `${at ? "L" : "M"}${x * width} ${y * height}`).join("") + "Z");
  const facts = { x: box.left * width, y: box.top * height, width: (box.right - box.left) * width, height: (box.bottom - box.top) * height };
  for (const [key, value] of Object.entries(facts)) element.setAttribute(key, value);
}
