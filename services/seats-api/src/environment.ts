import type { BuyerId } from '@onsale/domain';

/** What travels with a request through the handlers. */
export interface Environment {
  Variables: {
    requestId: string;
    /** Who acts, when a valid session came with the request. */
    buyer: BuyerId | null;
  };
}
