/** Offer to cite the text selected in a document or on a page image. */
export function offerCiting(page) {
  const bar = page.querySelector(".cite-bar");
  if (!bar) return;
  const link = bar.querySelector("a");
  const place = link.getAttribute("href");
  // Otherwise pressing the link would clear the selection and hide the link before the click.
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  page.addEventListener("selectionchange", () => {
    const range = selectedRange(page);
    bar.hidden = !range;
    if (range) {
      const query = new URLSearchParams({ start: range.start, end: range.end, sha256: link.dataset.sha256 });
      link.href = `${place}?${query}#cited`;
    }
  });
}

/** Return the offsets of the selection in the document's text; null if it is empty or not contiguous. */
export function selectedRange(page) {
  const selection = page.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const selected = selection.getRangeAt(0);
  const pieces = [];
  for (const element of page.querySelectorAll("[data-start]")) {
    if (!selected.intersectsNode(element)) continue;
    const piece = page.createRange();
    piece.selectNodeContents(element);
    const begin = Number(element.dataset.start);
    const end = begin + lengthOf(piece);
    const before = piece.cloneRange();
    if (piece.comparePoint(selected.startContainer, selected.startOffset) === 0) {
      piece.setStart(selected.startContainer, selected.startOffset);
    }
    before.setEnd(piece.startContainer, piece.startOffset);
    const start = begin + lengthOf(before);
    if (piece.comparePoint(selected.endContainer, selected.endOffset) === 0) {
      piece.setEnd(selected.endContainer, selected.endOffset);
    }
    const stop = Math.min(start + lengthOf(piece), end);
    if (start < stop) pieces.push([start, stop]);
  }
  if (!pieces.length) return null;
  const start = Math.min(...pieces.map((piece) => piece[0]));
  const end = Math.max(...pieces.map((piece) => piece[1]));
  const covered = pieces.reduce((sum, piece) => sum + piece[1] - piece[0], 0);
  // Line breaks and column names are between the pieces; a larger gap means that text was skipped.
  return end - start > 2 * covered + 200 ? null : { start, end };
}

/** Return the length of a range in code points, as the index counts, without page markers. */
function lengthOf(range) {
  const content = range.cloneContents();
  for (const mark of content.querySelectorAll(".page-mark, .left-out")) mark.remove();
  return [...content.textContent].length;
}
