/** Omit empty filters from the address. */
export function leaveOutEmptyFilters(page) {
  for (const form of page.querySelectorAll("form.ask")) {
    form.addEventListener("formdata", ({ formData }) => {
      for (const field of form.querySelectorAll(".filter select, .filter input")) {
        if (!field.value) formData.delete(field.name);
      }
    });
  }
}
