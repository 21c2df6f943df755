// A menu below a button, as in https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/

/** Open a menu of {label, act} below a button; the one chosen is acted on after the menu has closed. */
export function openMenu(button, entries) {
  const isOpen = button.getAttribute("aria-expanded") === "true";
  document.querySelector(".tray-menu")?.remove();
  if (isOpen) return;
  const menu = document.createElement("div");
  menu.className = "tray-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", button.getAttribute("aria-label") ?? button.textContent);
  for (const { label, act } of entries) {
    const item = document.createElement("button");
    Object.assign(item, { type: "button", textContent: label, tabIndex: -1, className: "menu-item" });
    item.setAttribute("role", "menuitem");
    item.addEventListener("click", (event) => {
      event.stopPropagation();
      close(true);
      act();
    });
    menu.append(item);
  }
  const items = [...menu.children];

  function close(isChosen) {
    button.setAttribute("aria-expanded", "false");
    if (isChosen) button.focus();
    menu.remove();
  }
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape") close(true);
    // Tab goes on from the button.
    if (event.key === "Tab") button.focus();
    if (to === undefined && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (to !== undefined) items[(to + items.length) % items.length].focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget) && menu.isConnected) close(false);
  });
  button.setAttribute("aria-expanded", "true");
  button.closest(".has-menu").append(menu);
  menu.style.insetInlineStart = `${Math.max(0, Math.min(button.offsetLeft, menu.parentElement.clientWidth - menu.offsetWidth))}px`;
  menu.scrollIntoView({ block: "nearest" });
  items[0].focus();
}
