import { TrayError } from "./tray-model.js";
import { findStyles } from "./tray-server.js";

const SHOWN = 8;
const PAUSE = 250; // milliseconds after a key before the server is asked

/** Let a style be found by words of its name and chosen among those found; `choose` gets its name and title. */
export function offerStyles(page, chosen, choose) {
  const field = page.getElementById("tray-style-search");
  const found = page.getElementById("tray-styles");
  const status = page.getElementById("status");
  let timer = 0;
  let asking = new AbortController();

  async function search() {
    asking.abort();
    asking = new AbortController();
    const words = field.value.trim();
    if (!words) {
      found.hidden = true;
      return;
    }
    try {
      const { count, styles } = await findStyles(words, asking.signal);
      draw(styles.slice(0, SHOWN), count);
      status.textContent = count ? `${count} styles found.` : "No style has these words in its name.";
    } catch (error) {
      if (error instanceof TrayError) status.textContent = error.message;
      else if (error.name !== "AbortError") throw error;
    }
  }

  function draw(styles, count) {
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
    const more = document.createElement("p");
    more.textContent = count > rows.length ? `And ${(count - rows.length).toLocaleString("en-GB")} more: add a word.` : "";
    if (!count) more.textContent = "No style has these words in its name.";
    found.replaceChildren(found.querySelector("legend"), ...rows, more);
    found.hidden = false;
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && !found.hidden) {
      event.preventDefault();
      found.querySelector("input")?.focus();
    }
  });
}
