/**
 * Whether an If-None-Match header names this tag (RFC 9110, 13.1.2). A weak one matches too: a proxy that
 * compresses by itself weakens it.
 */
export function namesTag(header: string | undefined, etag: string): boolean {
  if (header?.trim() === '*') return true;
  return (header ?? '').split(',').some((part) => part.trim().replace(/^W\//, '') === etag);
}
