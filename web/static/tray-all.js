// Adding all quotes of a comparison to the tray, loaded when it is asked for.
import { tell } from "./toast.js";
import { checkRoom, newPart, readRecord, TrayError } from "./tray-model.js";
import { fetchRecord } from "./tray-server.js";
import { changeTray } from "./tray-store.js";

/** Add the quotes of a table that are not in the tray, each under the title of its document. */
export async function addAll(page, button) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    tell(page, await added(page));
  } catch (error) {
    if (!(error instanceof TrayError)) throw error;
    page.getElementById("status").textContent = error.message;
    tell(page, error.message, true);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function added(page) {
  const buttons = [...page.querySelectorAll('.each [data-action="tray"][aria-pressed="false"]')];
  const parts = [];
  for (const button of buttons) {
    const record = readRecord(await fetchRecord(button.dataset.link, button.dataset.question));
    const title = button.closest("tr").querySelector("th a").textContent;
    if (record) parts.push(newPart("heading", title), newPart("quote", record));
  }
  changeTray((tray) => {
    for (const part of parts) {
      checkRoom(tray, part);
      tray.parts.push(part);
    }
  });
  const count = parts.length / 2;
  const left = buttons.length - count;
  const long = left ? ` ${left} ${left === 1 ? "is" : "are"} too long for it.` : "";
  return `Added to the tray: ${count} ${count === 1 ? "quote" : "quotes"}.${long}`;
}
