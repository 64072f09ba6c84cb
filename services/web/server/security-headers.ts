/**
 * The headers that keep other people's code out of the page: nothing runs and nothing is loaded but the page's own
 * files, nobody frames it, and it connects to its own origin and the given sources only. A source is an origin such
 * as `wss://a.rt.example.com:30443`, or a zone such as `wss://*.rt.example.com:*`.
 */
export function securityHeaders(connectSources: readonly string[]): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    // By CSP level 3, 'self' covers a WebSocket to the page's own host and port.
    ["connect-src 'self'", ...connectSources].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}

/** Of the few files that pages of other sites may load; the rest stays the page's own. */
export const embeddableHeaders = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const;

const source =
  /^(?:(?:https?|wss?):|(?:https?|wss?):\/\/(?:\*\.)?[a-z0-9.-]+(?::(?:\d{1,5}|\*))?|\[[0-9a-f:]+\])$/i;

/** Sources separated by commas or blanks. Throws a RangeError that names the first which is none. */
export function parseConnectSources(text: string): string[] {
  const sources = text.split(/[\s,]+/).filter((part) => part !== '');
  const wrong = sources.find((part) => !source.test(part));
  if (wrong !== undefined) {
    throw new RangeError(`"${wrong}" is not a source such as wss://*.rt.example.com:30443`);
  }
  return sources;
}
