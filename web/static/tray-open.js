// Opening a tray from a link or a file; asks before replacing the current one.
import { unpackTray } from "./tray-link.js";
import { tellRemoved } from "./toast.js";
import { checkRoom, keyOf, quotesOf, readTray, TrayError } from "./tray-model.js";
import { changeTray, loadTray } from "./tray-store.js";

const LARGEST = 8 * 1024 * 1024; // bytes of a file

/** Open trays from the address and from files; `tell` shows a message. */
export function offerOpening(page, tell) {
  const offer = page.getElementById("tray-offer");
  const file = page.getElementById("tray-file");
  let offered = null;

  function take(value) {
    const { tray, dropped } = readTray(value, loadTray().tray.style);
    const said = dropped ? ` ${dropped} items could not be read and were skipped.` : "";
    if (!tray.parts.length) throw new TrayError(`This tray has no readable items.${said}`);
    if (!loadTray().tray.parts.length) {
      changeTray((own) => Object.assign(own, tray));
      tell(`Opened a tray with ${counted(tray)}.${said}`);
      return;
    }
    offered = tray;
    offer.querySelector("p").textContent = `This tray${tray.title ? `, “${tray.title}”,` : ""} has ${counted(tray)}. Your tray has ${counted(loadTray().tray)}.${said}`;
    offer.hidden = false;
    offer.querySelector("button").focus();
  }

  async function attempt(work) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof TrayError)) throw error;
      tell(error.message, true);
    }
  }

  offer.addEventListener("click", (event) => {
    const what = event.target.closest("button")?.dataset.do;
    if (!what) return;
    offer.hidden = true;
    attempt(() => {
      const before = loadTray().tray;
      if (what === "replace") changeTray((own) => Object.assign(own, offered));
      if (what === "append") changeTray((own) => add(own, offered.parts));
      page.getElementById("tray-title").focus();
      if (what !== "replace") tell(what === "keep" ? "Your tray is unchanged." : "Tray opened.");
      else tellRemoved(page, "Your tray was replaced.", () => changeTray((own) => Object.assign(own, before)));
    });
  });
  file.addEventListener("change", () =>
    attempt(async () => {
      const [given] = file.files;
      if (!given) return;
      if (given.size > LARGEST) throw new TrayError("This file is too large for a tray.");
      const text = await given.text();
      file.value = "";
      take(parsed(text));
    }),
  );
  async function openFragment() {
    const fragment = location.hash;
    if (!fragment.startsWith("#tray=")) return;
    // Remove it from the address, so that going back or copying the address does not open it again.
    history.replaceState(null, "", location.pathname);
    take(await unpackTray(fragment));
  }
  addEventListener("hashchange", () => attempt(openFragment));
  attempt(openFragment);
}

function add(own, parts) {
  const keys = new Set(own.parts.filter((part) => part.quote).map((part) => keyOf(part.quote)));
  for (const part of parts) {
    if (part.quote && keys.has(keyOf(part.quote))) continue;
    checkRoom(own, part);
    own.parts.push(part);
  }
}

/** Read JSON, or one record per line as `reportqa record` prints. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // Try lines next.
  }
  try {
    return text.split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
  } catch {
    throw new TrayError("This is not a tray file: it is not valid JSON.");
  }
}

function counted(tray) {
  const quotes = quotesOf(tray).length;
  const rest = tray.parts.filter((part) => !part.quote).length;
  const said = quotes === 1 ? "1 quote" : `${quotes} quotes`;
  return rest ? `${said} and ${rest === 1 ? "1 heading or note" : `${rest} headings and notes`}` : said;
}
