// A message at the foot of the window. One that something was removed has an Undo button, and Ctrl+Z does the same.
const SHOWN_FOR = 8000; // milliseconds that a message stays
const UNDO_FOR = 20_000; // milliseconds that one with Undo stays; Ctrl+Z works after that, too
const MOST = 50; // removals that can be undone

const removals = []; // {sentence, undo}, the last one last
let timer = 0;

/** Let the toast's button and Ctrl+Z, outside of text fields, undo the last removal. */
export function offerUndo(page) {
  const toast = page.getElementById("toast");
  toast.querySelector("button").addEventListener("click", () => undoLast(page));
  // Somebody who is on their way to the button is not hurried.
  for (const kind of ["focusin", "pointerenter"]) toast.addEventListener(kind, () => clearTimeout(timer));
  for (const kind of ["focusout", "pointerleave"]) toast.addEventListener(kind, () => hideLater(toast));
  page.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if (!removals.length || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    undoLast(page);
  });
}

/** Show a message, and announce it to screen readers; a problem stays, and is announced by who reports it. */
export function tell(page, sentence, isProblem = false) {
  show(page, sentence, { isProblem });
  if (!isProblem) page.getElementById("status").textContent = sentence;
}

/** Say that something was removed; `undo` puts it back and may return a sentence. */
export function tellRemoved(page, sentence, undo) {
  removals.push({ sentence, undo });
  removals.splice(0, removals.length - MOST);
  show(page, sentence, { isRemoval: true });
  page.getElementById("status").textContent = `${sentence} Press Control Z to undo.`;
}

/** Hide the message. */
export function hideToast(page) {
  page.getElementById("toast").hidden = true;
}

function undoLast(page) {
  const { undo } = removals.pop();
  tell(page, undo() ?? "Restored.");
}

function show(page, sentence, { isRemoval = false, isProblem = false }) {
  const toast = page.getElementById("toast");
  toast.querySelector("span").textContent = sentence;
  toast.querySelector("button").hidden = !isRemoval;
  toast.classList.toggle("is-problem", isProblem);
  toast.hidden = !sentence;
  hideLater(toast);
}

function hideLater(toast) {
  clearTimeout(timer);
  if (toast.classList.contains("is-problem")) return;
  timer = setTimeout(() => (toast.hidden = true), toast.querySelector("button").hidden ? SHOWN_FOR : UNDO_FOR);
}
