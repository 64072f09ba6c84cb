import { randomUUID } from 'node:crypto';
import type { Charge } from './charge.ts';

/** One message about a charge, as every attempt to deliver it carries it. */
export interface ChargeMessage {
  /** Stays the same over all attempts, so that the receiver may tell repeats. */
  readonly id: string;
  readonly charge: string;
  readonly url: string;
  readonly body: string;
}

/** The message that a charge stands as it does; null when there is nobody to tell, or nothing to tell of. */
export function messageOf(charge: Charge, defaultUrl: string | null): ChargeMessage | null {
  const { id, content, status } = charge;
  const url = content?.webhookUrl ?? defaultUrl;
  if (content === null || url === null) return null;
  const body = JSON.stringify({
    type: `charge.${status.state}`,
    timestamp: new Date().toISOString(),
    data: { id, state: status.state, amount: content.amount, currency: content.currency },
  });
  return { id: `msg_${randomUUID()}`, charge: id, url, body };
}
