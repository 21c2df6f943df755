// The tray's requests to the server.
import { formHeaders } from "./form-token.js";
import { TrayError } from "./tray-model.js";

const BATCH = 100;

/** Return the citation record of a place, with the question that found it. */
export function fetchRecord(link, question) {
  const query = new URLSearchParams({ link, ...(question ? { question } : {}) });
  return asked(`/api/record?${query}`).then((response) => response.json());
}

/** Return a verdict for each record, in order. */
export async function verifyRecords(records, signal) {
  const verdicts = [];
  for (let at = 0; at < records.length; at += BATCH) {
    const response = await sent("/api/verify", { records: records.slice(at, at + BATCH) }, signal);
    verdicts.push(...(await response.json()).verdicts);
  }
  return verdicts;
}

/** Return the style, and the citation of each record, null if its text has changed. */
export async function formatRecords(records, style, signal) {
  return (await sent(`/api/cite?${new URLSearchParams({ style })}`, { records }, signal)).json();
}

/** Return the style, and the citation of the place of each link, null if its text has changed. */
export async function formatLinks(links, style) {
  return (await sent(`/api/cite?${new URLSearchParams({ style })}`, { links })).json();
}

export async function findStyles(words, signal) {
  return (await asked(`/api/styles?${new URLSearchParams({ q: words })}`, { signal })).json();
}

/** Return a briefing as a file with its name. */
export async function writeBriefing(briefing, form, signal) {
  const response = await sent(`/api/brief?${new URLSearchParams({ format: form })}`, briefing, signal);
  const name = /filename="?([\w.-]+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  return { blob: await response.blob(), name: name ?? `briefing.${form}` };
}

function sent(address, body, signal) {
  const headers = { "Content-Type": "application/json", ...formHeaders };
  return asked(address, { method: "POST", headers, body: JSON.stringify(body), signal });
}

async function asked(address, options = {}) {
  let response;
  try {
    response = await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new TrayError("The server cannot be reached. Try again in a moment.");
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new TrayError(typeof problem.detail === "string" && problem.detail ? problem.detail : "The server could not complete the request.");
}
