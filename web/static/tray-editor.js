// The text of a note: a plain text field in which the token of a quote, "[quote 1]", behaves and looks like one character.
// It stays a field, so that undo, input methods, spelling and screen readers work as in any other: whatever damages a token
// only takes its quote out of the sentence, never changes its words, which are not in the text.
import { make } from "./elements.js";
import { LIMITS, tokenOf, tokensIn } from "./tray-model.js";

/** Return a text field with its chips drawn behind it. */
export function makeEditor(id) {
  const box = document.createElement("div");
  const chips = document.createElement("div");
  const field = document.createElement("textarea");
  box.className = "tray-editor";
  chips.setAttribute("aria-hidden", "true");
  Object.assign(field, { id, maxLength: LIMITS.text, rows: 2 });
  field.dataset.control = "text";
  box.append(chips, field);
  return box;
}

/** Show a note in its field, unless it is being typed there, and the chips of its quotes. */
export function fillEditor(box, note, quotes = {}) {
  const field = box.querySelector("textarea");
  field.dataset.quotes = Object.keys(quotes).join(" ");
  if (field.value !== note && document.activeElement !== field) field.value = note;
  drawChips(field);
}

/** Put the token of a quote where the caret is or was, as if it were typed: the browser can undo it. */
export function insertToken(field, number) {
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  const text = `${/[\p{L}\p{N}.,:;!?)\]”’]$/u.test(before) ? " " : ""}${tokenOf(number)}${/^[\p{L}\p{N}[(“‘]/u.test(after) ? " " : ""}`;
  field.focus();
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Keep the tokens of the fields in a list whole: the caret passes over them, and they are deleted whole. */
export function protectTokens(list) {
  let last = 0; // where the caret was

  list.addEventListener("input", (event) => {
    if (isEditor(event.target)) drawChips(event.target);
  });
  list.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!isEditor(field) || event.isComposing) return;
    // The browser reports a moved caret only after the key.
    snap(field);
    const at = field.selectionStart;
    if (at !== field.selectionEnd) return;
    const begun = tokensOf(field).find((token) => token.start === at);
    const ended = tokensOf(field).find((token) => token.end === at);
    // The key then deletes what is selected.
    if (event.key === "Backspace" && ended) field.setSelectionRange(ended.start, at);
    if (event.key === "Delete" && begun) field.setSelectionRange(at, begun.end);
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    const to = event.key === "ArrowRight" ? begun?.end : event.key === "ArrowLeft" ? ended?.start : undefined;
    if (to === undefined) return;
    event.preventDefault();
    field.setSelectionRange(to, to);
  });
  document.addEventListener("selectionchange", () => {
    const field = document.activeElement;
    if (isEditor(field) && list.contains(field)) snap(field);
  });

  /** Move the ends of the selection out of tokens: a caret to the other side from where it came, a selection over them. */
  function snap(field) {
    const { selectionStart: start, selectionEnd: end } = field;
    const inside = (at) => tokensOf(field).find((token) => token.start < at && at < token.end);
    const [first, final] = [inside(start), inside(end)];
    if (start === end && first) {
      const to = last >= first.end ? first.start : first.end;
      field.setSelectionRange(to, to);
    } else if (first || final) {
      field.setSelectionRange(first?.start ?? start, final?.end ?? end, field.selectionDirection);
    }
    last = field.selectionStart;
  }
}

function isEditor(element) {
  return element?.matches?.(".tray-editor textarea") ?? false;
}

function tokensOf(field) {
  const numbers = field.dataset.quotes.split(" ").map((number) => [number, true]);
  return tokensIn(field.value, Object.fromEntries(numbers));
}

/** Draw the text of a field behind it, invisible but for the grounds of its tokens; it makes the field as high as its text. */
function drawChips(field) {
  const chips = field.previousElementSibling;
  const texts = [];
  let at = 0;
  for (const { start, end } of tokensOf(field)) {
    texts.push(field.value.slice(at, start), field.value.slice(start, end));
    at = end;
  }
  texts.push(`${field.value.slice(at)}\n`);
  if (chips.childNodes.length !== texts.length) {
    // Every second text is that of a token.
    chips.replaceChildren(...texts.map((_, row) => make("span", row % 2 ? "tray-chip" : "")));
    for (const span of chips.children) span.append("");
  }
  texts.forEach((text, row) => (chips.children[row].firstChild.data = text));
}
