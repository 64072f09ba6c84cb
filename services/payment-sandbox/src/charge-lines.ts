import { z } from 'zod';
import type { Charge } from './charge.ts';

const line: z.ZodType<Charge> = z.strictObject({
  id: z.uuidv7(),
  createdAtMs: z.int(),
  content: z
    .strictObject({
      amount: z.int().min(0),
      currency: z.string(),
      method: z.string(),
      webhookUrl: z.string().nullable(),
      // Absent in lines of versions that had no page.
      returnUrl: z.string().nullable().default(null),
      expiresAtMs: z.int().nullable().default(null),
    })
    .nullable(),
  status: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('pending'), succeedsAtMs: z.int().nullable() }),
    z.strictObject({ state: z.literal('succeeded') }),
    z.strictObject({ state: z.literal('declined') }),
    z.strictObject({ state: z.literal('refunded') }),
  ]),
});

/** A charge as it stands after a change: one line of the journal, the last one of a charge counts. */
export function lineOf(charge: Charge): string {
  return JSON.stringify(charge);
}

/** Throws for what {@link lineOf} did not write. */
export function chargeOf(text: string): Charge {
  return line.parse(JSON.parse(text));
}
