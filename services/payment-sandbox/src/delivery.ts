import { setTimeout as delay } from 'node:timers/promises';
import type { Webhook } from 'standardwebhooks';
import type { ChargeMessage } from './charge-message.ts';

export interface DeliveryOptions {
  /** How often a message is tried at most. */
  readonly triesMax: number;
  /** How long to wait after the first try that failed; twice as long after each further one. */
  readonly backOffMs: number;
  /** How long one try may take. */
  readonly tryMsMax: number;
  /** Messages on their way at most; a further one is dropped, for a receiver can always ask. */
  readonly messagesMax: number;
  readonly onEnd: (end: DeliveryEnd) => void;
  /** How a message leaves. @default over the network */
  readonly fetch?: typeof fetch | undefined;
}

export type DeliveryEnd = 'delivered' | 'refused' | 'dropped' | 'stopped';

export interface Delivery {
  /** Sends a message until it is accepted or given up; resolves then. */
  deliver(message: ChargeMessage, signer: Webhook): Promise<void>;
  /** Messages on their way. */
  count(): number;
  /** Gives up what is on its way. */
  stop(): void;
}

/** Delivers messages with a bounded number of tries, ever further apart. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const send = options.fetch ?? fetch;
  const stopping = new AbortController();
  let onTheirWay = 0;

  async function attempt({ id, url, body }: ChargeMessage, signer: Webhook): Promise<boolean> {
    const sentAt = new Date();
    try {
      const response = await send(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
          'webhook-signature': signer.sign(id, sentAt, body),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(options.tryMsMax)]),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  async function tries(message: ChargeMessage, signer: Webhook): Promise<DeliveryEnd> {
    for (let done = 1; !stopping.signal.aborted; done++) {
      if (await attempt(message, signer)) return 'delivered';
      if (done >= options.triesMax) return 'refused';
      const waitMs = options.backOffMs * 2 ** (done - 1);
      await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
    return 'stopped';
  }

  return {
    async deliver(message, signer) {
      if (onTheirWay >= options.messagesMax) return options.onEnd('dropped');
      onTheirWay++;
      const end = await tries(message, signer);
      onTheirWay--;
      options.onEnd(end);
    },
    count: () => onTheirWay,
    stop: () => stopping.abort(),
  };
}
