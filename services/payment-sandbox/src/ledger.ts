import type { z } from '@hono/zod-openapi';
import type { Charge } from './charge.ts';
import { chargeBodyOf, type ledgerBody } from './wire.ts';

/** The sums of all charges by currency, and one page of the charges themselves. */
export function ledgerOf(
  charges: readonly Charge[],
  offset: number,
  limit: number,
): z.infer<typeof ledgerBody> {
  const sums = new Map<string, { currency: string; taken: number; refunded: number }>();
  const counts = { pending: 0, succeeded: 0, declined: 0, refunded: 0 };
  for (const { content, status } of charges) {
    counts[status.state]++;
    if (content === null) continue;
    const { currency, amount } = content;
    const sum = sums.get(currency) ?? { currency, taken: 0, refunded: 0 };
    sums.set(currency, sum);
    if (status.state === 'succeeded' || status.state === 'refunded') sum.taken += amount;
    if (status.state === 'refunded') sum.refunded += amount;
  }
  const page = charges.slice(offset, offset + limit);
  return { sums: [...sums.values()], counts, charges: page.map(chargeBodyOf) };
}
