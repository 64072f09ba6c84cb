import type { EpochMs, Order, OrderId } from '@onsale/domain';

/** Where the provider's pages are for browsers, and where they lead back to. */
export interface PaymentPages {
  /** The public address before a page's path, without a slash at its end; empty for the sale's own address. */
  readonly baseUrl: string;
  /** Where a payer goes afterwards, with `{show}` and `{order}` filled in; he stays with the provider when absent. */
  readonly returnUrl?: string | undefined;
}

/** Which orders have a page, as far as this process has heard. */
export interface PageBook {
  /** What is asked for with a charge, so that its page knows the way back and when its time is over. */
  asked(order: Order, untilMs: EpochMs | undefined): { returnUrl?: string; expiresAt?: string };
  /** Notes what an answer says of a charge's page. */
  note(order: OrderId, payUrl: string | null | undefined): void;
  /** Whether pages are offered and nothing was heard of this order's yet. */
  isWanted(order: OrderId): boolean;
  find(order: OrderId): string | null;
}

/** Orders remembered at most; older ones are forgotten first, and asked for again when somebody wants to know. */
const rememberedMax = 10_000;

/** Without pages nothing is asked for and nothing remembered: a provider that knows of none would refuse the question. */
export function createPageBook(pages: PaymentPages | undefined): PageBook {
  if (pages === undefined)
    return { asked: () => ({}), note: () => {}, isWanted: () => false, find: () => null };
  const { baseUrl, returnUrl } = pages;
  const known = new Map<OrderId, string | null>();
  return {
    asked: ({ id, show }, untilMs) => ({
      ...(returnUrl === undefined
        ? {}
        : { returnUrl: returnUrl.replaceAll('{show}', () => show).replaceAll('{order}', () => id) }),
      ...(untilMs === undefined ? {} : { expiresAt: new Date(untilMs).toISOString() }),
    }),
    note(order, payUrl) {
      // A charge that has ended no longer names the page it had.
      if (known.get(order) != null) return;
      const oldest = known.keys().next();
      if (!known.has(order) && known.size >= rememberedMax && !oldest.done) known.delete(oldest.value);
      known.set(order, addressOf(baseUrl, payUrl ?? null));
    },
    isWanted: (order) => !known.has(order),
    find: (order) => known.get(order) ?? null,
  };
}

/** Where a browser finds the page: an address of the provider's own, or a path of the public one. */
function addressOf(baseUrl: string, payUrl: string | null): string | null {
  if (payUrl === null) return null;
  if (/^\/(?!\/)/.test(payUrl)) return baseUrl + payUrl;
  const url = URL.canParse(payUrl) ? new URL(payUrl) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}
