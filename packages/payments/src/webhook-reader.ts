import { timingSafeEqual } from 'node:crypto';
import { type EpochMs, isUuidV7, type PaymentWebhook } from '@onsale/domain';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

/** How far a message's time may lie from the sale's clock, before or after: what the specification advises. */
export const toleranceMs = 300_000;
/** A header longer than this is no provider's. A signature has 47 characters; several come while secrets change. */
const headerMax = 1_024;

const message = z.object({ data: z.object({ id: z.string().refine(isUuidV7) }) });

export type WebhookReader = (
  headers: Readonly<Record<string, string>>,
  body: string,
) => PaymentWebhook | null;

/**
 * Reads messages signed after the Standard Webhooks specification (standardwebhooks.com, version 1): an
 * HMAC-SHA256 of id, time and body. Their age is measured by the sale's clock and not, as the library would,
 * by the process's, which may be wrong. Answers null for what is forged, changed, too old or too new, and for
 * everything when there are no secrets.
 */
export function createWebhookReader(secrets: readonly string[], nowMs: () => EpochMs): WebhookReader {
  const signers = secrets.map((secret) => new Webhook(secret));
  return (headers, body) => {
    const id = headers['webhook-id'] ?? '';
    const timestamp = headers['webhook-timestamp'] ?? '';
    const signatures = headers['webhook-signature'] ?? '';
    if (id === '' || Math.max(id.length, signatures.length) > headerMax) return null;
    const sentAtMs = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1_000 : Number.NaN;
    if (!(Math.abs(nowMs() - sentAtMs) <= toleranceMs)) return null;
    const given = signatures.split(' ');
    const isGenuine = signers.some((signer) => {
      const expected = signer.sign(id, new Date(sentAtMs), body);
      return given.some((signature) => isSame(signature, expected));
    });
    return isGenuine ? readMessage(body) : null;
  };
}

/** Takes the same time wherever the two differ. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function readMessage(body: string): PaymentWebhook | null {
  try {
    const { success, data } = message.safeParse(JSON.parse(body));
    return success ? { order: data.data.id } : null;
  } catch {
    return null;
  }
}
