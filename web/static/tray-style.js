import { TrayError } from "./tray-model.js";
import { findStyles } from "./tray-server.js";

const SHOWN = 8;
const NONE = "No matching styles.";
const PAUSE = 250; // milliseconds after a key before the request

/** Search styles by words of their names; calls `choose` with the selected name and title. */
export function offerStyles(page, chosen, choose) {
  const field = page.getElementById("tray-style-search");
  const found = page.getElementById("tray-styles");
  const status = page.getElementById("status");
  let timer = 0;
  let asking = new AbortController();

  async function search(isChosen = false) {
    clearTimeout(timer);
    asking.abort();
    asking = new AbortController();
    const words = field.value.trim();
    if (!words) {
      found.hidden = true;
      return;
    }
    try {
      const { count, styles } = await findStyles(words, asking.signal);
      const shown = styles.slice(0, SHOWN);
      const more = (count - shown.length).toLocaleString("en-GB");
      if (isChosen && count) choose(...named(styles, words));
      draw(shown, count ? (count > shown.length ? `${more} more: add a word to narrow the list.` : "") : NONE);
      if (!isChosen || !count) status.textContent = count ? `${count} styles found. Enter takes the first.` : NONE;
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof TrayError)) throw error;
      draw([], error.message);
      status.textContent = error.message;
    }
  }

  function draw(styles, said) {
    const rows = styles.map((style) => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      const name = document.createElement("code");
      Object.assign(input, { type: "radio", name: "style", value: style.name, checked: style.name === chosen() });
      input.addEventListener("change", () => choose(style.name, style.title));
      name.textContent = style.name;
      label.append(input, ` ${style.title} `, name);
      return label;
    });
    const note = document.createElement("p");
    note.textContent = said;
    found.replaceChildren(found.querySelector("legend"), ...rows, note);
    found.hidden = false;
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => search(), PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      search(true);
    }
    if (event.key === "ArrowDown" && !found.hidden) {
      event.preventDefault();
      found.querySelector("input")?.focus();
    }
  });
}

/** Return name and title of the style that is called so, else of the first. */
function named(styles, words) {
  const said = words.toLowerCase();
  const { name, title } = styles.find((style) => [style.name, style.title.toLowerCase()].includes(said)) ?? styles[0];
  return [name, title];
}
