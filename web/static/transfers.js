// Files sent in pieces (tus 1.0): a lost connection, a restart of the server or a reload of the page costs one piece at most.
import { formHeaders } from "./form-token.js";
import { read, write } from "./store.js";

const NAME = "reportqa.transfers";
const MOST = 8 * 1024 ** 2; // bytes of a piece; the server takes no larger ones
const LEAST = 256 * 1024;
const QUICK = 2000; // milliseconds; a piece sent within them is followed by a larger one
const SLOW = 10_000; // and one that takes longer by a smaller one
const WAITS = [1, 2, 5, 10, 30]; // seconds before the next tries
const STALE = 120_000; // milliseconds after which an upload that no page has touched is nobody's
const TOUCH = 20_000;
const REFUSED = [400, 413, 415]; // statuses that another try does not change
const TEXT = new TextEncoder();

/** Return the uploads of this browser that no page works on: {address, name, size, modified, received, touched}. */
export const unfinished = () => kept().filter(({ touched }) => Date.now() - touched > STALE);

/** Look at the server how much it has of the unfinished uploads, and return those that it still knows. */
export async function refresh() {
  for (const one of unfinished()) {
    const answer = await fetch(one.address, { method: "HEAD" });
    if (answer.ok) keep({ ...one, received: Number(answer.headers.get("Upload-Offset")) });
    if (answer.status === 404) forget(one.address);
  }
  return unfinished();
}

/** Delete uploads here and at the server. */
export async function discard(uploads) {
  for (const { address } of uploads) {
    forget(address);
    await fetch(address, { method: "DELETE", headers: formHeaders }).catch(() => null); // It expires there.
  }
}

/** Forget uploads that are received and that the server works on. */
export function finish(uploads) {
  for (const { address } of uploads) forget(address);
}

export const idOf = ({ address }) => address.split("/").pop();

class Lost extends Error {}

/** Files on their way to the server, one after another. */
export class Sending {
  #address;
  #show;
  #uploads = [];
  #before = 0; // bytes of the files that are done
  #total = 0;
  #piece = 1024 ** 2;
  #request = null;
  #wake = () => {};
  #isCancelled = false;
  #touching = 0;
  #ended = new AbortController();

  /** `show` is called with {sent, total, problem} whenever they change. */
  constructor(address, show) {
    this.#address = address;
    this.#show = show;
  }

  isPaused = false;

  /** Send files; return those received, as uploads, and those refused. Without a result, it was cancelled. */
  async send(files) {
    const refused = [];
    this.#total = files.reduce((sum, { size }) => sum + size, 0);
    this.#touching = setInterval(() => this.#touch(Date.now()), TOUCH);
    const { signal } = this.#ended;
    addEventListener("online", () => this.#wake(), { signal });
    addEventListener("pagehide", () => this.#touch(0), { signal });
    try {
      for (const file of files) {
        const upload = await this.#sendFile(file);
        if (this.#isCancelled) return discard(this.#uploads);
        if (!upload) refused.push(file);
        this.#before += file.size;
      }
    } finally {
      this.#ended.abort();
      clearInterval(this.#touching);
      this.#touch(0);
    }
    return { uploads: this.#uploads, refused };
  }

  pause() {
    this.isPaused = true;
    this.#request?.abort();
  }

  resume() {
    this.isPaused = false;
    this.#wake();
  }

  cancel() {
    this.#isCancelled = true;
    this.#request?.abort();
    this.#wake();
  }

  /** Send what the server has not yet of a file; return null if it refuses it. */
  async #sendFile(file) {
    let upload = unfinished().find((one) => one.name === file.name && one.size === file.size && one.modified === file.lastModified);
    if (upload) this.#uploads.push(upload);
    let offset = null; // not known
    let failures = 0;
    while (!this.#isCancelled) {
      if (this.isPaused) {
        await this.#rest();
        continue;
      }
      const lost = { status: 0, problem: "The connection is lost. The upload goes on when the server answers." };
      const answer = await this.#step(file, upload, offset).catch((error) => {
        if (error instanceof Lost) return lost;
        throw error;
      });
      if (answer === null) return this.#without(upload); // The file cannot be read any more.
      if (answer.status === 201) {
        upload = { address: answer.location, name: file.name, size: file.size, modified: file.lastModified };
        this.#uploads.push(upload);
        this.#touch(Date.now());
      }
      offset = answer.offset ?? null;
      if (offset !== null) {
        failures = 0;
        keep({ ...upload, received: offset, touched: Date.now() });
        this.#say(offset);
        if (offset === file.size) return upload;
      } else if (answer.status === 404 && upload) {
        this.#without(upload);
        upload = null;
      } else if (REFUSED.includes(answer.status)) {
        return this.#without(upload);
      } else if (!this.isPaused && !this.#isCancelled) {
        this.#piece = Math.max(LEAST, this.#piece / 4);
        this.#say(0, answer.problem);
        await this.#rest(Math.max(answer.wait ?? 0, WAITS[Math.min(failures++, WAITS.length - 1)]));
      }
    }
    return null;
  }

  /** Ask the server once: to begin, how much it has, or to take the next piece. Return null if the file is unreadable. */
  async #step(file, upload, offset) {
    if (!upload) {
      const sha256 = await digest(file).catch(() => null);
      if (sha256 === null) return null;
      return this.#ask("POST", this.#address, { "Upload-Length": file.size, "Upload-Metadata": metadata({ filename: file.name, sha256 }) });
    }
    if (offset === null) return this.#ask("HEAD", upload.address);
    const piece = await file.slice(offset, offset + this.#piece).arrayBuffer().catch(() => null);
    if (piece === null) return null;
    const begun = performance.now();
    const answer = await this.#ask("PATCH", upload.address, { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" }, piece, offset);
    const taken = performance.now() - begun;
    if (taken < QUICK) this.#piece = Math.min(MOST, this.#piece * 2);
    if (taken > SLOW) this.#piece = Math.max(LEAST, this.#piece / 2);
    return answer;
  }

  /** Send a request; the promise fails if there is no response. fetch would not tell how much is sent. */
  #ask(method, address, headers = {}, body = null, offset = 0) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.#request = request;
      request.upload.addEventListener("progress", ({ loaded }) => this.#say(offset + loaded));
      request.addEventListener("load", () => {
        const known = request.getResponseHeader("Upload-Offset");
        resolve({
          status: request.status,
          location: request.getResponseHeader("Location"),
          offset: request.status < 300 && known !== null ? Number(known) : undefined,
          problem: detailOf(request.responseText),
          wait: Number(request.getResponseHeader("Retry-After")), // seconds
        });
      });
      for (const kind of ["error", "abort"]) request.addEventListener(kind, () => reject(new Lost(kind)));
      request.open(method, address);
      request.setRequestHeader("Tus-Resumable", "1.0.0");
      for (const [name, value] of Object.entries({ ...headers, ...formHeaders })) request.setRequestHeader(name, value);
      request.send(body);
    });
  }

  #without(upload) {
    if (upload) discard([upload]);
    this.#uploads = this.#uploads.filter((one) => one !== upload);
    return null;
  }

  /** Wait some seconds, or until something wakes it. */
  #rest(seconds) {
    return new Promise((resolve) => {
      const timer = seconds && setTimeout(resolve, 1000 * seconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #say(sent, problem = "") {
    this.#show({ sent: this.#before + sent, total: this.#total, problem });
  }

  #touch(touched) {
    const mine = new Set(this.#uploads.map(({ address }) => address));
    for (const one of kept()) if (mine.has(one.address)) keep({ ...one, touched });
  }
}

/** Return the sha256 of a file; an empty string where browsers do not compute it (plain http of another machine). */
async function digest(file) {
  if (!crypto.subtle) return "";
  const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function metadata(values) {
  const base64 = (text) => btoa(String.fromCharCode(...TEXT.encode(text)));
  return Object.entries(values).filter(([, value]) => value).map(([name, value]) => `${name} ${base64(value)}`).join(",");
}

function detailOf(text) {
  try {
    return JSON.parse(text).detail;
  } catch {
    return "The server does not take the files now. The upload goes on when it does.";
  }
}

function kept() {
  const found = read(NAME, []);
  return Array.isArray(found) ? found.filter((one) => typeof one?.address === "string") : [];
}

const keep = (upload) => write(NAME, [...kept().filter(({ address }) => address !== upload.address), upload]);
const forget = (address) => write(NAME, kept().filter((one) => one.address !== address));
