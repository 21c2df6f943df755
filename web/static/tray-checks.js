// What the server knows of the tray's quotes: whether they are still in their documents, their citations, the preview.
import { keyOf, quotesOf, TrayError } from "./tray-model.js";
import { preview } from "./tray-output.js";
import { formatRecords, verifyRecords } from "./tray-server.js";
import { loadTray } from "./tray-store.js";

const AT_A_TIME = 10; // citations per request: in some styles each takes the server a process

export const notes = new Map(); // citations by style and quote
export const titles = new Map(); // of styles
export const verdicts = new Map(); // by quote
let isStale = false; // whether the documents may have changed since the quotes were verified
let asking = new AbortController();

export function verdictOf(record) {
  return verdicts.get(keyOf(record));
}

/** Return the citation of a quote in the tray's style; undefined until the server has formatted it. */
export function noteOf(tray, record) {
  return notes.get(`${tray.style} ${keyOf(record)}`);
}

/** Have the quotes verified again: the documents may have changed. */
export function forgetVerdicts() {
  isStale = true;
}

/** Request missing verdicts and citations and the preview, and call `show` as they come; return the problem, if any. */
export async function refresh(show) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const { tray } = loadTray();
  if (!tray.parts.length) return "";
  try {
    const unknown = quotesOf(tray).map((one) => one.quote).filter((record) => isStale || !verdictOf(record));
    if (unknown.length) {
      const found = await verifyRecords(unknown, signal);
      if (isStale) notes.clear();
      isStale = false;
      unknown.forEach((record, row) => verdicts.set(keyOf(record), found[row]));
      show();
    }
    await preview(document, tray, verdictOf, signal);
    const bare = quotesOf(tray).map((one) => one.quote).filter((record) => !noteOf(tray, record));
    for (let first = 0; first < bare.length; first += AT_A_TIME) {
      const some = bare.slice(first, first + AT_A_TIME);
      const formatted = await formatRecords(some, tray.style, signal);
      titles.set(tray.style, formatted.style.title);
      some.forEach((record, row) => notes.set(`${tray.style} ${keyOf(record)}`, formatted.citations[row]));
      show();
    }
  } catch (error) {
    if (error.name === "AbortError") return "";
    if (!(error instanceof TrayError)) throw error;
    document.getElementById("tray-preview-said").textContent = error.message;
    return error.message;
  }
  return "";
}

/** Verify all quotes now; throws a TrayError if the server cannot. */
export async function verifyAll(show) {
  isStale = true;
  // A change of the tray meanwhile aborts this request and starts another.
  do {
    const problem = await refresh(show);
    if (problem) throw new TrayError(problem);
  } while (isStale && quotesOf(loadTray().tray).length);
  return !isStale;
}
