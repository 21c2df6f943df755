// A tray in the fragment of a link, which is never sent to a server: JSON, deflated, base64url.
import { TrayError } from "./tray-model.js";

const LONGEST = 60000; // characters of a link
const MOST = 2_000_000; // maximum bytes of an unpacked link

export async function packTray(briefing) {
  const stream = new Blob([JSON.stringify(briefing)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const packed = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  if (packed.length > LONGEST) {
    throw new TrayError("This tray is too large for a link. Save it as a file and send the file.");
  }
  return `#tray=${packed}`;
}

/** Return the tray in a fragment; null if there is none. */
export async function unpackTray(fragment) {
  const packed = /^#tray=(.*)$/s.exec(fragment)?.[1];
  if (packed === undefined) return null;
  try {
    if (packed.length > LONGEST) throw new RangeError("too long");
    const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const pieces = [];
    for (let size = 0, piece = await reader.read(); !piece.done; piece = await reader.read()) {
      size += piece.value.length;
      if (size > MOST) {
        await reader.cancel();
        throw new RangeError("too large");
      }
      pieces.push(piece.value);
    }
    return JSON.parse(await new Blob(pieces).text());
  } catch {
    throw new TrayError("This tray link is incomplete or damaged. Ask the sender for the file instead.");
  }
}
