// The tray in local storage. Each change reads it first, so that two tabs do not overwrite each other.
import { emptyTray, readTray, TrayError } from "./tray-model.js";

const KEY = "reportqa.tray";
const DEFAULT_STYLE = "harvard-cite-them-right";
let inMemory = null; // the tray of a browser without storage
let known = null; // the last text read and its tray: ids must not change between reads
let listeners = [];

/** Return the tray, and a message if stored items could not be read. */
export function loadTray() {
  let text = inMemory;
  try {
    text = localStorage.getItem(KEY) ?? inMemory;
  } catch {
    // Storage is forbidden.
  }
  if (text === null) return { tray: emptyTray(DEFAULT_STYLE), problem: "" };
  if (known?.text !== text) known = { text, ...read(text) };
  return { tray: structuredClone(known.tray), problem: known.problem };
}

/** Apply `alter` to the stored tray, store it and notify the listeners. */
export function changeTray(alter) {
  const { tray } = loadTray();
  alter(tray);
  const text = JSON.stringify(tray);
  known = { text, tray: structuredClone(tray), problem: "" };
  let refused = false;
  try {
    localStorage.setItem(KEY, text);
    inMemory = null;
    dispatchEvent(new CustomEvent("stored", { detail: KEY }));
  } catch {
    refused = inMemory === null;
    inMemory = text;
  }
  for (const listener of listeners) listener();
  if (refused) {
    throw new TrayError("This browser cannot store the tray, so it will be lost when you leave this page. Save it as a file.");
  }
}

/** Call a listener when the tray changes, here or in another tab. */
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
    // Keep valid ids, which another tab may have assigned.
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
