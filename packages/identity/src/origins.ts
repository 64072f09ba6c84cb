/** What a request says about the page that it comes from; each is a header's value. */
export interface RequestOrigin {
  readonly origin: string | undefined;
  readonly host: string | undefined;
  /** Sec-Fetch-Site, which browsers set and pages cannot. */
  readonly fetchSite: string | undefined;
}

/** Which pages may act: those of the same host, and those listed. */
export interface OriginRule {
  /**
   * Whether a request that changes something, or an upgrade to a socket, may come from there. A request without an
   * Origin header comes from no page (curl, a server) and carries no cookie that a page could abuse; unless a
   * browser says that it comes from a page of another site.
   */
  isAllowed(request: RequestOrigin): boolean;
  /** Whether the origin is in the list by its whole name: such a page may also read the answers. */
  isListed(origin: string | undefined): boolean;
}

/** Every host, on one port that no scheme has by itself. */
const anyHost = /^https?:\/\/\*:(?!80$|443$)[1-9]\d{0,4}$/;

/**
 * Reads a comma-separated list of origins such as `https://shop.example`. Throws a RangeError for anything else, but for
 * `http://*:30080`, which is every host on that port: a page on the same port of each node of a cluster has an
 * origin for each of their addresses. That is for sockets alone, which a ticket opens: whoever takes commands by cookie
 * must not list it.
 */
export function parseOrigins(text: string): OriginRule {
  const listed = new Set(
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => {
        if (anyHost.test(part)) return part;
        const url = URL.canParse(part) ? new URL(part) : null;
        // An asterisk may stand in a URL's host, but stands for nothing but itself.
        if (url === null || url.origin === 'null' || url.origin !== part || part.includes('*'))
          throw new RangeError(`${part} is not an origin such as https://shop.example`);
        return part;
      }),
  );
  return {
    isListed: (origin) => origin !== undefined && listed.has(origin) && !anyHost.test(origin),
    isAllowed({ origin, host, fetchSite }) {
      if (origin === undefined) return fetchSite === undefined || fetchSite === 'same-origin';
      if (listed.has(origin)) return true;
      if (!URL.canParse(origin)) return false;
      const url = new URL(origin);
      // What is more than an origin, or less, was written by no browser.
      if (url.origin !== origin) return false;
      return url.host === host || listed.has(`${url.protocol}//*:${url.port}`);
    },
  };
}
