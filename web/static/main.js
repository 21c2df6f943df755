// Everything works without this; what needs it stays hidden until it has run.
import { offerCiting } from "./cite.js";
import { offerCopying } from "./copy.js";
import { leaveOutEmptyFilters } from "./filter.js";
import { focusQuestionOnSlash } from "./keys.js";
import { showMarked } from "./pane.js";
import { offerTray } from "./tray-buttons.js";

document.documentElement.classList.add("js");
offerCopying(document, document.getElementById("status"));
offerCiting(document);
offerTray(document, document.getElementById("status"));
showMarked(document);
focusQuestionOnSlash(document);
leaveOutEmptyFilters(document);
