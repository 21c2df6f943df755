const SHOWN_FOR = 2000; // milliseconds that a button shows its result

/** Show each copy button and let it copy the quote and the citation next to it. */
export function offerCopying(page, status) {
  for (const button of page.querySelectorAll("button.copy")) {
    const place = button.closest(".copyable");
    const plain = place.querySelector(".citation-text pre").textContent;
    const rich = place.querySelector("template.rich-citation").innerHTML;
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const said = (await copy(plain, rich)) ? "Copied" : "Could not copy";
      button.textContent = said;
      status.textContent = said;
      setTimeout(() => {
        button.textContent = label;
        status.textContent = "";
      }, SHOWN_FOR);
    });
  }
}

/** Copy a text, plain and formatted; return whether the browser allowed it. */
export async function copy(plain, rich) {
  try {
    await navigator.clipboard.write([
      new ClipboardItem({
        "text/plain": new Blob([plain], { type: "text/plain" }),
        "text/html": new Blob([rich], { type: "text/html" }),
      }),
    ]);
    return true;
  } catch {
    return copyBySelection(plain, rich);
  }
}

/** Copy on pages without a secure origin (http://192.168.…), which have no navigator.clipboard. */
function copyBySelection(plain, rich) {
  const fill = (event) => {
    event.clipboardData.setData("text/plain", plain);
    event.clipboardData.setData("text/html", rich);
    event.preventDefault();
  };
  document.addEventListener("copy", fill);
  try {
    return document.execCommand("copy");
  } finally {
    document.removeEventListener("copy", fill);
  }
}
