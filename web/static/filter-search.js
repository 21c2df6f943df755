const WAIT = 150; // milliseconds after the last key

/** Let the panel of filters find values in all fields, and load those of long fields. */
export function findInFilters(panel, status) {
  const input = panel.querySelector("#filter-find");
  const fields = [...panel.querySelectorAll("fieldset[data-long]")].map(longField);
  const boxes = [...panel.querySelectorAll("fieldset:not([data-long]) li")];
  let timer = 0;
  const find = async () => {
    const words = folded(input.value).split(/\s+/);
    for (const box of boxes) {
      box.hidden = !box.querySelector("input").checked && !words.every((word) => folded(labelOf(box)).includes(word));
    }
    await Promise.all(fields.map((load) => load(input.value)));
    const shown = panel.querySelectorAll("fieldset li:not([hidden])").length;
    if (input.value) status.textContent = `${shown} ${shown === 1 ? "value" : "values"}`;
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, WAIT);
  });
  // The form asks the question; here Enter only finds.
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) event.preventDefault();
  });
  find();
}

/** Return a function that shows the values of a long field with some words, beside those that are chosen. */
function longField(field) {
  const form = field.closest("form");
  const list = field.querySelector("ul");
  const more = field.querySelector("button");
  let words = "";
  let read = 0;
  let asking = new AbortController();
  const load = async (find, start) => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const values = new URLSearchParams(new FormData(form));
    for (const name of ["q", "after"]) values.delete(name);
    for (const [name, value] of Object.entries({ field: field.dataset.long, find, start })) values.set(name, value);
    const html = await fetch(`/ask/values?${values}`, { signal }).then((response) => (response.ok ? response.text() : "")).catch(() => "");
    if (!html || signal.aborted) return;
    const found = new DOMParser().parseFromString(html, "text/html").querySelector("ul");
    words = find;
    read = start + found.children.length;
    if (start === 0) for (const box of list.querySelectorAll("li:not(:has(:checked))")) box.remove();
    const there = new Set([...list.querySelectorAll("input")].map((box) => box.value));
    list.append(...[...found.children].filter((box) => !there.has(box.querySelector("input").value)));
    const left = found.dataset.found - read;
    more.hidden = left <= 0;
    more.textContent = `Show more (${left.toLocaleString("en-GB")} left)`;
  };
  more.addEventListener("click", async () => {
    const last = list.lastElementChild;
    await load(words, read);
    (last?.nextElementSibling ?? list.lastElementChild)?.querySelector("input")?.focus();
  });
  return (find) => load(find, 0);
}

const labelOf = (box) => [...box.querySelector("label > span").childNodes].find((node) => node.nodeType === Node.TEXT_NODE)?.data ?? "";

/** Return a text without case and accents. */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
