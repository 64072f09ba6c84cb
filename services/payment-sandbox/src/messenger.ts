import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Charge } from './charge.ts';
import { type ChargeMessage, messageOf } from './charge-message.ts';
import type { Delivery } from './delivery.ts';
import type { Switches } from './switches.ts';

export interface MessengerOptions {
  readonly delivery: Delivery;
  /** Signs the messages; none are sent without. */
  readonly secret: string | null;
  /** Where messages go about charges that name no address. */
  readonly url: string | null;
  readonly switches: () => Switches;
  /** How long a message is held back for another about the same charge to overtake it. @default 5000 */
  readonly heldMsMax?: number;
}

export interface Messenger {
  /** Tells how a charge stands, as well or badly as the switches say. */
  tell(charge: Charge): void;
  stop(): void;
}

interface HeldBack {
  readonly message: ChargeMessage;
  readonly timer: NodeJS.Timeout;
}

/** Sends each change of a charge to whoever asked for it, signed. */
export function createMessenger(options: MessengerOptions): Messenger {
  const { delivery, secret } = options;
  if (secret === null) return { tell: () => {}, stop: () => delivery.stop() };
  const signer = new Webhook(secret);
  const forger = new Webhook(randomBytes(32).toString('base64'));
  const heldBack = new Map<string, HeldBack>();

  const send = (message: ChargeMessage) => delivery.deliver(message, signer);

  /** Holds a message back until the next one about its charge has gone before it. */
  function swap(message: ChargeMessage): void {
    const before = heldBack.get(message.charge);
    if (before !== undefined) {
      clearTimeout(before.timer);
      heldBack.delete(message.charge);
      void send(message).then(() => send(before.message));
      return;
    }
    const release = () => {
      heldBack.delete(message.charge);
      void send(message);
    };
    heldBack.set(message.charge, { message, timer: setTimeout(release, options.heldMsMax ?? 5_000) });
  }

  return {
    tell(charge) {
      const message = messageOf(charge, options.url);
      if (message === null) return;
      switch (options.switches().webhooks) {
        case 'sent':
          void send(message);
          return;
        case 'duplicated':
          void send(message);
          void send(message);
          return;
        case 'reordered':
          swap(message);
          return;
        case 'forged':
          void delivery.deliver(message, forger);
          return;
        case 'lost':
          return;
      }
    },
    stop() {
      for (const { timer } of heldBack.values()) clearTimeout(timer);
      heldBack.clear();
      delivery.stop();
    },
  };
}
