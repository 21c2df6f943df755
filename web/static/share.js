const SHOWN_FOR = 2000; // milliseconds that the button says what it has done

/** Offer to copy the address of the page, which is that of the answer, and to print it. */
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
    // Pages without a secure address (http://192.168.…) have no clipboard but this.
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
