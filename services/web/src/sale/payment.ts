import { type Http, type LiveShow, newId, OnsaleError, type PayCommand, type Payment } from '@onsale/client';
import type { HoldBody, OrderBody, PaymentMethod } from '@onsale/contracts';
import { remember, remembered } from '../tab-storage.ts';
import type { Contact } from './contact.ts';
import { pageOf } from './payment-page.ts';

const lookupEveryMs = 1_500;
const lookupsMax = 40;
const attemptsKey = 'attempts';
/** Attempts that are remembered; the oldest go first. */
const attemptsMax = 20;

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
 * Pays for holds. An attempt keeps its id until its outcome is known, so that trying again after silence, or after a
 * look at the provider's page, pays once [H5]; an attempt that was declined is over, and the next one is another.
 */
export class Payments {
  readonly #tools: PaymentTools;
  /** By hold, method and contact. The tab remembers them past a visit to the provider's page. */
  readonly #attemptIds = new Map(remembered<[string, string][]>(attemptsKey) ?? []);

  constructor(tools: PaymentTools) {
    this.#tools = tools;
  }

  /**
   * The order as it ended: paid, or its money is on its way back; or a pending one that its buyer must pay on the
   * provider's page. Rejects with an `OnsaleError` otherwise.
   */
  async pay(hold: string, method: PaymentMethod, contact: Contact | null): Promise<OrderBody> {
    const key = JSON.stringify([hold, method, contact]);
    const known = this.#attemptIds.get(key);
    const id = known ?? newId(this.#tools.live.serverNowMs());
    this.#note(key, id);
    const attempt = { hold, id, method, ...(contact === null ? {} : { contact }) };
    const started = await this.#start(key, attempt);
    if (started.state === 'declined' && known !== undefined && method === 'sandbox-page') {
      // The buyer knows of it from the provider's page, and wants to try again.
      this.#note(key, null);
      return this.pay(hold, method, contact);
    }
    const order = await this.#settled(started);
    if (pageOf(order) !== null) return order;
    if (order.state !== 'pending') this.#note(key, null);
    if (order.state === 'pending') throw new OnsaleError('PAYMENT_PENDING');
    if (order.state === 'declined') throw new OnsaleError('PAYMENT_DECLINED');
    return order;
  }

  #note(key: string, id: string | null): void {
    this.#attemptIds.delete(key);
    if (id !== null) this.#attemptIds.set(key, id);
    remember(attemptsKey, [...this.#attemptIds].slice(-attemptsMax));
  }

  async #start(key: string, attempt: PayCommand): Promise<OrderBody> {
    try {
      const { order, hold }: Payment = await this.#tools.live.pay(attempt);
      this.#tools.onHold(hold);
      return order;
    } catch (error) {
      const isOpen =
        error instanceof OnsaleError &&
        ['UNKNOWN', 'RATE_LIMITED', 'BUSY', 'UNAVAILABLE'].includes(error.code);
      if (!isOpen) this.#note(key, null);
      throw error;
    }
  }

  /** Asks after a pending order until the provider has decided, or has a page for it, for a minute at most. */
  async #settled(order: OrderBody): Promise<OrderBody> {
    let latest = order;
    const isOpen = (): boolean => latest.state === 'pending' && pageOf(latest) === null;
    for (let lookups = 0; isOpen() && lookups < lookupsMax; lookups++) {
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
