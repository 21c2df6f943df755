// Everything works without this; what needs it stays hidden until it has run.
import { offerCiting } from "./cite.js";
import { offerCopying } from "./copy.js";
import { leaveOutEmptyFilters } from "./filter.js";
import { focusQuestionOnSlash } from "./keys.js";
import { showMarked } from "./pane.js";

document.documentElement.classList.add("js");
offerCopying(document, document.getElementById("status"));
offerCiting(document);
showMarked(document);
focusQuestionOnSlash(document);
leaveOutEmptyFilters(document);
