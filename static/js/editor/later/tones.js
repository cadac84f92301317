// How adjusted values become a filter of CSS.

/** The values that leave a picture as it is. */
export const PLAIN = Object.freeze({ brightness: 1, contrast: 1, saturation: 1, gamma: 1, invert: false });

/** Whether values leave the picture as it is. */
export function isPlain(values) {
  return Object.entries(PLAIN).every(([name, value]) => values[name] === value);
}

/** Write the filter; what is plain is left out, because each filter costs time at every step of the zoom. */
export function filterOf({ brightness, contrast, saturation, gamma, invert }) {
  const parts = [
    gamma !== 1 && "url(#picture-curve)",
    brightness !== 1 && `brightness(${brightness})`,
    contrast !== 1 && `contrast(${contrast})`,
    saturation !== 1 && `saturate(${saturation})`,
    invert && "invert(1)",
  ];
  return parts.filter(Boolean).join(" ") || "none";
}
