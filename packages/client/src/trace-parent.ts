/** Version, trace id, parent id and flags of W3C Trace Context; what is recorded is the server's to say. */
const version = '00';
const flags = '00';

/**
 * A `traceparent` for one question about a hold, or null for an id that cannot be a trace's. The hold's id, a UUID, is
 * the trace's too: its repeats, its release and its payment are found together, by an id that the page knows.
 */
export function traceParentOf(hold: string): string | null {
  const traceId = hold.replaceAll('-', '').toLowerCase();
  if (!/^(?!0{32})[0-9a-f]{32}$/.test(traceId)) return null;
  return `${version}-${traceId}-${newSpanId()}-${flags}`;
}

/** Eight random bytes; the first bit is set, since a span's id may not be all zeros. */
function newSpanId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  bytes[0] = (bytes[0] ?? 0) | 0x80;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
