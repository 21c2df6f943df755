// Toolbars: each is one Tab stop, and the arrow keys move within it.
// Source: https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/

/** Let the arrow keys, Home and End move within each [role="toolbar"], also those made later. */
export function offerToolbars(page) {
  page.addEventListener("focusin", (event) => {
    const toolbar = event.target.closest('[role="toolbar"]');
    if (toolbar) rove(toolbar, event.target);
  });
  page.addEventListener("keydown", (event) => {
    const toolbar = event.target.closest?.('[role="toolbar"]');
    if (!toolbar || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const items = itemsOf(toolbar);
    const at = items.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    items[(to + items.length) % items.length].focus();
  });
  for (const toolbar of page.querySelectorAll('[role="toolbar"]')) rove(toolbar);
}

/** Make one item of a toolbar its Tab stop: the given one, else the one before, else the first. */
export function rove(toolbar, stop = null) {
  const items = itemsOf(toolbar);
  const chosen = stop ?? items.find((item) => item.hasAttribute("data-stop")) ?? items[0];
  for (const item of toolbar.querySelectorAll("button, a, input")) {
    item.tabIndex = item === chosen ? 0 : -1;
    item.toggleAttribute("data-stop", item === chosen);
  }
}

function itemsOf(toolbar) {
  return [...toolbar.querySelectorAll("button, a[href], input")].filter((item) => !item.disabled && !item.closest("[hidden]"));
}
