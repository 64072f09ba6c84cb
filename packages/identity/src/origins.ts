/** Which pages may act: those of the same host, and those listed. */
export interface OriginRule {
  /**
   * Whether a request that changes something, or an upgrade to a socket, may come from that origin. A request
   * without an Origin header comes from no page (curl, a server) and carries no cookie that a page could abuse.
   */
  isAllowed(origin: string | undefined, host: string | undefined): boolean;
}

/** Reads a comma-separated list of origins such as `https://shop.example`. Throws a RangeError for anything else. */
export function parseOrigins(text: string): OriginRule {
  const listed = new Set(
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => {
        const url = URL.canParse(part) ? new URL(part) : null;
        if (url === null || url.origin === 'null' || url.origin !== part)
          throw new RangeError(`${part} is not an origin such as https://shop.example`);
        return part;
      }),
  );
  return {
    isAllowed(origin, host) {
      if (origin === undefined) return true;
      if (listed.has(origin)) return true;
      return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
    },
  };
}
