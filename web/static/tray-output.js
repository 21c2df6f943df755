// Exports of the tray: briefing, preview, files and links.
import { richText } from "./rich.js";
import { packTray } from "./tray-link.js";
import { quotesOf, toBriefing, TrayError } from "./tray-model.js";
import { writeBriefing } from "./tray-server.js";

const LOST = new Set(["changed", "withdrawn"]);

/** Return those quotes that changed or were withdrawn. */
export function lostQuotes(quotes, verdictOf) {
  return quotes.filter(({ quote }) => LOST.has(verdictOf(quote)?.state));
}

/** Show the briefing without quotes that cannot be exported, and say so. */
export async function preview(page, tray, verdictOf, signal) {
  const box = page.getElementById("tray-preview");
  const said = page.getElementById("tray-preview-said");
  const lost = new Set(lostQuotes(quotesOf(tray), verdictOf).map(({ quote }) => quote));
  const briefing = toBriefing(tray, (record) => !lost.has(record));
  try {
    const { blob } = await writeBriefing(briefing, "html", signal);
    box.replaceChildren(richText(await blob.text()));
    said.textContent = lost.size ? `Without ${counted(lost.size)} that changed or ${lost.size === 1 ? "was" : "were"} withdrawn.` : "";
  } catch (error) {
    if (!(error instanceof TrayError)) throw error;
    said.textContent = error.message;
  }
}

/** Export and save the briefing; throws a TrayError if quotes have changed. */
export async function exportBriefing(tray, verdictOf, form) {
  const lost = lostQuotes(quotesOf(tray), verdictOf);
  if (lost.length) {
    throw new TrayError(
      `${counted(lost.length)} changed or ${lost.length === 1 ? "was" : "were"} withdrawn. Update or remove ${lost.length === 1 ? "it" : "them"} before exporting.`,
    );
  }
  const { blob, name } = await writeBriefing(toBriefing(tray), form);
  save(blob, name);
  return name;
}

/** Save the tray as a file for this page and `reportqa brief`, or its records for `reportqa verify`. */
export function saveTray(tray, onlyRecords) {
  const content = onlyRecords ? quotesOf(tray).map((part) => part.quote) : toBriefing(tray);
  const name = onlyRecords ? "citations.json" : "tray.json";
  save(new Blob([`${JSON.stringify(content, null, 1)}\n`], { type: "application/json" }), name);
  return name;
}

export async function linkTo(tray) {
  return `${location.origin}${location.pathname}${await packTray(toBriefing(tray))}`;
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser may start reading after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function counted(count) {
  return count === 1 ? "1 quote" : `${count} quotes`;
}
