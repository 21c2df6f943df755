import { TrayError } from "./tray-model.js";
import { fetchRecord, formatLinks } from "./tray-server.js";
import { loadTray, onTrayChange } from "./tray-store.js";

const SHOWN = ".actions details[open]:has(.style-name)"; // what shows a citation

/** Let every copy button copy its quote with the citation in the tray's style, which can be changed where it is shown. */
export function offerCopying(page, status) {
  page.addEventListener("click", async (event) => {
    const copying = event.target.closest?.("button.copy");
    if (copying) copyCited(copying, status);
    if (event.target.closest?.('button[data-action="style"]')) (await import("./style-choice.js")).chooseStyle(page);
  });
  // This event does not bubble.
  page.addEventListener("toggle", ({ target }) => target.matches?.(SHOWN) && showCitation(target), true);
  onTrayChange(() => page.querySelectorAll(SHOWN).forEach(showCitation));
}

async function copyCited(button, status) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const place = placeOf(button);
  const list = place.querySelector("template.rich-list");
  // The clipboard takes promises: some browsers allow nothing after the click has ended.
  const copied = cited(linkOf(button), list);
  let said = "Could not copy.";
  try {
    const done = await copy(copied.then((one) => one.text), copied.then((one) => one.html));
    if (done) said = `Copied in the style ${(await copied).title}.`;
  } catch (error) {
    if (!(error instanceof TrayError)) throw error;
    said = error.message;
  } finally {
    button.removeAttribute("aria-busy");
  }
  status.textContent = said;
  const page = button.ownerDocument;
  page.querySelector(".copied")?.remove();
  const shown = page.createElement("p");
  shown.className = "copied";
  const change = page.createElement("button");
  Object.assign(change, { type: "button", className: "link-button", textContent: "Change style" });
  change.dataset.action = "style";
  shown.append(said, " ", change);
  place.append(shown);
}

/** Return a quote with its citation, plain and formatted, and the title of the style; `list` has the items of a list. */
async function cited(link, list) {
  const [{ quote }, { title, parts, text }] = await Promise.all([fetchRecord(link), citation(link)]);
  const holder = document.createElement("div");
  const block = document.createElement("blockquote");
  if (list) block.append(list.content.cloneNode(true));
  else for (const line of `“${quote.trim()}”`.split("\n")) block.append(paragraph(line));
  holder.append(block);
  const sources = parts.map(({ html }) => `<p>${html}</p>`);
  return { text: `“${quote.trim()}”\n${text}`, html: holder.innerHTML + sources.join(""), title };
}

function paragraph(line) {
  return Object.assign(document.createElement("p"), { textContent: line });
}

/** Show the citation of a passage in the style, and the style's title. */
async function showCitation(details) {
  const name = details.querySelector(".style-name");
  try {
    const { title, text } = await citation(linkOf(details));
    details.querySelector("pre span").textContent = text;
    name.textContent = title;
  } catch (error) {
    if (!(error instanceof TrayError)) throw error;
    name.textContent = error.message;
  }
}

/** Return the title of the style and the citation of a place in it, with its reference if the citation is only short. */
async function citation(link) {
  const { style, citations, bibliography } = await formatLinks([link], loadTray().tray.style);
  if (!citations[0]) throw new TrayError("This quote has changed in its document. Ask again to see its current words.");
  const parts = [citations[0], ...(style.notes ? [] : bibliography)];
  return { title: style.title, parts, text: parts.map((part) => part.text).join("\n") };
}

/** Return the controls of the passage that a control belongs to. */
function placeOf(control) {
  return control.closest(".actions, .cite-bar");
}

function linkOf(control) {
  return placeOf(control).querySelector('[data-action="tray"]').dataset.link;
}

/** Copy a text, plain and formatted, or promises of them; return whether the browser allowed it. */
export async function copy(plain, rich) {
  const blob = async (text, type) => new Blob([await text], { type });
  try {
    await navigator.clipboard.write([
      new ClipboardItem({ "text/plain": blob(plain, "text/plain"), "text/html": blob(rich, "text/html") }),
    ]);
    return true;
  } catch {
    return copyBySelection(await plain, await rich);
  }
}

/** Copy on pages without a secure origin (http://192.168.…), which have no navigator.clipboard. */
function copyBySelection(plain, rich) {
  const fill = (event) => {
    event.clipboardData.setData("text/plain", plain);
    event.clipboardData.setData("text/html", rich);
    event.preventDefault();
  };
  document.addEventListener("copy", fill);
  try {
    return document.execCommand("copy");
  } finally {
    document.removeEventListener("copy", fill);
  }
}
