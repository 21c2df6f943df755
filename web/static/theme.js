// Loaded before anything is drawn, so that a page never appears in the other theme first.
{
  const NAME = "reportqa.theme";
  const root = document.documentElement;
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  try {
    apply(localStorage.getItem(NAME));
  } catch {
    // Without storage the theme is that of the system.
  }
  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.getElementById("theme");
    choice.value = root.dataset.theme ?? "auto";
    choice.addEventListener("change", () => {
      apply(choice.value);
      try {
        localStorage.setItem(NAME, choice.value);
      } catch {
        // It holds for this page only.
      }
    });
  });
}
