// A row that scrolls sideways shows at which of its ends it goes on.

/** Let an element fade where it goes on, for as long as it lives; what comes into it or goes counts too. */
export function fadeEdges(row) {
  let looking = 0;
  const look = () => (looking ||= requestAnimationFrame(() => {
    looking = 0;
    const { scrollLeft, scrollWidth, clientWidth } = row;
    row.classList.toggle("more-before", scrollLeft > 1);
    row.classList.toggle("more-behind", scrollLeft + clientWidth < scrollWidth - 1);
  }));
  row.classList.add("fades");
  // Browsers leave what the keys come to half under an edge; what a finger touches must not move away from it.
  row.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && target.scrollIntoView({ block: "nearest", inline: "nearest" }));
  row.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(look).observe(row);
  new MutationObserver(look).observe(row, { childList: true });
}
