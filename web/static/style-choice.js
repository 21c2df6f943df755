// The dialog that chooses the style of citations, loaded when it is opened; the tray has the same choice on its page.
import { TrayError } from "./tray-model.js";
import { changeTray, loadTray } from "./tray-store.js";
import { offerStyles } from "./tray-style.js";

const DIALOG = `<h2 id="style-title">Citation style</h2>
<p>For all copies and the tray, remembered in this browser.</p>
<p><label for="tray-style-search">Search styles</label><input id="tray-style-search" type="search" autocomplete="off" placeholder="apa, oscola, vancouver …"></p>
<fieldset id="tray-styles" hidden><legend class="visually-hidden">Matching styles</legend></fieldset>
<p role="status"></p>
<form method="dialog"><button type="submit">Close</button></form>`;

export function chooseStyle(page) {
  (page.getElementById("style-choice") ?? makeDialog(page)).showModal();
}

function makeDialog(page) {
  const dialog = page.createElement("dialog");
  Object.assign(dialog, { id: "style-choice", className: "keys style-choice", innerHTML: DIALOG });
  dialog.setAttribute("aria-labelledby", "style-title");
  page.body.append(dialog);
  const said = dialog.querySelector("[role=status]");
  offerStyles(
    page,
    () => loadTray().tray.style,
    (name, title) => {
      said.textContent = `Style: ${title}.`;
      try {
        changeTray((tray) => {
          tray.style = name;
        });
      } catch (error) {
        if (!(error instanceof TrayError)) throw error;
        said.textContent = error.message;
      }
    },
  );
  return dialog;
}
