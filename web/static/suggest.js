import { history, threadOf } from "./history.js";

const WAIT = 120; // milliseconds after the last key
const EARLIER = 4; // previous questions among the suggestions
const SHORTEST = 2;

/** Turn the question field into a combobox with previous questions and terms of the corpus. */
export function offerSuggestions(page) {
  const input = page.getElementById("question");
  const list = page.getElementById("suggestions");
  if (!input || !list) return;
  const status = page.getElementById("status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let typed = input.value;
  let timer = 0;
  let asking = new AbortController();

  const options = () => [...list.children];
  const chosen = () => list.querySelector("[aria-selected=true]");
  const close = () => {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    input.value = option ? option.dataset.text : typed;
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, at) => optionOf(page, one, at)));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    input.removeAttribute("aria-activedescendant");
    if (found.length) status.textContent = `${found.length} ${found.length === 1 ? "suggestion" : "suggestions"}`;
  };
  const look = async () => {
    typed = input.value;
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const earlier = asked(typed);
    const known = await suggested(typed, signal);
    if (signal.aborted || page.activeElement !== input) return;
    show([...earlier, ...known.filter((one) => earlier.every((other) => other.text !== one.text))]);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < SHORTEST) close();
    else timer = setTimeout(look, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      input.value = typed;
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      const all = options();
      // Moving past either end returns to the typed text.
      const at = all.indexOf(chosen()) + (event.key === "ArrowDown" ? 1 : -1);
      choose(all[at === -2 ? all.length - 1 : at]);
    }
  });
  input.addEventListener("blur", close);
  // Keep the focus in the field; losing it closes the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    input.value = option.dataset.text;
    const isQuestion = option.dataset.kind === "earlier";
    close();
    if (isQuestion) input.form.requestSubmit();
  });
}

function optionOf(page, { text, kind }, at) {
  const option = page.createElement("li");
  option.id = `suggestion-${at}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  Object.assign(option.dataset, { text, kind });
  const words = page.createElement("span");
  words.dir = "auto";
  words.textContent = text;
  const note = page.createElement("span");
  note.className = "kind";
  note.textContent = { earlier: "asked before", title: "title", heading: "heading", term: "" }[kind] ?? "";
  option.append(words, note);
  return option;
}

function asked(text) {
  const words = text.trim().toLocaleLowerCase();
  // A follow-up is no question by itself.
  const asked = new Set(history().map((one) => threadOf(one)[0]));
  const fitting = [...asked].filter((one) => one.toLocaleLowerCase().includes(words) && one !== text);
  return fitting.slice(0, EARLIER).map((one) => ({ text: one, kind: "earlier" }));
}

async function suggested(text, signal) {
  try {
    const response = await fetch(`/api/suggest?${new URLSearchParams({ q: text })}`, { signal });
    return response.ok ? (await response.json()).suggestions : [];
  } catch {
    return [];
  }
}
