/** Scroll the page images to the first highlight; the fragment of the address scrolls only the text. */
export function showMarked(page) {
  const pane = page.querySelector(".view-both .pictures");
  const marked = pane?.querySelector(".on-cited, .on-found, .on-hit");
  if (!marked) return;
  const box = marked.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  for (const scroller of [pane, marked.closest(".sheet-scroll")]) {
    scroller.scrollTop += Math.max(0, box.bottom - frame.top - 0.6 * pane.clientHeight);
    scroller.scrollLeft += Math.max(0, box.right - frame.left - pane.clientWidth);
  }
}
