/** Where a trace comes from: the caller's span, as W3C Trace Context has it. */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
}

/** Version 00: trace id, parent id, flags. Later versions may go on after the flags. */
const pattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;

/**
 * Reads a `traceparent`; null for what is none, which begins a trace of its own, as the standard asks. Its sampling
 * flag counts for nothing: a stranger does not say how much of us is recorded.
 */
export function parseTraceParent(text: unknown): TraceParent | null {
  if (typeof text !== 'string' || text.length > 256) return null;
  const [, version, traceId, spanId, more] = pattern.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || (version === '00' && more !== undefined)) return null;
  return { traceId, spanId };
}
