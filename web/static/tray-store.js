// Keeps the tray in the browser. Every change reads what is stored first, so that two tabs do not undo each other.
import { emptyTray, readTray, TrayError } from "./tray-model.js";

const KEY = "reportqa.tray";
const DEFAULT_STYLE = "harvard-cite-them-right";
let inMemory = null; // the tray of a browser that stores nothing
let known = null; // the text last read and what it was read as: ids of parts must not change between two looks
let listeners = [];

/** Give the tray, and a sentence when some of what was stored could not be used. */
export function loadTray() {
  let text = inMemory;
  try {
    text = localStorage.getItem(KEY) ?? inMemory;
  } catch {
    // Storage is forbidden to this page.
  }
  if (text === null) return { tray: emptyTray(DEFAULT_STYLE), problem: "" };
  if (known?.text !== text) known = { text, ...read(text) };
  return { tray: structuredClone(known.tray), problem: known.problem };
}

/** Let `alter` change the tray as it is now, store it, and tell all who listen. */
export function changeTray(alter) {
  const { tray } = loadTray();
  alter(tray);
  const text = JSON.stringify(tray);
  known = { text, tray: structuredClone(tray), problem: "" };
  let refused = false;
  try {
    localStorage.setItem(KEY, text);
    inMemory = null;
  } catch {
    refused = inMemory === null;
    inMemory = text;
  }
  for (const listener of listeners) listener();
  if (refused) {
    throw new TrayError("This browser cannot store the tray, so it will be lost when you leave this page. Save it as a file.");
  }
}

/** Call when the tray was changed, here or in another tab. */
export function onTrayChange(listener) {
  if (!listeners.length) {
    addEventListener("storage", (event) => {
      if (event.key === KEY || event.key === null) for (const one of listeners) one();
    });
  }
  listeners = [...listeners, listener];
}

function read(text) {
  try {
    const stored = JSON.parse(text);
    const { tray, dropped } = readTray(stored, DEFAULT_STYLE);
    const kept = stored.parts?.filter?.((part) => part) ?? [];
    // The ids that another tab gave are kept, as far as they are ids.
    if (kept.length === tray.parts.length) {
      const ids = new Set();
      tray.parts.forEach((part, row) => {
        const id = kept[row].id;
        if (typeof id === "string" && /^[\w-]{1,40}$/.test(id) && !ids.has(id)) part.id = id;
        ids.add(part.id);
      });
    }
    const problem = dropped ? `${dropped} stored items could not be read and were skipped.` : "";
    return { tray, problem };
  } catch {
    const problem = "The stored tray could not be read, so the tray is empty.";
    return { tray: emptyTray(DEFAULT_STYLE), problem };
  }
}
