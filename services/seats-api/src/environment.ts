import type { HttpBindings } from '@hono/node-server';
import type { BuyerId } from '@onsale/domain';
import type { CookieKind } from '@onsale/identity';
import type { Repeatable } from './repeats.ts';

/** What travels with a request through the handlers. */
export interface Environment {
  /** Absent when no server is in between, as in tests. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** Who acts, when a valid session came with the request. */
    buyer: BuyerId | null;
    /** The cookie that keeps the session of whoever asks; null for a page that may not act, which has none. */
    cookie: CookieKind | null;
    /** Set by handlers whose answer everybody gets who asks for the same. */
    repeatable?: Repeatable;
  };
}
