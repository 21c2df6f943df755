import { setText } from "./elements.js";
import { tellRemoved } from "./toast.js";
import { remove, removeInline } from "./tray-changes.js";
import { checkRoom, keyOf, newPart, quotesOf, readRecord, TrayError } from "./tray-model.js";
import { fetchRecord } from "./tray-server.js";
import { changeTray, loadTray, onTrayChange } from "./tray-store.js";

/** Let every button with data-action="tray", including later ones, add its passage to the tray or remove it. */
export function offerTray(page, status) {
  page.addEventListener("click", async (event) => {
    const button = event.target.closest?.('button[data-action="tray"]');
    if (button) toggleInTray(button, status);
    const noted = event.target.closest?.('button[data-action="tray-note"]');
    if (noted) addNote(noted, status);
    const all = event.target.closest?.('button[data-action="tray-all"]');
    if (all) (await import("./tray-all.js")).addAll(page, all);
  });
  onTrayChange(() => showTrayState(page));
  page.addEventListener("placechange", () => showTrayState(page));
  // A page restored from the back-forward cache missed changes.
  addEventListener("pageshow", () => showTrayState(page));
  showTrayState(page);
}

/** Show on each button whether its passage is in the tray, and the number of quotes in the header. */
export function showTrayState(page) {
  const quotes = quotesOf(loadTray().tray);
  const keys = new Set(quotes.map((part) => keyOf(part.quote)));
  for (const button of page.querySelectorAll('button[data-action="tray"]')) {
    if (!button.dataset.link) continue; // nothing is selected
    const isIn = keys.has(keyOfLink(button.dataset.link));
    button.setAttribute("aria-pressed", String(isIn));
    setText(button, isIn ? "In tray" : "Add to tray");
  }
  const count = page.querySelector(".tray-count");
  if (!count) return; // Nobody has signed in.
  count.hidden = !quotes.length;
  setText(count, ` ${quotes.length}`);
}

/** Add the passage of a button to the tray, or remove it, and announce it in `status`. */
export async function toggleInTray(button, status) {
  if (button.getAttribute("aria-busy") === "true") return;
  const key = keyOfLink(button.dataset.link);
  button.setAttribute("aria-busy", "true");
  try {
    if (quotesOf(loadTray().tray).some((part) => keyOf(part.quote) === key)) {
      const undo = [remove((part) => part.quote && keyOf(part.quote) === key), removeInline((_, quote) => keyOf(quote) === key)];
      tell(button, status, "");
      tellRemoved(button.ownerDocument, "Removed from the tray.", () => undo.reverse().forEach((back) => back()));
    } else {
      const record = readRecord(await fetchRecord(button.dataset.link, button.dataset.question));
      if (!record) throw new TrayError("This quote is too long for the tray. Select less text.");
      changeTray((tray) => {
        if (tray.parts.some((part) => part.quote && keyOf(part.quote) === keyOf(record))) return;
        const part = newPart("quote", record);
        checkRoom(tray, part);
        tray.parts.push(part);
      });
      const count = quotesOf(loadTray().tray).length;
      tell(button, status, `Added to the tray (${count} ${count === 1 ? "quote" : "quotes"}).`);
    }
  } catch (error) {
    if (!(error instanceof TrayError)) throw error;
    tell(button, status, error.message, true);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** Add the note of a button to the tray, unless it has it. */
function addNote(button, status) {
  try {
    changeTray((tray) => {
      if (tray.parts.some((part) => part.note === button.dataset.note)) return;
      const part = newPart("note", button.dataset.note);
      checkRoom(tray, part);
      tray.parts.push(part);
    });
    button.textContent = "In tray";
    tell(button, status, "Added to the tray as a note.");
  } catch (error) {
    if (!(error instanceof TrayError)) throw error;
    tell(button, status, error.message, true);
  }
}

function tell(button, status, sentence, isProblem = false) {
  status.textContent = sentence;
  button.parentElement.querySelector(".tray-refused")?.remove();
  if (!isProblem) return;
  const shown = document.createElement("p");
  shown.className = "tray-refused warning";
  shown.textContent = sentence;
  button.after(shown);
}

function keyOfLink(link) {
  const address = new URL(link, location.origin);
  const [start, end, sha256] = ["start", "end", "sha256"].map((name) => address.searchParams.get(name) ?? "");
  const docId = decodeURIComponent(address.pathname.slice("/documents/".length));
  return `${sha256.slice(0, 16)} ${docId}#${start}-${end}`;
}
