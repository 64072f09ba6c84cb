import type { HttpBindings } from '@hono/node-server';
import type { BuyerId } from '@onsale/domain';
import type { Repeatable } from './repeats.ts';

/** What travels with a request through the handlers. */
export interface Environment {
  /** Absent when no server is in between, as in tests. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** Who acts, when a valid session came with the request. */
    buyer: BuyerId | null;
    /** Set by handlers whose answer everybody gets who asks for the same. */
    repeatable?: Repeatable;
  };
}
