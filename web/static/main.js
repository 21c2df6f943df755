// All pages work without scripts; elements that need them stay hidden until this has run.
import { offerCiting } from "./cite.js";
import { rememberCollections } from "./collections.js";
import { offerCopying } from "./copy.js";
import { leaveOutEmptyFilters, offerFilterSearch } from "./filter.js";
import { offerStar, remember, showHistory } from "./history.js";
import { offerKeys } from "./keys.js";
import { showMarked } from "./pane.js";
import { offerSharing } from "./share.js";
import { offerSuggestions } from "./suggest.js";
import { offerTray } from "./tray-buttons.js";

document.documentElement.classList.add("js");
const status = document.getElementById("status");
offerCopying(document, status);
offerCiting(document);
offerTray(document, status);
showMarked(document);
offerKeys(document);
leaveOutEmptyFilters(document);
rememberCollections(document);
offerFilterSearch(document, status);
offerSharing(document, status);
remember(document);
offerStar(document);
showHistory(document);
offerSuggestions(document);
