/** Close the open menus of quotes on Escape and on a click elsewhere, so also when another one is opened. */
export function closeMenus(page) {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.target.closest?.("dialog")) return;
    for (const menu of page.querySelectorAll(".menu[open]")) {
      if (menu.contains(page.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  });
  page.addEventListener("click", (event) => {
    // A click in the dialog that changes the style of the citations leaves their menu open.
    if (event.target.closest?.("dialog")) return;
    for (const menu of page.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
}
