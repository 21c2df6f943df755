/** Omit empty filters from the address. */
export function leaveOutEmptyFilters(page) {
  for (const form of page.querySelectorAll("form.ask")) {
    form.addEventListener("formdata", ({ formData }) => {
      const names = [...form.querySelectorAll(".filter select, .filter input[name]")].map((field) => field.name);
      for (const name of new Set(names)) {
        const given = formData.getAll(name).filter(Boolean);
        formData.delete(name);
        for (const value of given) formData.append(name, value);
      }
    });
  }
}

/** Load the search of the panel of filters when it is opened. */
export function offerFilterSearch(page, status) {
  const panel = page.querySelector("form.ask details.filter");
  const begin = async () => (await import("./filter-search.js")).findInFilters(panel, status);
  if (panel?.open) begin();
  else panel?.addEventListener("toggle", begin, { once: true });
}
