const KEPT = new Set(
  "A B BLOCKQUOTE BR CODE DD DIV DL DT EM H1 H2 H3 H4 H5 H6 HR I LI OL P PRE SECTION SPAN STRONG SUB SUP TABLE TBODY TD TH THEAD TR U UL".split(" "),
);
const PASSED_OVER = new Set("HEAD SCRIPT STYLE TEMPLATE NOSCRIPT IFRAME OBJECT SVG MATH".split(" "));
const CLASSES = new Set("smallcaps csl-entry csl-left-margin csl-right-inline hanging-indent footnotes".split(" "));

/** Return formatted text as nodes with a safe subset of tags and classes. */
export function richText(html) {
  // The page's policy would refuse inline styles, but log an error for each.
  const body = html.replace(/^[^]*<body[^>]*>/, "").replace(/(<[a-z]+[^<>]*?)\sstyle="[^"]*"/g, "$1");
  const parsed = new DOMParser().parseFromString(body, "text/html");
  return copied(parsed.body);
}

function copied(from) {
  const fragment = document.createDocumentFragment();
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) fragment.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || PASSED_OVER.has(node.tagName.toUpperCase())) continue;
    // Backlinks of footnotes do not work here.
    if (node.classList.contains("footnote-back")) continue;
    const inner = copied(node);
    if (!KEPT.has(node.tagName)) {
      fragment.append(inner);
      continue;
    }
    const element = document.createElement(node.tagName);
    const classes = [...node.classList].filter((name) => CLASSES.has(name));
    if (classes.length) element.className = classes.join(" ");
    const address = node.getAttribute("href") ?? "";
    if (node.tagName === "A" && /^https?:\/\//i.test(address)) {
      element.href = address;
      element.rel = "noreferrer";
    }
    element.append(inner);
    fragment.append(element);
  }
  return fragment;
}
