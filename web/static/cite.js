const MAX_CARRIED = 300; // characters of a question in the address of its source

/** Offer to cite, copy and collect the words selected in a passage, in a document or on a page image. */
export function offerCiting(page) {
  const bar = page.querySelector(".cite-bar");
  const [link, tray] = [bar.querySelector("a"), bar.querySelector("[data-action='tray']")];
  // Otherwise pressing a control would clear the selection and hide the bar before the click.
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  page.addEventListener("selectionchange", () => {
    const place = selectedPlace(page);
    bar.hidden = !place;
    if (!place) return;
    const { start, end } = place;
    const { document, sha256, question = "" } = place.source.dataset;
    tray.dataset.link = `${document}?${new URLSearchParams({ start, end, sha256 })}`;
    tray.dataset.question = question;
    const asked = question && question.length <= MAX_CARRIED ? `&${new URLSearchParams({ q: question })}` : "";
    link.href = `${tray.dataset.link}${asked}#cited`;
    bar.querySelector(".copied")?.remove();
    bar.dispatchEvent(new Event("placechange", { bubbles: true }));
  });
}

/** Return the element of the selection's source, and its offsets in the text; null if it is empty or not contiguous. */
function selectedPlace(page) {
  const selection = page.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const selected = selection.getRangeAt(0);
  const pieces = [];
  const sources = new Set();
  for (const element of page.querySelectorAll("[data-document] [data-start]")) {
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
    if (start >= stop) continue;
    pieces.push([start, stop]);
    sources.add(element.closest("[data-document]"));
  }
  if (sources.size !== 1) return null;
  const start = Math.min(...pieces.map((piece) => piece[0]));
  const end = Math.max(...pieces.map((piece) => piece[1]));
  const covered = pieces.reduce((sum, piece) => sum + piece[1] - piece[0], 0);
  // Line breaks and column names are between the pieces; a larger gap means that text was skipped.
  return end - start > 2 * covered + 200 ? null : { source: [...sources][0], start, end };
}

/** Return the length of a range in code points, as the index counts, without page markers. */
function lengthOf(range) {
  const content = range.cloneContents();
  for (const mark of content.querySelectorAll(".page-mark, .left-out")) mark.remove();
  return [...content.textContent].length;
}
