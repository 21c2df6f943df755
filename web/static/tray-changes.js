// Changes of the tray's items: moved, added, removed, and quotes put into sentences and taken out of them.
import { checkRoom, freeNumber, kindOf, newPart, tokenOf, tokensIn, TrayError } from "./tray-model.js";
import { changeTray, loadTray } from "./tray-store.js";

export function partOf(id) {
  return loadTray().tray.parts.find((part) => part.id === id);
}

/** Move an item to a row, if it exists; return what to announce. */
export function place(id, to) {
  let said = "";
  changeTray((tray) => {
    const row = rowOf(tray, id);
    if (row < 0 || to < 0 || to >= tray.parts.length) return;
    tray.parts.splice(to, 0, ...tray.parts.splice(row, 1));
    said = `Moved to position ${to + 1} of ${tray.parts.length}.`;
  });
  return said;
}

/** Move an item by a number of rows. */
export function move(id, by) {
  return place(id, rowOf(loadTray().tray, id) + by);
}

/** Add an empty heading or note before or after an item, or at the end, and return its id. */
export function addText(kind, id = null, isAfter = true) {
  const part = newPart(kind, "");
  changeTray((tray) => {
    checkRoom(tray, part);
    const row = id ? rowOf(tray, id) : -1;
    tray.parts.splice(row < 0 ? tray.parts.length : row + Number(isAfter), 0, part);
  });
  return part.id;
}

/** Write the text of a heading or a note. */
export function write(id, text) {
  changeTray((tray) => {
    const row = rowOf(tray, id);
    if (row < 0) return;
    const part = { ...tray.parts[row], [kindOf(tray.parts[row])]: text };
    checkRoom({ ...tray, parts: tray.parts.filter((one) => one.id !== id) }, part);
    tray.parts[row] = part;
  });
}

/** Remove items; return the function that puts them back where they were. */
export function remove(isRemoved) {
  const before = loadTray().tray.parts;
  changeTray((tray) => {
    tray.parts = tray.parts.filter((part) => !isRemoved(part));
  });
  return () => {
    changeTray((tray) => {
      const there = new Set(tray.parts.map((part) => part.id));
      before.forEach((part, row) => {
        if (!there.has(part.id)) tray.parts.splice(row, 0, part);
      });
    });
  };
}

/** Replace a quote by a note of nothing but it; return the note's id. */
export function makeSentence(id) {
  const note = { ...newPart("note", tokenOf(1)), quotes: {} };
  changeTray((tray) => {
    const row = rowOf(tray, id);
    note.quotes[1] = tray.parts[row].quote;
    tray.parts[row] = note;
  });
  return note.id;
}

/** Take a quote of the tray into a note; return its number there. */
export function takeIn(id, quoteId) {
  let number = 0;
  changeTray((tray) => {
    const note = tray.parts[rowOf(tray, id)];
    const quote = tray.parts[rowOf(tray, quoteId)]?.quote;
    if (!quote) throw new TrayError("This quote is no longer in the tray.");
    number = freeNumber(note.note, note.quotes);
    note.quotes = { ...note.quotes, [number]: quote };
    tray.parts = tray.parts.filter((part) => part.id !== quoteId);
  });
  return number;
}

/** Make a quote of a note an item below it. */
export function takeOut(id, number) {
  changeTray((tray) => {
    const row = rowOf(tray, id);
    const { note, quote } = without(tray.parts[row], number);
    tray.parts.splice(row, 1, note, newPart("quote", quote));
  });
}

/** Remove quotes of notes; return the function that puts their notes back as they were. */
export function removeInline(isRemoved) {
  const before = new Map();
  changeTray((tray) => {
    tray.parts = tray.parts.map((part) => {
      const numbers = Object.keys(part.quotes ?? {}).filter((number) => isRemoved(part, part.quotes[number], Number(number)));
      if (numbers.length) before.set(part.id, part);
      return numbers.reduce((note, number) => without(note, Number(number)).note, part);
    });
  });
  return () => {
    changeTray((tray) => {
      tray.parts = tray.parts.map((part) => before.get(part.id) ?? part);
    });
  };
}

/** Replace the record of a quote, of an item or of a note. */
export function replaceQuote(id, number, record) {
  changeTray((tray) => {
    const part = tray.parts[rowOf(tray, id)];
    if (part && number) part.quotes[number] = record;
    else if (part) part.quote = record;
  });
}

function without(part, number) {
  const { [number]: quote, ...rest } = part.quotes;
  const tokens = tokensIn(part.note, { [number]: quote }).reverse();
  const text = tokens.reduce((note, { start, end }) => note.slice(0, start) + note.slice(end), part.note);
  const { quotes: _, ...note } = part;
  return { note: { ...note, note: text, ...(Object.keys(rest).length ? { quotes: rest } : {}) }, quote };
}

function rowOf(tray, id) {
  return tray.parts.findIndex((part) => part.id === id);
}
