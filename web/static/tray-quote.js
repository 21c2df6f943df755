// What is shown of a quote: its words, its citation, its state.
import { button, make } from "./elements.js";
import { richText } from "./rich.js";

const STATES = ["unchanged", "moved", "changed", "withdrawn"];

const shown = new WeakMap(); // what a box shows; it is drawn again only if that has changed

/** Return the address of a quote in its document. */
export function linkOf(record) {
  const query = new URLSearchParams({ start: record.start, end: record.end, sha256: record.sha256.slice(0, 16) });
  if (record.quote.length <= 600) query.set("quote", record.quote);
  for (const side of ["before", "after"]) if (record[side]) query.set(side, record[side]);
  return `/documents/${record.doc_id.split("/").map(encodeURIComponent).join("/")}?${query}#cited`;
}

/** Show a citation in the style, or a plain one until the server has formatted it. */
export function drawNote(box, record, note) {
  if (shown.get(box) === (note ?? record.doc_id)) return;
  shown.set(box, note ?? record.doc_id);
  box.replaceChildren(note ? richText(note.html) : plainSource(record));
}

/** Show whether a quote is still in its document, and what has changed; `name` is its name for screen readers. */
export function drawState(box, verdict, name) {
  if (!verdict || shown.get(box) === verdict) return;
  shown.set(box, verdict);
  const [, state, said] = /^([^:]*): (.*)$/s.exec(verdict.sentence) ?? [null, verdict.state, verdict.sentence];
  box.className = `tray-state standing ${STATES.find((one) => one === verdict.state) ?? ""}`;
  const sentence = make("p");
  // Keep "p." and its number on one line.
  sentence.append(make("b", "", `${state}: `), said.replace(/\b(pp?\.) /g, "$1\u00a0"));
  box.replaceChildren(sentence);
  if (verdict.wording?.length) {
    const words = make("blockquote");
    for (const run of verdict.wording) {
      if (run.same) words.append(run.quoted);
      else {
        if (run.quoted) words.append(marked("del", "cited: ", run.quoted), run.stands ? " " : "");
        if (run.stands) words.append(marked("ins", "now: ", run.stands), run.quoted ? "" : " ");
      }
    }
    box.append(words, make("p", "legend", "Struck through: cited text. Underlined: current text."));
  }
  if (verdict.link && verdict.state !== "unchanged") {
    const label = verdict.state === "changed" ? "Update the quote" : "Update the reference";
    box.append(button(label, "renew", name));
  }
}

function marked(tag, said, words) {
  const element = make(tag);
  element.append(make("span", "visually-hidden", said), words);
  return element;
}

function plainSource(record) {
  const names = [record.pages[0], record.pages.at(-1)].map((page) => page && (page.label || page.physical));
  const range = names[0] === names[1] ? `p. ${names[0]}` : `pp. ${names[0]}–${names[1]}`;
  const place = record.pages.length ? `${record.pages[0].label ? "" : "PDF "}${range}` : "";
  return [typeof record.item.title === "string" ? record.item.title : record.doc_id, place].filter(Boolean).join(", ");
}
