// Reordering by mouse, pen or finger; buttons and keys do the same.
const EDGE = 64; // pixels from the window's edge within which dragging scrolls
const SPEED = 12; // pixels per frame

/** Let items be dragged by their handles; calls `drop` with an item's id and new row. */
export function offerDragging(list, drop) {
  let dragged = null; // {id, pointer, y}: the dragged item, its pointer, and the pointer's height in the window

  const cards = () => [...list.children];
  const held = () => cards().find((card) => card.dataset.id === dragged.id);
  const mark = () => {
    const row = rowAt(cards(), held(), dragged.y);
    cards().forEach((card) => card.classList.remove("drop-above", "drop-below"));
    held()?.classList.add("is-dragged");
    const others = cards().filter((card) => card !== held());
    if (row === null) return;
    if (row < others.length) others[row].classList.add("drop-above");
    else others.at(-1)?.classList.add("drop-below");
  };
  const scroll = () => {
    if (!dragged) return;
    const by = dragged.y < EDGE ? -SPEED : dragged.y > innerHeight - EDGE ? SPEED : 0;
    if (by) {
      scrollBy(0, by);
      mark();
    }
    requestAnimationFrame(scroll);
  };
  const end = () => {
    list.releasePointerCapture(dragged.pointer);
    dragged = null;
    cards().forEach((card) => card.classList.remove("is-dragged", "drop-above", "drop-below"));
  };

  list.addEventListener("pointerdown", (event) => {
    if (dragged || event.button !== 0 || !event.target.closest(".tray-grip")) return;
    // Do not select text while dragging.
    event.preventDefault();
    dragged = { id: event.target.closest("li[data-id]").dataset.id, pointer: event.pointerId, y: event.clientY };
    list.setPointerCapture(event.pointerId);
    held().classList.add("is-dragged");
    requestAnimationFrame(scroll);
  });
  list.addEventListener("pointermove", (event) => {
    if (event.pointerId !== dragged?.pointer) return;
    dragged.y = event.clientY;
    mark();
  });
  list.addEventListener("pointerup", (event) => {
    if (event.pointerId !== dragged?.pointer) return;
    const { id } = dragged;
    const row = rowAt(cards(), held(), event.clientY);
    end();
    if (row !== null) drop(id, row);
  });
  list.addEventListener("pointercancel", (event) => {
    if (event.pointerId === dragged?.pointer) end();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && dragged) end();
  });
}

/** Return the row of a card dropped at this height; null if unchanged. */
function rowAt(cards, held, y) {
  const others = cards.filter((card) => card !== held);
  const row = others.filter((card) => middleOf(card) < y).length;
  return row === cards.indexOf(held) ? null : row;
}

function middleOf(card) {
  const { top, height } = card.getBoundingClientRect();
  return top + height / 2;
}
