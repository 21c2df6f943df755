/** Keep the bar of a source page clear of what is scrolled to, and scroll the page images to the first highlight. */
export function showMarked(page) {
  const bar = page.querySelector(".source-bar");
  if (!bar) return;
  const measure = () => page.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`);
  measure();
  new ResizeObserver(measure).observe(bar);
  const pane = page.querySelector(".view-both .pictures");
  const marked = pane?.querySelector(".on-cited") ?? pane?.querySelector(".on-found, .on-hit");
  if (!marked) return;
  if (getComputedStyle(pane).position !== "sticky") {
    showOnPhone(marked);
    return;
  }
  const box = marked.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  for (const scroller of [pane, marked.closest(".sheet-scroll")]) {
    scroller.scrollTop += Math.max(0, box.bottom - frame.top - 0.6 * pane.clientHeight);
    scroller.scrollLeft += Math.max(0, box.right - frame.left - pane.clientWidth);
  }
}

/** Scroll to the highlight on the image, which precedes the text; the fragment of the address is in the text. */
function showOnPhone(marked) {
  const scroll = () => marked.scrollIntoView({ block: "center" });
  scroll();
  if (document.readyState !== "complete") addEventListener("load", scroll, { once: true });
}
