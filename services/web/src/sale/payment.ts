import { type Http, type LiveShow, newId, OnsaleError, type Payment } from '@onsale/client';
import type { HoldBody, OrderBody, PaymentMethod } from '@onsale/contracts';

const lookupEveryMs = 1_500;
const lookupsMax = 40;

export interface PaymentTools {
  readonly live: Pick<LiveShow, 'pay' | 'serverNowMs'>;
  readonly http: Pick<Http, 'order'>;
  readonly pause: (waitMs: number) => Promise<void>;
  /** Told of every account of a hold on the way. */
  readonly onHold: (hold: HoldBody) => void;
  /** Told when the provider has not decided yet. */
  readonly onWaiting: () => void;
}

/**
 * Pays for holds. An attempt keeps its id until its outcome is known, so that trying again after silence pays
 * once [H5]; an attempt that was declined is over, and the next one is another.
 */
export class Payments {
  readonly #tools: PaymentTools;
  readonly #attemptIds = new Map<string, string>();

  constructor(tools: PaymentTools) {
    this.#tools = tools;
  }

  /** The order as it ended: paid, or its money is on its way back. Rejects with an `OnsaleError` otherwise. */
  async pay(hold: string, method: PaymentMethod): Promise<OrderBody> {
    const key = `${hold} ${method}`;
    const id = this.#attemptIds.get(key) ?? newId(this.#tools.live.serverNowMs());
    this.#attemptIds.set(key, id);
    const order = await this.#settled(await this.#start(key, { hold, id, method }));
    if (order.state !== 'pending') this.#attemptIds.delete(key);
    if (order.state === 'pending') throw new OnsaleError('PAYMENT_PENDING');
    if (order.state === 'declined') throw new OnsaleError('PAYMENT_DECLINED');
    return order;
  }

  async #start(
    key: string,
    attempt: { hold: string; id: string; method: PaymentMethod },
  ): Promise<OrderBody> {
    try {
      const { order, hold }: Payment = await this.#tools.live.pay(attempt);
      this.#tools.onHold(hold);
      return order;
    } catch (error) {
      const isOpen =
        error instanceof OnsaleError &&
        ['UNKNOWN', 'RATE_LIMITED', 'BUSY', 'UNAVAILABLE'].includes(error.code);
      if (!isOpen) this.#attemptIds.delete(key);
      throw error;
    }
  }

  /** Asks after a pending order until the provider has decided, for a minute at most. */
  async #settled(order: OrderBody): Promise<OrderBody> {
    let latest = order;
    for (let lookups = 0; latest.state === 'pending' && lookups < lookupsMax; lookups++) {
      this.#tools.onWaiting();
      await this.#tools.pause(lookupEveryMs);
      try {
        latest = await this.#tools.http.order(order.id);
      } catch {
        // The next look may get through.
      }
    }
    return latest;
  }
}
