import { hash } from 'node:crypto';

/**
 * A stable stand-in for a buyer's id in logs and traces: the first 12 hexadecimal digits of its SHA-256, the same in
 * every process, so that what one buyer met can be followed. Ids are random, so that a mark cannot be guessed back.
 */
export function markOf(id: string): string {
  return hash('sha256', `onsale:${id}`).slice(0, 12);
}

/** Random ids (UUIDv4) are buyers'; those that time orders (UUIDv7) are holds' and orders', and tell nothing. */
const randomId = /\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/gi;

/** Puts marks in the place of buyers' ids, as messages of a database quote them. */
export function markIds(text: string): string {
  return text.replace(randomId, (id) => `~${markOf(id)}`);
}

/** What must never reach a log, whichever message or field carries it: its look, and what stands in its place. */
const secrets: readonly (readonly [pattern: RegExp, stand: string])[] = [
  // A JSON Web Token, as sessions and tickets are: header, payload and signature in base64url.
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g, '[token]'],
  [/\bwhsec_[\w+/=-]+/g, '[secret]'],
  [/\b(bearer|basic) [\w.~+/=-]{4,}/gi, '$1 [secret]'],
  // User and password of an address.
  [/:\/\/[^\s/@"\\]+@/g, '://[credentials]@'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi, '[e-mail]'],
];

/** The last net under a line of the log, after serializers and redaction by name. */
export function scrub(line: string): string {
  return secrets.reduce((text, [pattern, stand]) => text.replace(pattern, stand), line);
}
