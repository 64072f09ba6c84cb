import { isIP } from 'node:net';

/** What of an X-Forwarded-For header is looked at: its end, where trusted proxies write. */
const headerLengthMax = 4_096;
/** Longer than any address with its port and zone. */
const entryLengthMax = 100;

/**
 * The address that a request came from. Each proxy in front adds to the right of X-Forwarded-For the address that it
 * was asked by; only what the nearest `hops` proxies wrote is believed, since whoever asks the outermost of them can
 * write what he likes to the left of it. With 0 hops, or when the entry is no address, it is the socket's own peer;
 * where there is none any more, `unknown`.
 */
export function clientAddress(
  forwardedFor: string | undefined,
  socketAddress: string | undefined,
  hops: number,
): string {
  const peer = addressIn(socketAddress ?? '') ?? 'unknown';
  if (hops === 0 || forwardedFor === undefined) return peer;
  const entries = forwardedFor.slice(-headerLengthMax).split(',');
  // A list shorter than the proxies are many was begun by one of them: its leftmost entry is still theirs.
  const entry = entries[Math.max(0, entries.length - hops)] ?? '';
  return addressIn(entry) ?? peer;
}

/** The address in `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::7` or `[2001:db8::7]:4711`, or null. */
function addressIn(text: string): string | null {
  const entry = text.trim();
  if (entry.length > entryLengthMax) return null;
  const inBrackets = /^\[([^\]]*)\](?::\d+)?$/.exec(entry)?.[1];
  const withoutPort = /^([\d.]+):\d+$/.exec(entry)?.[1];
  const [address = ''] = (inBrackets ?? withoutPort ?? entry).toLowerCase().split('%', 1);
  if (isIP(address) === 0) return null;
  return /^::ffff:([\d.]+)$/.exec(address)?.[1] ?? address;
}
