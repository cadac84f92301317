// Small pieces of SVG.

const SVG = "http://www.w3.org/2000/svg";

/** Make an SVG element. */
export function shape(name, attributes, className) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (className) element.setAttribute("class", className);
  return element;
}

/** Make a line over its casing, in a group; `c` is the number of its colour. */
export function lined(name, attributes, className, c) {
  const group = shape("g", {}, className);
  group.append(shape(name, attributes, "casing"), shape(name, attributes, `line c${c}`));
  return group;
}

/** Put a rectangle where a box is, or a path along the lines of an outline, in pixels of the picture. */
export function place(element, size, box, lines) {
  if (lines) return element.setAttribute("d", lines.map((line) => trace(line, size, "Z")).join(""));
  const { width, height } = size;
  const facts = { x: box.left * width, y: box.top * height, width: (box.right - box.left) * width, height: (box.bottom - box.top) * height };
  for (const [key, value] of Object.entries(facts)) element.setAttribute(key, value);
}

/** Write a line through corners as the data of a path; `end` closes it, or not. */
export function trace(outline, { width, height }, end = "") {
  return outline.map(([y, x], at) => `${at ? "L" : "M"}${x * width} ${y * height}`).join("") + end;
}
