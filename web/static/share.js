const SHOWN_FOR = 2000; // milliseconds that the button shows its result

/** Show the buttons that copy the link to the answer and print it. */
export function offerSharing(page, status) {
  const link = page.querySelector("button.copy-link");
  const print = page.querySelector("button.print");
  if (!link || !print) return;
  link.hidden = print.hidden = false;
  const label = link.textContent;
  print.addEventListener("click", () => window.print());
  link.addEventListener("click", async () => {
    const said = (await copied(page, location.href.split("#")[0])) ? "Link copied" : "Could not copy";
    link.textContent = status.textContent = said;
    setTimeout(() => {
      link.textContent = label;
      status.textContent = "";
    }, SHOWN_FOR);
  });
}

async function copied(page, text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages without a secure origin (http://192.168.…) have no navigator.clipboard.
    const fill = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
    };
    page.addEventListener("copy", fill);
    try {
      return page.execCommand("copy");
    } finally {
      page.removeEventListener("copy", fill);
    }
  }
}
